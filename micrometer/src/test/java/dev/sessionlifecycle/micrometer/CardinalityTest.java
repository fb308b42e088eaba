package dev.sessionlifecycle.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many meters there are is known, whatever callers do, and none of them shows a text. */
class CardinalityTest {
  private static final int ORGANIZATIONS = 10_000;
  private static final int MOST = 1_500;
  private static final String CANARY = "Kanarienvogel";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void the_bounds_of_all_meters_add_up_to_fewer_than_1500() {
    assertThat(
            Arrays.stream(SessionMeter.values())
                .filter(it -> !it.name().startsWith("ORGANIZATION_"))
                .mapToInt(SessionMeter::most)
                .sum())
        .isLessThan(MOST);
  }

  @Test
  void hostile_channels_of_10000_organizations_make_fewer_than_1500_meters() {
    SessionLifecycleMetrics metrics = SessionLifecycleMetrics.create();
    SessionLifecycle lifecycle =
        metrics
            .addTo(SessionLifecycle.builder(InMemorySessionStore.create()))
            .finalizeWith(
                FinalizeChain.first(FinalizeStep.of("step", context -> StepOutcome.done())))
            .build();
    metrics.watch(lifecycle.finalizer());
    metrics.bindTo(registry);
    List<String> channels = new ArrayList<>(List.of("voice", "x=y,z", "{}\"\\\n", "😀", CANARY));
    for (int i = 0; i < ORGANIZATIONS; i++) {
      OrganizationSessions sessions = lifecycle.organization(new UUID(1, i));
      String channel = i < channels.size() ? channels.get(i) : "channel " + i;
      Session session = sessions.open(SessionRequest.on(channel, new UUID(2, i))).orThrow();
      sessions.append(session.id(), Message.fromUser(CANARY));
      sessions.close(session.id(), EndRequest.reported(CANARY + i).withTriggeredBy(CANARY + i));
    }
    lifecycle.finalizer().runDue(1_000);
    assertThat(count("sessionlifecycle.opened")).isEqualTo(ORGANIZATIONS);
    assertThat(count("sessionlifecycle.ended")).isEqualTo(ORGANIZATIONS);
    assertThat(values("channel")).containsExactlyInAnyOrder("voice", "other");
    assertThat(registry.getMeters()).hasSizeLessThan(60);
    checkMeters();
  }

  @Test
  void every_combination_of_all_values_makes_fewer_than_1500_meters() {
    SessionLifecycleMetrics metrics =
        SessionLifecycleMetrics.builder().reasonMappings(ReasonMapping.sip()).build();
    metrics.bindTo(registry);
    List<String> channels = new ArrayList<>(Channels.defaults().voice());
    channels.addAll(Channels.defaults().text());
    IntStream.range(0, 1_000).mapToObj(i -> "made up " + i).forEach(channels::add);
    for (SessionType type : SessionType.values()) {
      for (SessionStatus status : SessionStatus.all()) {
        for (TerminationReason reason : TerminationReason.values()) {
          if (status.isTerminal()) {
            metrics.ended(ended("voice", type, status, reason, OutcomeCategory.RESOLVED));
          }
        }
      }
      for (String channel : channels) {
        metrics.opened(SessionBuilder.of(session(channel, type)).build());
        for (Origin origin : Origin.values()) {
          metrics.opened(SessionBuilder.of(session(channel, type)).origin(origin).build());
        }
        for (OutcomeCategory outcome : OutcomeCategory.values()) {
          metrics.ended(
              ended(channel, type, SessionStatus.CLOSED, TerminationReason.RESOLVED, outcome));
        }
      }
    }
    endInEveryWay(metrics);
    runEverything(metrics);
    for (HousekeepingReport.Done done : HousekeepingReport.Done.values()) {
      metrics.completed(new HousekeepingReport(Map.of(done, 1), Map.of(), false));
    }
    for (HousekeepingReport.NotDone why : HousekeepingReport.NotDone.values()) {
      metrics.completed(new HousekeepingReport(Map.of(), Map.of(why, 1), false));
    }
    for (int i = 0; i < 50; i++) {
      metrics.failed(
          new HousekeepingFailure(
              i == 0 ? "live" : CANARY + i, Instant.EPOCH, CANARY, null, null, CANARY, 1));
    }
    assertThat(registry.getMeters()).hasSizeBetween(1_000, MOST - 1);
    checkMeters();
  }

  private static void endInEveryWay(SessionLifecycleMetrics metrics) {
    Session session =
        ended(
            "voice",
            SessionType.LIVE,
            SessionStatus.CLOSED,
            TerminationReason.RESOLVED,
            OutcomeCategory.RESOLVED);
    for (EndCall.Via via : EndCall.Via.values()) {
      EndCall call = new EndCall(via, session.organizationId(), session.id(), CANARY);
      metrics.endBegins(call).endCompleted(List.of(new CloseResult.Closed(session)), null);
      metrics.endBegins(call).endCompleted(List.of(new CloseResult.AlreadyEnded(session)), null);
      metrics.endBegins(call).endCompleted(List.of(), null);
      metrics.endBegins(call).endCompleted(List.of(), new IllegalArgumentException(CANARY));
      metrics.endBegins(call).endCompleted(List.of(), new StoreException(CANARY, true, null));
    }
  }

