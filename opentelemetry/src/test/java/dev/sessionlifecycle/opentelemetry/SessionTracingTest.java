package dev.sessionlifecycle.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionTracingTest {
  private final SettableClock clock = SettableClock.create();
  private final RecordedTelemetry telemetry = new RecordedTelemetry();
  private final UUID organization = UUID.randomUUID();
  private final SessionStore store = InMemorySessionStore.create(clock);
  private int failures;

  @Test
  void an_end_is_a_span_within_that_of_the_caller() {
    OrganizationSessions sessions = sessions(SessionTracing.of(telemetry.sdk()));
    Session first = open(sessions);
    Session call =
        sessions
            .open(SessionRequest.on("Voice", UUID.randomUUID()).followUpTo(first.id()))
            .orThrow();
    Span caller = telemetry.host().spanBuilder("POST /hangup").startSpan();
    try (Scope scope = caller.makeCurrent()) {
      sessions.close(
          call.id(),
          EndRequest.because(TerminationReason.AGENT_INITIATED).withTriggeredBy("agent"));
    } finally {
      caller.end();
    }
    SpanData span = telemetry.spans().get(0);
    assertThat(span.getName()).isEqualTo("session.end");
    assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().asMap())
        .isEqualTo(
            Attributes.builder()
                .put("session.id", call.id().toString())
                .put("gen_ai.conversation.id", call.id().toString())
                .put("session.previous_id", first.id().toString())
                .put("triggered_by", "agent")
                .put("sessionlifecycle.triggered_by", "agent")
                .put("sessionlifecycle.via", "id")
                .put("sessionlifecycle.already_ended", false)
                .put("sessionlifecycle.reason", "agent_initiated")
                .put("sessionlifecycle.outcome", "resolved")
                .put("sessionlifecycle.status", "closed")
                .put("sessionlifecycle.channel", "voice")
                .put("sessionlifecycle.session_type", "live")
                .build()
                .asMap());
    LogRecordData event = telemetry.events("session.end").get(0);
    assertThat(event.getSpanContext().getSpanId()).isEqualTo(span.getSpanId());
  }

  @Test
  void an_end_that_came_second_shows_the_record_of_the_first() {
    OrganizationSessions sessions = sessions(SessionTracing.of(telemetry.sdk()));
    Session call = open(sessions);
    sessions.close(call.id(), EndRequest.because(TerminationReason.RESOLVED));
    sessions.fail(call.id(), EndRequest.because(TerminationReason.SERVER_SHUTDOWN));
    SpanData second = telemetry.spans("session.end").get(1);
    assertThat(second.getAttributes().get(SessionAttributes.ALREADY_ENDED)).isTrue();
    assertThat(second.getAttributes().get(SessionAttributes.REASON)).isEqualTo("resolved");
    assertThat(second.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(telemetry.events("session.end")).hasSize(1);
  }

  @Test
  void each_attempt_is_a_trace_of_its_own_with_a_link_to_the_end() {
    failures = 1;
    SessionLifecycle lifecycle = lifecycle(SessionTracing.of(telemetry.sdk()));
    OrganizationSessions sessions = lifecycle.organization(organization);
    Session call = open(sessions);
    sessions.close(call.id(), EndRequest.unspecified());
    finalizeAll(lifecycle);
    SpanData end = telemetry.spans("session.end").get(0);
    List<SpanData> attempts = telemetry.spans("session.finalize");
    assertThat(attempts)
        .extracting(
            it -> it.getAttributes().get(SessionAttributes.STEP),
            it -> it.getAttributes().get(SessionAttributes.ATTEMPT),
            it -> it.getAttributes().get(SessionAttributes.RESULT),
            it -> it.getAttributes().get(SessionAttributes.ERROR_TYPE),
            it -> it.getStatus().getStatusCode())
        .containsExactly(
            tuple("first", 1L, "failed", "java.lang.IllegalStateException", StatusCode.ERROR),
            tuple("first", 2L, "done", null, StatusCode.UNSET),
            tuple("skips", 1L, "skipped", null, StatusCode.UNSET),
            tuple("parks", 1L, "rejected", "no_target", StatusCode.ERROR));
    assertThat(attempts)
        .allSatisfy(
            it -> {
              assertThat(it.getKind()).isEqualTo(SpanKind.CONSUMER);
              assertThat(it.getParentSpanContext().isValid()).isFalse();
              assertThat(it.getTraceId()).isNotEqualTo(end.getTraceId());
              assertThat(it.getLinks())
                  .singleElement()
                  .satisfies(
                      link -> {
                        assertThat(link.getSpanContext().getTraceId()).isEqualTo(end.getTraceId());
                        assertThat(link.getSpanContext().getSpanId()).isEqualTo(end.getSpanId());
                      });
              assertThat(it.getAttributes().get(SessionAttributes.SESSION_ID))
                  .isEqualTo(call.id().toString());
              assertThat(it.getAttributes().get(SessionAttributes.CONVERSATION_ID))
                  .isEqualTo(call.id().toString());
            });
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  @Test
  void spans_of_a_step_are_within_its_attempt() {
    SessionLifecycle lifecycle = lifecycle(SessionTracing.of(telemetry.sdk()));
    OrganizationSessions sessions = lifecycle.organization(organization);
    sessions.close(open(sessions).id(), EndRequest.unspecified());
    finalizeAll(lifecycle);
    SpanData inner =
        telemetry.allSpans().stream()
            .filter(it -> it.getName().equals("POST /crm"))
            .findFirst()
            .orElseThrow();
    SpanData attempt = telemetry.spans("session.finalize").get(0);
    assertThat(inner.getParentSpanId()).isEqualTo(attempt.getSpanId());
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  @Test
  void the_end_is_the_parent_of_the_attempts_where_the_host_says_so() {
    SessionLifecycle lifecycle =
        lifecycle(SessionTracing.builder(telemetry.sdk()).linkAsParent().build());
    OrganizationSessions sessions = lifecycle.organization(organization);
    sessions.close(open(sessions).id(), EndRequest.unspecified());
    finalizeAll(lifecycle);
    SpanData end = telemetry.spans("session.end").get(0);
    assertThat(telemetry.spans("session.finalize"))
        .isNotEmpty()
        .allSatisfy(
            it -> {
              assertThat(it.getParentSpanId()).isEqualTo(end.getSpanId());
              assertThat(it.getLinks()).isEmpty();
            });
  }

  @Test
  void ends_in_bulk_are_one_span_and_an_event_each() {
    OrganizationSessions sessions = sessions(SessionTracing.of(telemetry.sdk()));
    List<UUID> ids = List.of(open(sessions).id(), open(sessions).id(), open(sessions).id());
    sessions.close(ids.get(0), EndRequest.unspecified());
    sessions.bulk().close(ids, EndRequest.unspecified().withTriggeredBy("admin"));
    SpanData span = telemetry.spans("session.end_all").get(0);
    assertThat(span.getAttributes().asMap())
        .isEqualTo(
            Attributes.builder()
                .put("triggered_by", "admin")
                .put("sessionlifecycle.triggered_by", "admin")
                .put("sessionlifecycle.via", "bulk")
                .put("sessionlifecycle.ended.count", 2)
                .put("sessionlifecycle.already_ended.count", 1)
                .build()
                .asMap());
    assertThat(telemetry.events("session.end")).hasSize(3);
  }

  @Test
  void steps_of_a_session_that_housekeeping_ended_link_to_its_sweep() {
    SessionLifecycle lifecycle = lifecycle(SessionTracing.of(telemetry.sdk()));
    open(lifecycle.organization(organization));
    clock.advance(Duration.ofDays(3));
    lifecycle.housekeeping().runDue(10);
    lifecycle.housekeeping().runDue(10);
    finalizeAll(lifecycle);
    SpanData sweep = telemetry.spans("session.end_all").get(0);
    assertThat(telemetry.spans("session.end_all")).hasSize(1);
    assertThat(sweep.getAttributes().get(SessionAttributes.TRIGGERED_BY)).isEqualTo("housekeeping");
    assertThat(telemetry.spans("session.finalize").get(0).getLinks().get(0).getSpanContext())
        .extracting(it -> it.getSpanId())
        .isEqualTo(sweep.getSpanId());
  }

  @Test
  void the_span_is_an_error_where_the_store_fails_and_not_for_bad_input() {
    OrganizationSessions missing = sessions(SessionTracing.of(telemetry.sdk()));
    assertThatThrownBy(() -> missing.close(new UUID(1, 2), EndRequest.unspecified()))
        .isInstanceOf(SessionNotFoundException.class);
    SessionStore down =
        (SessionStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (self, method, arguments) -> {
                  if (method.getName().equals("close") && arguments != null) {
                    throw new StoreException("the store is down", true, null);
                  }
                  try {
                    return method.invoke(store, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getTargetException();
                  }
                });
    OrganizationSessions failing =
        SessionTracing.of(telemetry.sdk())
            .addTo(SessionLifecycle.builder(down))
            .build()
            .organization(organization);
    assertThatThrownBy(() -> failing.close(new UUID(1, 2), EndRequest.unspecified()))
        .isInstanceOf(StoreException.class);
    assertThat(telemetry.spans("session.end"))
        .extracting(
            it -> it.getStatus().getStatusCode(),
            it -> it.getStatus().getDescription(),
            it -> it.getAttributes().get(SessionAttributes.ERROR_TYPE),
            it -> it.getEvents().size())
        .containsExactly(
            tuple(StatusCode.UNSET, "", "session_not_found", 0),
            tuple(StatusCode.ERROR, "", "store_unavailable", 0));
  }

  @Test
  void events_have_the_times_of_the_session_and_not_those_of_the_report() {
    OrganizationSessions sessions = sessions(SessionTracing.of(telemetry.sdk()));
    Instant start = clock.instant().minus(Duration.ofMinutes(9));
    Instant end = clock.instant().minus(Duration.ofMinutes(4));
    Session call =
        sessions.open(SessionRequest.on("sms", UUID.randomUUID()).withStartedAt(start)).orThrow();
    Session ended =
        sessions.close(call.id(), EndRequest.reported("busy").withEndedAt(end)).session();
    LogRecordData started = telemetry.events("session.start").get(0);
    LogRecordData closed = telemetry.events("session.end").get(0);
    assertThat(started.getTimestampEpochNanos()).isEqualTo(nanos(start));
    assertThat(started.getObservedTimestampEpochNanos()).isEqualTo(nanos(call.createdAt()));
    assertThat(closed.getTimestampEpochNanos()).isEqualTo(nanos(ended.endedAt()));
    assertThat(closed.getObservedTimestampEpochNanos()).isEqualTo(nanos(ended.closedAt()));
    assertThat(closed.getTimestampEpochNanos()).isLessThan(nanos(clock.instant()));
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  @Test
  void an_end_before_the_start_is_a_span_first_and_two_events_later() {
    OrganizationSessions sessions = sessions(SessionTracing.of(telemetry.sdk()));
    ExternalRef ref = new ExternalRef("twilio", "CA1");
    sessions.close(ref, EndRequest.unspecified());
    assertThat(telemetry.spans("session.end").get(0).getAttributes().asMap())
        .doesNotContainKey(SessionAttributes.SESSION_ID)
        .containsEntry(SessionAttributes.VIA, "external_ref");
    assertThat(telemetry.events()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    sessions.open(
        SessionRequest.on("voice", UUID.randomUUID())
            .withExternalRef(ref)
            .withStartedAt(clock.instant().minusSeconds(9)));
    assertThat(telemetry.events())
        .extracting(LogRecordData::getEventName)
        .containsExactly("session.start", "session.end");
  }

  @Test
  void each_decided_score_of_an_eval_run_that_is_over_is_an_event() {
    OrganizationSessions sessions = sessions(SessionTracing.of(telemetry.sdk()));
    Session call = open(sessions);
    UUID run = UUID.randomUUID();
    sessions.evals().record(call.id(), EvalRun.pending(run, true));
    assertThat(telemetry.events("gen_ai.evaluation.result")).isEmpty();
    sessions
        .evals()
        .record(
            call.id(),
            EvalRun.completed(
                run,
                true,
                new EvalScore("polite", true),
                new EvalScore("correct", false),
                new EvalScore("open", null)));
    assertThat(telemetry.events("gen_ai.evaluation.result"))
        .extracting(
            it -> it.getAttributes().get(SessionAttributes.EVALUATION_NAME),
            it -> it.getAttributes().get(SessionAttributes.EVALUATION_LABEL),
            it -> it.getAttributes().get(SessionAttributes.SESSION_ID))
        .containsExactly(
            tuple("polite", "pass", call.id().toString()),
            tuple("correct", "fail", call.id().toString()));
  }

  @Test
  void ids_are_exported_as_the_host_says() {
    OrganizationSessions sessions =
        sessions(
            SessionTracing.builder(telemetry.sdk())
                .sessionIds(id -> "hash-" + id.hashCode())
                .organizationIds()
                .build());
    Session call = open(sessions);
    sessions.close(call.id(), EndRequest.unspecified());
    assertThat(telemetry.spans("session.end").get(0).getAttributes().asMap())
        .containsEntry(SessionAttributes.SESSION_ID, "hash-" + call.id().hashCode())
        .containsEntry(SessionAttributes.ORGANIZATION_ID, organization.toString());
    assertThat(all()).doesNotContain(call.id().toString());
  }

  @Test
  void ids_are_left_out_where_the_function_of_the_host_throws() {
    OrganizationSessions sessions =
        sessions(
            SessionTracing.builder(telemetry.sdk())
                .sessionIds(
                    id -> {
                      throw new IllegalStateException(id.toString());
                    })
                .build());
    Session call = open(sessions);
    sessions.close(call.id(), EndRequest.unspecified());
    assertThat(telemetry.events()).hasSize(2);
    assertThat(telemetry.spans("session.end")).hasSize(1);
    assertThat(all()).doesNotContain(call.id().toString());
  }

  @Test
  void nothing_reaches_the_global_instance() {
    GlobalOpenTelemetry.resetForTest();
    RecordedTelemetry global = new RecordedTelemetry();
    GlobalOpenTelemetry.set(global.sdk());
    try {
      SessionLifecycle lifecycle = lifecycle(SessionTracing.of(telemetry.sdk()));
      OrganizationSessions sessions = lifecycle.organization(organization);
      sessions.close(open(sessions).id(), EndRequest.unspecified());
      finalizeAll(lifecycle);
      assertThat(telemetry.spans()).isNotEmpty();
      assertThat(global.allSpans()).isEmpty();
      assertThat(global.events()).isEmpty();
    } finally {
      GlobalOpenTelemetry.resetForTest();
    }
  }

  @Test
  void every_signal_of_a_run_is_listed_with_its_attributes() {
    failures = 1;
    SessionLifecycle lifecycle =
        lifecycle(SessionTracing.builder(telemetry.sdk()).organizationIds().build());
    OrganizationSessions sessions = lifecycle.organization(organization);
    Session first = open(sessions);
    sessions.bulk().close(List.of(first.id()), EndRequest.unspecified());
    Session call =
        sessions.open(SessionRequest.on("sms", UUID.randomUUID()).followUpTo(first.id())).orThrow();
    sessions.close(call.id(), EndRequest.unspecified());
    sessions
        .evals()
        .record(
            call.id(), EvalRun.completed(UUID.randomUUID(), true, new EvalScore("polite", true)));
    finalizeAll(lifecycle);
    sessions.close(call.id(), EndRequest.unspecified());
    lifecycle.finalizer().skip(organization, call.id(), "parks", "by_hand");
    for (SessionSignal signal : SessionSignal.values()) {
      List<Attributes> found =
          signal.kind().equals("event")
              ? telemetry.events(signal.signalName()).stream()
                  .map(LogRecordData::getAttributes)
                  .toList()
              : telemetry.spans(signal.signalName()).stream().map(SpanData::getAttributes).toList();
      assertThat(found).as(signal.signalName()).isNotEmpty();
      List<AttributeKey<?>> keys =
          found.stream().flatMap(it -> it.asMap().keySet().stream()).distinct().toList();
      assertThat(signal.attributes()).as(signal.signalName()).containsAll(keys);
      assertThat(signal.attributes())
          .as(signal.signalName())
          .allMatch(it -> keys.contains(it) || it.equals(SessionAttributes.ERROR_TYPE));
    }
  }

  private String all() {
    return telemetry.allSpans() + " " + telemetry.events();
  }

  private Session open(OrganizationSessions sessions) {
    return sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow();
  }

  private OrganizationSessions sessions(SessionTracing tracing) {
    return lifecycle(tracing).organization(organization);
  }

  private SessionLifecycle lifecycle(SessionTracing tracing) {
    SessionLifecycleBuilder builder = SessionLifecycle.builder(store).clock(clock);
    return tracing
        .addTo(builder)
        .finalizeWith(
            FinalizeChain.first(FinalizeStep.of("first", this::failsAtFirst))
                .then(FinalizeStep.of("skips", context -> StepOutcome.skipped("nothing")))
                .then(FinalizeStep.of("parks", context -> StepOutcome.rejected("no_target"))))
        .build();
  }

  private void finalizeAll(SessionLifecycle lifecycle) {
    for (int i = 0; i < 3; i++) {
      lifecycle.finalizer().runDue(10);
      clock.advance(Duration.ofHours(1));
    }
  }

  private StepOutcome failsAtFirst(StepContext context) {
    if (failures-- > 0) {
      throw new IllegalStateException("Maria said no");
    }
    telemetry.host().spanBuilder("POST /crm").startSpan().end();
    return StepOutcome.done();
  }
}
