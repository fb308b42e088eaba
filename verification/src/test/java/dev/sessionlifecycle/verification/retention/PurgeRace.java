package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Two purges, holds, the finalizer, a message and ends, some by external id, all started at once on
 * one store, round after round. Ended sessions may be purged as soon as their chain has finished,
 * so that only a hold or the chain keeps them.
 */
final class PurgeRace {
  private static final Duration PUT_OFF = Duration.ofHours(1);

  private final StoreFixture fixture;
  private final Set<UUID> finalized = ConcurrentHashMap.newKeySet();
  private final SessionLifecycle one;
  private final SessionLifecycle other;
  private final UUID organization = UUID.randomUUID();
  private final OrganizationSessions sessions;
  private final OrganizationRetention retention;
  private int held;
  private int purged;

  PurgeRace(StoreFixture fixture) {
    this.fixture = fixture;
    this.one = node();
    this.other = node();
    this.sessions = one.organization(organization);
    this.retention = one.retention(organization);
  }

  private SessionLifecycle node() {
    return SessionLifecycle.builder(fixture.store())
        .clock(fixture.clock())
        .retention(RetentionPolicy.keepFor(Duration.ZERO))
        .housekeeping(HousekeepingOptions.defaults().withPurgeShare(100))
        .finalizeWith(
            FinalizeChain.first(
                FinalizeStep.of(
                    "work",
                    context -> {
                      finalized.add(context.session().id());
                      return StepOutcome.done();
                    })))
        .build();
  }

  private Session open(UUID user) {
    ExternalRef ref = new ExternalRef("twilio", UUID.randomUUID().toString());
    Session session = sessions.open(SessionRequest.on("chat", user).withExternalRef(ref)).orThrow();
    sessions.append(session.id(), Message.fromUser("one"), Message.fromAgent("two"));
    return session;
  }

  private Session ended(UUID user) {
    return sessions.close(open(user).id(), "resolved").session();
  }

  /** Starts them all, and checks the results and what is there afterwards. */
  void round() {
    UUID user = UUID.randomUUID();
    List<Session> finished = List.of(ended(user), ended(user), ended(user));
    one.finalizer().runDue(100);
    List<Session> unfinished = List.of(ended(user), ended(user));
    Session live = open(user);
    Session single = finished.get(1);
    List<Callable<Object>> racers =
        List.of(
            () -> one.housekeeping().runDue(100).count(Done.PURGED),
            () -> other.housekeeping().runDue(100).count(Done.PURGED),
            () -> placeOn(HoldScope.endUser(user)),
            () -> placeOn(HoldScope.session(single.id())),
            () -> one.finalizer().runDue(100).toString(),
            () -> other.finalizer().runDue(100).toString(),
            () -> append(live),
            () -> sessions.close(live.id(), "resolved").toString(),
            () -> append(finished.get(0)),
            () -> endFromElsewhere(finished.get(2)),
            () -> endFromElsewhere(single));
    List<Object> told = Race.values(racers);
    List<Session> all = new ArrayList<>(finished);
    all.addAll(unfinished);
    all.add(live);
    List<Session> gone = all.stream().filter(it -> sessions.find(it.id()).isEmpty()).toList();
    assertThat((Integer) told.get(0) + (Integer) told.get(1)).isEqualTo(gone.size());
    assertThat(finalized).as("the chains of what went").containsAll(ids(gone));
    assertThat(told.get(3).equals(false)).isEqualTo(gone.contains(single));
    all.stream().filter(it -> !gone.contains(it)).forEach(this::assertWhole);
    gone.forEach(this::assertNothingLeft);
    held += all.size() - gone.size();
    purged += gone.size();
    assertNothingMorePurged(all.size() - gone.size());
  }

  /**
   * From here on the hold on the end user is in force: none of their sessions may be purged until
   * it is released.
   */
  private void assertNothingMorePurged(int left) {
    one.finalizer().runDue(100);
    fixture.clock().advance(PUT_OFF);
    assertThat(one.housekeeping().runDue(100).count(Done.PURGED)).isZero();
    retention.holdsInForce(null, 500).forEach(it -> retention.release(it.id(), "judge"));
    fixture.clock().advance(PUT_OFF);
    assertThat(one.housekeeping().runDue(100).count(Done.PURGED)).isEqualTo(left);
  }

  private Object placeOn(HoldScope scope) {
    try {
      Hold hold = retention.place(scope, "matter", "counsel");
      return hold;
    } catch (SessionNotFoundException e) {
      return false;
    }
  }

  private Object append(Session session) {
    try {
      return sessions.append(session.id(), Message.fromUser("late")).toString();
    } catch (SessionNotFoundException e) {
      return false;
    }
  }

  /** The platform reports the end again, by its own id. */
  private Object endFromElsewhere(Session session) {
    ExternalRef ref = Objects.requireNonNull(session.externalRef());
    return sessions.close(ref, EndRequest.reported("completed")).toString();
  }

  private void assertWhole(Session session) {
    assertThat(sessions.messages(session.id())).hasSize(sessions.get(session.id()).messageCount());
    assertThat(sessions.messages(session.id())).hasSizeGreaterThanOrEqualTo(2);
    assertThat(sessions.history(session.id())).hasSizeGreaterThanOrEqualTo(2);
    assertThat(fixture.store().chains().find(HousekeepingFixture.key(organization, session)))
        .isPresent();
  }

  private void assertNothingLeft(Session session) {
    var key = HousekeepingFixture.key(organization, session);
    assertThat(fixture.store().messages(key, 0, 10)).isEmpty();
    assertThat(fixture.store().history(key, 0, 10)).isEmpty();
    assertThat(fixture.store().chains().find(key)).isEmpty();
  }

  private static List<UUID> ids(List<Session> sessions) {
    return sessions.stream().map(Session::id).toList();
  }

  /** Rounds that all ended in the same way would prove little. */
  void assertBothHappened() {
    assertThat(held).as("sessions that a hold saved").isPositive();
    assertThat(purged).as("sessions that went before it").isPositive();
  }
}