  private static void runEverything(SessionLifecycleMetrics metrics) {
    UUID organization = UUID.randomUUID();
    UUID id = UUID.randomUUID();
    for (int i = 0; i < 200; i++) {
      String step = "step" + i;
      metrics.on(new FinalizerEvent.ChainClaimed(organization, id, Duration.ZERO));
      metrics.on(new FinalizerEvent.StepStarted(organization, id, step, 1));
      for (boolean skipped : new boolean[] {true, false}) {
        metrics.on(
            new FinalizerEvent.StepFinished(organization, id, step, 1, skipped, Duration.ZERO));
      }
      for (String label : List.of("timeout", "lost", "stopped", CANARY + i)) {
        metrics.on(
            new FinalizerEvent.StepFailed(
                organization, id, step, 1, label, Duration.ZERO, Duration.ZERO));
        metrics.on(new FinalizerEvent.StepParked(organization, id, step, 1, label, Duration.ZERO));
      }
      metrics.on(new FinalizerEvent.ChainFinished(organization, id, Duration.ofSeconds(1)));
      metrics.on(new FinalizerEvent.LeaseLost(organization, id));
      metrics.on(new FinalizerEvent.OutcomeRefused(organization, id, step, 1));
      metrics.on(new FinalizerEvent.StoreFailed("operation" + i, CANARY, CANARY, null, CANARY));
    }
  }

  @Test
  void organizations_are_counted_by_the_names_of_the_host_up_to_its_bound() {
    SessionLifecycleMetrics metrics =
        SessionLifecycleMetrics.builder()
            .organizations(
                3,
                id -> {
                  if (id.getLeastSignificantBits() == 0) {
                    throw new IllegalStateException(CANARY);
                  }
                  return "tenant-" + id.getLeastSignificantBits();
                })
            .build();
    metrics.bindTo(registry);
    for (int i = 0; i < ORGANIZATIONS; i++) {
      Session session =
          SessionBuilder.of(new UUID(0, i), UUID.randomUUID(), UUID.randomUUID()).build();
      metrics.opened(session);
    }
    assertThat(values("organization"))
        .containsExactlyInAnyOrder("other", "tenant-1", "tenant-2", "tenant-3");
    assertThat(count("sessionlifecycle.organization.opened")).isEqualTo(ORGANIZATIONS);
  }

  @Test
  void the_host_names_the_channels_that_are_counted_by_name() {
    SessionLifecycleMetrics metrics =
        SessionLifecycleMetrics.builder().channels("Kiosk", "fax").build();
    metrics.bindTo(registry);
    for (String channel : List.of(" KIOSK", "fax", "voice")) {
      metrics.opened(session(channel, SessionType.LIVE));
    }
    assertThat(values("channel")).containsExactlyInAnyOrder("kiosk", "fax", "other");
  }

  /** Each meter is listed with its tags, has no more values than that, and no text. */
  private void checkMeters() {
    Map<String, SessionMeter> listed =
        Arrays.stream(SessionMeter.values())
            .collect(Collectors.toMap(SessionMeter::meterName, it -> it));
    Map<String, Integer> counts = new HashMap<>();
    for (Meter meter : registry.getMeters()) {
      SessionMeter of = listed.get(meter.getId().getName());
      assertThat(of).as(meter.getId().getName()).isNotNull();
      assertThat(meter.getId().getTags().stream().map(Tag::getKey))
          .containsExactlyInAnyOrderElementsOf(of.tags().stream().map(MeterTag::key).toList());
      assertThat(meter.getId().toString()).doesNotContainIgnoringCase(CANARY);
      counts.merge(of.meterName(), 1, Integer::sum);
    }
    counts.forEach(
        (name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(listed.get(name).most()));
  }

  private double count(String name) {
    return registry.find(name).counters().stream().mapToDouble(it -> it.count()).sum();
  }

  private Set<String> values(String tag) {
    Set<String> values = new LinkedHashSet<>();
    for (Meter meter : registry.getMeters()) {
      String value = meter.getId().getTag(tag);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private static Session session(String channel, SessionType type) {
    return SessionBuilder.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID())
        .channel(channel)
        .sessionType(type)
        .subject(CANARY)
        .build();
  }

  private static Session ended(
      String channel,
      SessionType type,
      SessionStatus status,
      TerminationReason reason,
      OutcomeCategory outcome) {
    return SessionBuilder.of(session(channel, type))
        .status(status)
        .reason(reason)
        .outcome(outcome)
        .durationMs(1L)
        .reportedReason(CANARY)
        .triggeredBy(CANARY)
        .build();
  }
}
