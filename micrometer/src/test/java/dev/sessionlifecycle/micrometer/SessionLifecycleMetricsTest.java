package dev.sessionlifecycle.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionLifecycleMetricsTest {
  private final SettableClock clock = SettableClock.create();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final UUID organization = UUID.randomUUID();
  private final ReasonMapping livekit = ReasonMapping.livekit();
  private final SessionLifecycleMetrics metrics =
      SessionLifecycleMetrics.builder().clock(clock).reasonMappings(livekit).build();
  private int failures;
  private final SessionLifecycle lifecycle =
      metrics
          .addTo(SessionLifecycle.builder(InMemorySessionStore.create(clock)).clock(clock))
          .timeLimits(TimeLimits.defaults())
          .finalizeWith(
              FinalizeChain.first(FinalizeStep.of("first", this::failsAtFirst))
                  .then(
                      FinalizeStep.of("skips", context -> StepOutcome.skipped("nothing")),
                      FinalizeStep.of("parks", context -> StepOutcome.rejected("no_target"))))
          .build();
  private final OrganizationSessions sessions = lifecycle.organization(organization);

  SessionLifecycleMetricsTest() {
    metrics.watch(lifecycle.finalizer());
    metrics.bindTo(registry);
  }

  private StepOutcome failsAtFirst(StepContext context) {
    if (failures-- > 0) {
      throw new IllegalStateException("Maria said no");
    }
    clock.advance(Duration.ofSeconds(2));
    return StepOutcome.done();
  }

  @Test
  void a_session_that_is_ended_twice_is_counted_once() {
    Session call = open();
    clock.advance(Duration.ofSeconds(90));
    sessions.close(call.id(), EndRequest.because(TerminationReason.RESOLVED));
    sessions.close(call.id(), EndRequest.because(TerminationReason.CALLEE_BUSY));
    sessions.bulk().close(List.of(call.id()), EndRequest.unspecified());
    assertThat(counters("sessionlifecycle.opened"))
        .containsExactly("channel=voice origin=inbound type=live: 1");
    assertThat(counters("sessionlifecycle.ended"))
        .containsExactly("reason=resolved status=closed type=live: 1");
    assertThat(counters("sessionlifecycle.outcome"))
        .containsExactly("channel=voice outcome=resolved: 1");
    assertThat(counters("sessionlifecycle.end.lost"))
        .containsExactlyInAnyOrder("via=id: 1", "via=bulk: 1");
    assertThat(timer("sessionlifecycle.session.duration").totalTime(TimeUnit.SECONDS))
        .isEqualTo(90);
  }

  @Test
  void each_call_that_ends_sessions_is_timed_with_its_result() {
    Session call = open();
    ExternalRef unknown = new ExternalRef("twilio", "CA1");
    sessions.close(call.id(), EndRequest.unspecified());
    sessions.close(call.id(), EndRequest.unspecified());
    sessions.close(unknown, EndRequest.unspecified());
    assertThatThrownBy(() -> sessions.close(UUID.randomUUID(), EndRequest.unspecified()))
        .isInstanceOf(SessionNotFoundException.class);
    assertThatThrownBy(
            () -> sessions.fail(call.id(), EndRequest.unspecified().withTriggeredBy(" ".repeat(9))))
        .isInstanceOf(InvalidInputException.class);
    lifecycle.ownedSession(organization, open().id()).close(EndRequest.unspecified(), List.of());
    sessions.bulk().close(List.of(open().id(), call.id()), EndRequest.unspecified());
    assertThat(timers("sessionlifecycle.end"))
        .containsExactlyInAnyOrder(
            "result=closed via=id: 1",
            "result=already_ended via=id: 1",
            "result=refused via=id: 2",
            "result=none via=external_ref: 1",
            "result=closed via=owner: 1",
            "result=closed via=bulk: 1");
  }

  @Test
  void what_housekeeping_ends_and_does_is_counted() {
    open();
    clock.advance(Duration.ofDays(2));
    lifecycle.housekeeping().runDue(10);
    assertThat(timers("sessionlifecycle.end")).containsExactly("result=closed via=system: 1");
    assertThat(counters("sessionlifecycle.housekeeping")).contains("action=expired: 1");
    assertThat(counters("sessionlifecycle.ended")).hasSize(1);
  }

  @Test
  void every_attempt_is_timed_by_step_and_result() {
    failures = 1;
    sessions.close(open().id(), EndRequest.unspecified());
    clock.advance(Duration.ofSeconds(30));
    runDue();
    clock.advance(Duration.ofHours(1));
    runDue();
    assertThat(timers("sessionlifecycle.finalize.step"))
        .containsExactlyInAnyOrder(
            "result=failed step=first: 1",
            "result=done step=first: 1",
            "result=skipped step=skips: 1",
            "result=parked step=parks: 1");
    Timer wait = timer("sessionlifecycle.finalize.wait");
    assertThat(wait.count()).isEqualTo(2);
    assertThat(wait.max(TimeUnit.SECONDS)).isGreaterThanOrEqualTo(3_599);
    assertThat(registry.find("sessionlifecycle.finalize.chain").timer()).isNull();
    assertThat(gauge("sessionlifecycle.finalize.chains", "state", "parked")).isEqualTo(1);
    assertThat(gauge("sessionlifecycle.finalize.running", "step", "first")).isZero();
  }

  @Test
  void what_needs_attention_is_counted() {
    UUID id = UUID.randomUUID();
    metrics.on(new FinalizerEvent.LeaseLost(organization, id));
    metrics.on(new FinalizerEvent.OutcomeRefused(organization, id, "first", 1));
    metrics.on(new FinalizerEvent.StoreFailed("settle", "X", null, null, "Maria"));
    metrics.on(new FinalizerEvent.StoreFailed("made up", "X", null, null, "Maria"));
    metrics.on(
        new FinalizerEvent.StepFailed(
            organization, id, "first", 1, "lost", Duration.ZERO, Duration.ZERO));
    metrics.on(new FinalizerEvent.ChainFinished(organization, id, Duration.ofSeconds(3)));
    livekit.map("Maria hung up");
    assertThat(counters("sessionlifecycle.finalize.lease.lost")).containsExactly(": 1");
    assertThat(counters("sessionlifecycle.finalize.outcome.refused")).containsExactly(": 1");
    assertThat(counters("sessionlifecycle.store.failures"))
        .containsExactlyInAnyOrder("operation=settle: 1", "operation=other: 1");
    assertThat(timers("sessionlifecycle.finalize.step"))
        .containsExactly("result=lost step=first: 1");
    assertThat(timer("sessionlifecycle.finalize.chain").totalTime(TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(
            registry
                .get("sessionlifecycle.reason.unmapped")
                .tag("provider", "livekit")
                .functionCounter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void a_closed_binder_leaves_no_meter_and_makes_none() {
    registry.counter("sessionlifecycle.of.the.host").increment();
    SimpleMeterRegistry second = new SimpleMeterRegistry();
    metrics.bindTo(second);
    sessions.close(open().id(), EndRequest.unspecified());
    assertThat(second.getMeters()).hasSizeGreaterThan(8);
    metrics.close();
    sessions.close(open().id(), EndRequest.unspecified());
    assertThat(second.getMeters()).isEmpty();
    assertThat(registry.getMeters())
        .extracting(it -> it.getId().getName())
        .containsExactly("sessionlifecycle.of.the.host");
  }

  @Test
  void two_lifecycles_in_one_registry_differ_by_the_tags_of_the_host() {
    SessionLifecycleMetrics other =
        SessionLifecycleMetrics.builder().tags(Tags.of("lifecycle", "chat")).build();
    other.bindTo(registry);
    other.on(new FinalizerEvent.LeaseLost(organization, UUID.randomUUID()));
    assertThat(counters("sessionlifecycle.finalize.lease.lost"))
        .containsExactly("lifecycle=chat: 1");
    other.close();
    assertThat(registry.find("sessionlifecycle.finalize.hanging").gauges()).hasSize(1);
  }

  @Test
  void options_out_of_bounds_are_refused_by_name() {
    SessionLifecycleMetrics.Builder builder = SessionLifecycleMetrics.builder();
    assertThatThrownBy(() -> builder.channels(new String[21])).hasMessageContaining("channels");
    assertThatThrownBy(() -> builder.organizations(0, UUID::toString)).hasMessageContaining("most");
    assertThatThrownBy(() -> builder.refresh(Duration.ZERO)).hasMessageContaining("refresh");
    assertThatThrownBy(() -> builder.reasonMappings(new ReasonMapping[33]))
        .hasMessageContaining("reason_mappings");
  }

  private Session open() {
    return sessions.open(SessionRequest.on(" Voice", UUID.randomUUID()).inbound()).orThrow();
  }

  private void runDue() {
    lifecycle
        .finalizer()
        .runDue(
            10,
            FinalizerOptions.builder()
                .step(
                    "first",
                    StepOptions.defaults()
                        .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .build());
  }

  private Timer timer(String name) {
    return registry.get(name).timer();
  }

  private double gauge(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).gauge().value();
  }

  private List<String> counters(String name) {
    return registry.find(name).counters().stream()
        .map(it -> tags(it) + ": " + Math.round(it.count()))
        .toList();
  }

  private List<String> timers(String name) {
    return registry.find(name).timers().stream().map(it -> tags(it) + ": " + it.count()).toList();
  }

  private static String tags(Meter meter) {
    return String.join(
        " ",
        meter.getId().getTags().stream().map(it -> it.getKey() + "=" + it.getValue()).toList());
  }
}
