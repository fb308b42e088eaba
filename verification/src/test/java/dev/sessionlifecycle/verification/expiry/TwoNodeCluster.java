package dev.sessionlifecycle.verification.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.IllegalTransitionException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionChangeMode;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.TransitionResult;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Two nodes on one store; their clocks and the store's move independently. Also records when things
 * happened to each session by the store's clock, and checks each step against that.
 */
final class TwoNodeCluster {
  /** A step; each number is used modulo the number of choices, so that any step is possible. */
  record Step(int what, int node, int which, int how) {}

  private static final List<String> CHANNELS = List.of("voice", "sms", "api");
  private static final List<SessionStatus> FIRST =
      List.of(SessionStatus.ACTIVE, SessionStatus.RINGING, SessionStatus.QUEUED);
  private static final List<Duration> MOVES =
      List.of(
          Duration.ofSeconds(59),
          Duration.ofMinutes(4),
          Duration.ofMinutes(5),
          Duration.ofMinutes(31),
          Duration.ofHours(2),
          Duration.ofDays(1),
          Duration.ofDays(3),
          Duration.ofMinutes(-1),
          Duration.ofHours(-1),
          Duration.ofDays(-2));
  private static final List<Duration> KEEPS =
      List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(9));

  private record Node(SettableClock clock, SessionLifecycle lifecycle) {}

  private final SettableClock storeClock;
  private final List<Node> nodes = new ArrayList<>();
  private final UUID organization = UUID.randomUUID();
  private final List<UUID> users = List.of(UUID.randomUUID(), UUID.randomUUID());
  private final List<UUID> known = new ArrayList<>();
  private final Map<UUID, StoreTimes> times = new HashMap<>();
  private final Map<UUID, HoldScope> inForce = new HashMap<>();
  private final List<String> counted;

  /**
   * Creates the nodes.
   *
   * @param counted receives what happened, so that a test can check that anything did
   */
  TwoNodeCluster(StoreFixture fixture, List<String> counted) {
    this.storeClock = fixture.clock();
    this.counted = counted;
    for (Duration skew : List.of(Duration.ofHours(3), Duration.ofDays(-2))) {
      SettableClock clock = SettableClock.at(storeClock.instant().plus(skew));
      nodes.add(
          new Node(
              clock,
              SessionLifecycle.builder(fixture.store())
                  .clock(clock)
                  .timeLimits(StoreTimes.LIMITS)
                  .retention(RetentionPolicy.keepFor(Duration.ofDays(1)))
                  .finalizeWith(FinalizeChain.first(parkingSms()))
                  .build()));
    }
  }

  private static FinalizeStep parkingSms() {
    return FinalizeStep.of(
        "work",
        context ->
            context.session().channel().equals("sms")
                ? StepOutcome.rejected("not-on-this-channel")
                : StepOutcome.done());
  }

  void run(List<Step> steps) {
    for (Step step : steps) {
      Map<UUID, Session> before = sessions();
      Map<UUID, HoldScope> heldBefore = Map.copyOf(inForce);
      Map<UUID, StoreTimes> timesBefore = Map.copyOf(times);
      Instant now = storeClock.instant();
      String done = take(step);
      ObservedChanges changes =
          new ObservedChanges(before, sessions(), heldBefore, storeClock.instant());
      changes.nothingHeldLiveOrUnfinishedIsGone(done);
      changes.noStampMovesBackwards();
      changes.limitsCount(done, times);
      changes.nothingRevives(timesBefore, now);
      counted.addAll(changes.seen());
    }
    for (UUID id : sessions().keySet()) {
      assertThat(front(0).history(id)).extracting(it -> it.at()).isSorted();
    }
  }

  /** Performs the step; returns what it was. */
  private String take(Step step) {
    Node node = nodes.get(step.node() % 2);
    switch (step.what() % 20) {
      case 0, 1, 2 -> open(step);
      case 3, 4 -> onKnown(step, this::append);
      case 5, 6 -> onKnown(step, this::move);
      case 7, 8 -> onKnown(step, (it, id) -> front(it.node()).close(id, "resolved"));
      case 9 -> onKnown(step, this::place);
      case 10 -> release(step);
      case 11, 12 -> node.lifecycle().finalizer().runDue(50);
      case 13, 14, 15 -> {
        node.lifecycle().housekeeping().runDue(1_000);
        return ObservedChanges.SWEEP;
      }
      case 16, 17 -> storeClock.advance(MOVES.get(step.how() % MOVES.size()));
      case 18 -> node.clock().advance(MOVES.get(step.how() % MOVES.size()));
      default -> {
        return takeRareStep(step);
      }
    }
    return "";
  }

  private String takeRareStep(Step step) {
    OrganizationRetention retention =
        nodes.get(step.node() % 2).lifecycle().retention(organization);
    if (step.how() % 3 == 0) {
      retention.erase(users.get(step.which() % 2), "officer");
      return ObservedChanges.ERASURE;
    }
    Duration keep = KEEPS.get(step.which() % KEEPS.size());
    retention.defineDefault(new UUID(1, 1), RetentionPolicy.keepFor(keep));
    if (step.how() % 3 == 1) {
      retention.recalculateRetention(RetentionChangeMode.NEVER_SHORTER);
    }
    return "";
  }

  private interface OnKnown {
    void does(Step step, UUID id);
  }

  private void onKnown(Step step, OnKnown action) {
    List<UUID> there = known.stream().filter(it -> front(0).find(it).isPresent()).toList();
    if (!there.isEmpty()) {
      action.does(step, there.get(step.which() % there.size()));
    }
  }

  private OrganizationSessions front(int node) {
    return nodes.get(node % 2).lifecycle().organization(organization);
  }

  private void open(Step step) {
    SessionRequest request =
        SessionRequest.on(CHANNELS.get(step.how() % 3), users.get(step.which() % 2))
            .withStatus(FIRST.get(step.how() / 3 % 3));
    Session opened = front(step.node()).open(request).orThrow();
    known.add(opened.id());
    times.put(opened.id(), StoreTimes.opened(opened.status(), storeClock.instant()));
  }

  private void append(Step step, UUID id) {
    if (front(step.node()).append(id, Message.fromUser("hello")) instanceof AppendResult.Appended) {
      times.computeIfPresent(id, (it, was) -> was.active(storeClock.instant()));
    }
  }

  private void move(Step step, UUID id) {
    List<SessionStatus> live = SessionStatus.live().stream().sorted().toList();
    SessionStatus to = live.get(step.how() % live.size());
    SessionStatus from = front(0).get(id).status();
    try {
      if (front(step.node()).transition(id, to) instanceof TransitionResult.Moved) {
        Instant at = storeClock.instant();
        times.computeIfPresent(
            id, (it, was) -> from.equals(to) ? was.active(at) : was.moved(to, at));
      }
    } catch (IllegalTransitionException e) {
      assertThat(front(0).get(id).status()).isEqualTo(from);
    }
  }

  private void place(Step step, UUID id) {
    HoldScope scope =
        step.how() % 7 == 0
            ? HoldScope.organization()
            : step.how() % 2 == 0
                ? HoldScope.session(id)
                : HoldScope.endUser(users.get(step.which() % 2));
    Hold hold =
        nodes.get(step.node() % 2).lifecycle().retention(organization).place(scope, "why", "me");
    inForce.put(hold.id(), scope);
  }

  private void release(Step step) {
    List<UUID> holds = inForce.keySet().stream().sorted().toList();
    if (!holds.isEmpty()) {
      UUID hold = holds.get(step.which() % holds.size());
      nodes.get(step.node() % 2).lifecycle().retention(organization).release(hold, "me");
      inForce.remove(hold);
    }
  }

  private Map<UUID, Session> sessions() {
    Map<UUID, Session> all = new HashMap<>();
    String cursor = null;
    do {
      var page = front(0).list(SessionFilter.all(), cursor, 500);
      page.items().forEach(it -> all.put(it.id(), it));
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  /** Leaves nothing behind that other instances on the same store would have to process. */
  void cleanUp() {
    sessions().values().stream()
        .filter(it -> !it.isEnded())
        .forEach(it -> front(0).close(it.id(), EndRequest.reported("resolved")));
    inForce
        .keySet()
        .forEach(it -> nodes.get(0).lifecycle().retention(organization).release(it, "me"));
    // Chains enqueued before the clock went back are due only now.
    storeClock.advance(Duration.ofDays(200));
    nodes.get(0).lifecycle().finalizer().runDue(500);
    for (UUID user : users) {
      assertThat(
              nodes.get(0).lifecycle().retention(organization).eraseWithParked(user, "me").kept())
          .isEmpty();
    }
  }
}
