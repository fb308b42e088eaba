package dev.sessionlifecycle.opentelemetry;

import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.EndListener;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.AttemptListener;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Traces the ends of sessions and the steps after them, and reports starts and ends as events, with
 * OpenTelemetry: the signals of {@link SessionSignal}.
 *
 * <pre>{@code
 * SessionTracing tracing = SessionTracing.of(openTelemetry);
 * SessionLifecycle lifecycle = tracing.addTo(SessionLifecycle.builder(store)).build();
 * }</pre>
 *
 * <p>A session is no span: it is long and mostly idle, and may outlive the process. The span {@code
 * session.end} is current while a session is ended, and its context is kept with the chain; each
 * attempt at a step, on whatever node and however much later, is a span {@code session.finalize} of
 * a trace of its own with a link back. A step's own spans are within it.
 *
 * <p>Events are reported after the commit; a span says that a call was made, also one whose
 * transaction the caller then rolls back. Its status is an error where the store failed, and never
 * because of how a conversation went.
 *
 * <p>No text of a conversation, no reported reason and no message of an exception is in any signal;
 * channels and values of {@code triggered_by} are {@code other} unless they are known. The {@link
 * OpenTelemetry} is the one given, never the global one. Thread-safe.
 *
 * <p>The conventions that it follows are in development, so names may change in a minor version.
 */
public final class SessionTracing
    implements SessionListener, EndListener, FinalizerListener, AttemptListener {
  private static final String SCOPE = "dev.sessionlifecycle";

  private final Tracer tracer;
  private final Logger logger;
  private final SafeValues values;
  private final boolean linksAsParent;

  private SessionTracing(Builder builder) {
    String version = SessionTracing.class.getPackage().getImplementationVersion();
    this.tracer =
        version == null
            ? builder.openTelemetry.getTracer(SCOPE)
            : builder.openTelemetry.getTracer(SCOPE, version);
    this.logger =
        version == null
            ? builder.openTelemetry.getLogsBridge().get(SCOPE)
            : builder
                .openTelemetry
                .getLogsBridge()
                .loggerBuilder(SCOPE)
                .setInstrumentationVersion(version)
                .build();
    this.values =
        new SafeValues(
            builder.sessionIds,
            builder.hasOrganizations,
            Set.copyOf(builder.channels),
            Set.copyOf(builder.triggers));
    this.linksAsParent = builder.linksAsParent;
  }

  /** Returns tracing with the default options. */
  public static SessionTracing of(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Begins with the default options. */
  public static Builder builder(OpenTelemetry openTelemetry) {
    return new Builder(Validator.require("open_telemetry", openTelemetry));
  }

  /**
   * Registers as a listener, and as the source of {@link SessionLifecycleBuilder#traceParent};
   * returns the builder given.
   */
  public SessionLifecycleBuilder addTo(SessionLifecycleBuilder lifecycle) {
    return Validator.require("lifecycle", lifecycle)
        .listener(this)
        .finalizerListener(this)
        .endListener(this)
        .attemptListener(this)
        .traceParent(SessionTracing::traceParent);
  }

  /**
   * Returns the context of the current span as the W3C header {@code traceparent} has it, for
   * {@link SessionLifecycleBuilder#traceParent}; null where no span is current. For where the
   * listeners are registered one by one; {@link #addTo} does both.
   */
  public static @Nullable String traceParent() {
    return TraceParents.current();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed when the call is over
  public EndListener.Completion endBegins(EndCall call) {
    boolean isSingle = isSingle(call);
    SessionSignal signal = isSingle ? SessionSignal.END_SPAN : SessionSignal.END_ALL_SPAN;
    Span span =
        tracer
            .spanBuilder(signal.signalName())
            .setSpanKind(SpanKind.INTERNAL)
            .setAttribute(SessionAttributes.VIA, call.via().label())
            .startSpan();
    set(span, SessionAttributes.ORGANIZATION_ID, values.organization(call.organizationId()));
    setSession(span, call.sessionId());
    String trigger = values.trigger(call.triggeredBy());
    span.setAttribute(SessionAttributes.TRIGGERED_BY, trigger);
    span.setAttribute(SessionAttributes.LIBRARY_TRIGGERED_BY, trigger);
    Scope scope = span.makeCurrent();
    return (results, thrown) ->
        finish(
            span,
            scope,
            () -> {
              if (thrown != null) {
                setFailed(span, thrown);
              } else if (isSingle) {
                results.forEach(it -> setEnded(span, it));
              } else {
                long ended = results.stream().filter(CloseResult::isWinner).count();
                span.setAttribute(SessionAttributes.ENDED_COUNT, ended);
                span.setAttribute(SessionAttributes.ALREADY_ENDED_COUNT, results.size() - ended);
              }
            });
  }

  private static boolean isSingle(EndCall call) {
    return switch (call.via()) {
      case ID, EXTERNAL_REF, OWNER -> true;
      case BULK, SYSTEM -> false;
    };
  }

  private void setEnded(Span span, CloseResult result) {
    Session session = result.session();
    setSession(span, session.id());
    span.setAttribute(SessionAttributes.ALREADY_ENDED, !result.isWinner());
    span.setAllAttributes(described(session).build());
  }

  /** The input was bad, or the store failed; only the latter is an error of the operation. */
  private static void setFailed(Span span, Throwable thrown) {
    boolean isLibrarys = thrown instanceof SessionLifecycleException;
    span.setAttribute(
        SessionAttributes.ERROR_TYPE,
        isLibrarys ? ((SessionLifecycleException) thrown).code() : thrown.getClass().getName());
    if (!isLibrarys || thrown instanceof StoreException) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed when the attempt is over
  public AttemptListener.Completion attemptBegins(
      UUID organizationId, UUID sessionId, StepContext context) {
    SpanBuilder builder =
        tracer
            .spanBuilder(SessionSignal.FINALIZE_SPAN.signalName())
            .setSpanKind(SpanKind.CONSUMER)
            .setNoParent()
            .setAttribute(SessionAttributes.STEP, context.stepName())
            .setAttribute(SessionAttributes.ATTEMPT, (long) context.attempt());
    context.traceParent().map(TraceParents::parse).ifPresent(end -> relate(builder, end));
    Span span = builder.startSpan();
    set(span, SessionAttributes.ORGANIZATION_ID, values.organization(organizationId));
    setSession(span, sessionId);
    Scope scope = span.makeCurrent();
    return (outcome, thrown) -> finish(span, scope, () -> setOutcome(span, outcome, thrown));
  }

  private void relate(SpanBuilder builder, SpanContext end) {
    if (!end.isValid()) {
      return;
    } else if (linksAsParent) {
      builder.setParent(Context.root().with(Span.wrap(end)));
    } else {
      builder.addLink(end);
    }
  }

  private static void setOutcome(
      Span span, @Nullable StepOutcome outcome, @Nullable Throwable thrown) {
    String result = "failed";
    String error = thrown == null ? "no_outcome" : thrown.getClass().getName();
    if (outcome instanceof StepOutcome.Done) {
      result = "done";
      error = null;
    } else if (outcome instanceof StepOutcome.Skipped) {
      result = "skipped";
      error = null;
    } else if (outcome instanceof StepOutcome.RetryLater later) {
      result = "retry_later";
      error = later.why();
    } else if (outcome instanceof StepOutcome.Rejected rejected) {
      result = "rejected";
      error = rejected.why();
    }
    span.setAttribute(SessionAttributes.RESULT, result);
    if (error != null) {
      span.setAttribute(SessionAttributes.ERROR_TYPE, error);
      span.setStatus(StatusCode.ERROR);
    }
  }

  private static void finish(Span span, Scope scope, Runnable setAttributes) {
    try (scope) {
      setAttributes.run();
    } finally {
      span.end();
    }
  }

  @Override
  public void opened(Session session) {
    event(SessionSignal.START_EVENT, session.organizationId(), session.id())
        .setTimestamp(session.startedAt())
        .setObservedTimestamp(session.createdAt())
        .setAllAttributes(introduced(session).build())
        .emit();
  }

  @Override
  public void ended(Session session) {
    LogRecordBuilder event = event(SessionSignal.END_EVENT, session.organizationId(), session.id());
    Instant endedAt = session.endedAt();
    Instant closedAt = session.closedAt();
    if (endedAt != null) {
      event.setTimestamp(endedAt);
    }
    if (closedAt != null) {
      event.setObservedTimestamp(closedAt);
    }
    AttributesBuilder attributes = described(session);
    String triggeredBy = session.triggeredBy();
    if (triggeredBy != null) {
      String trigger = values.trigger(triggeredBy);
      attributes.put(SessionAttributes.TRIGGERED_BY, trigger);
      attributes.put(SessionAttributes.LIBRARY_TRIGGERED_BY, trigger);
    }
    event.setAllAttributes(attributes.build()).emit();
  }

  @Override
  public void evaluated(Session session, EvalRun run) {
    if (!run.status().isOver()) {
      return;
    }
    for (EvalScore score : run.scores()) {
      if (score.passed() != null) {
        event(SessionSignal.EVALUATION_EVENT, session.organizationId(), session.id())
            .setAttribute(SessionAttributes.EVALUATION_NAME, score.name())
            .setAttribute(SessionAttributes.EVALUATION_LABEL, score.passed() ? "pass" : "fail")
            .emit();
      }
    }
  }

  @Override
  public void on(FinalizerEvent event) {
    if (event instanceof FinalizerEvent.ChainFinished finished) {
      event(SessionSignal.FINALIZED_EVENT, finished.organizationId(), finished.sessionId()).emit();
    }
  }

  private LogRecordBuilder event(SessionSignal signal, UUID organizationId, UUID sessionId) {
    LogRecordBuilder event = logger.logRecordBuilder().setEventName(signal.signalName());
    String id = values.session(sessionId);
    if (id != null) {
      event.setAttribute(SessionAttributes.SESSION_ID, id);
      event.setAttribute(SessionAttributes.CONVERSATION_ID, id);
    }
    String organization = values.organization(organizationId);
    if (organization != null) {
      event.setAttribute(SessionAttributes.ORGANIZATION_ID, organization);
    }
    return event;
  }

  /** What is known of a session from its start. */
  private AttributesBuilder introduced(Session session) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(SessionAttributes.CHANNEL, values.channel(session.channel()))
            .put(SessionAttributes.SESSION_TYPE, session.sessionType().wire());
    String previous = values.session(session.previousSessionId());
    if (previous != null) {
      attributes.put(SessionAttributes.SESSION_PREVIOUS_ID, previous);
    }
    return attributes;
  }

  /** What is known of a session that has ended. */
  private AttributesBuilder described(Session session) {
    AttributesBuilder attributes =
        introduced(session).put(SessionAttributes.STATUS, session.status().wire());
    if (session.reason() != null) {
      attributes.put(SessionAttributes.REASON, session.reason().wire());
    }
    if (session.outcome() != null) {
      attributes.put(SessionAttributes.OUTCOME, session.outcome().wire());
    }
    return attributes;
  }

  private void setSession(Span span, @Nullable UUID sessionId) {
    String id = values.session(sessionId);
    set(span, SessionAttributes.SESSION_ID, id);
    set(span, SessionAttributes.CONVERSATION_ID, id);
  }

  private static void set(Span span, AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }

  /** Collects the options. Not thread-safe. */
  public static final class Builder {
    private final OpenTelemetry openTelemetry;
    private Function<UUID, String> sessionIds = UUID::toString;
    private boolean hasOrganizations;
    private boolean linksAsParent;
    private Set<String> channels =
        Stream.of(Channels.defaults().voice(), Channels.defaults().text())
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    private final Set<String> triggers =
        new HashSet<>(
            List.of(
                TriggeredBy.USER,
                TriggeredBy.AGENT,
                TriggeredBy.ADMIN,
                TriggeredBy.API,
                TriggeredBy.SYSTEM,
                TriggeredBy.HOUSEKEEPING,
                TriggeredBy.ERASURE));

    private Builder(OpenTelemetry openTelemetry) {
      this.openTelemetry = openTelemetry;
    }

    /**
     * What is exported of an id of a session, such as a hash; the id itself unless set. Left out
     * where it throws or returns null. Thread-safe.
     */
    public Builder sessionIds(Function<UUID, String> value) {
      this.sessionIds = Validator.require("session_ids", value);
      return this;
    }

    /** Exports the ids of organizations, too. */
    public Builder organizationIds() {
      this.hasOrganizations = true;
      return this;
    }

    /**
     * Makes the end of a session the parent of the attempts at its steps, instead of a link: one
     * trace, which goes on for as long as steps are retried. For few sessions, where tools show no
     * links.
     */
    public Builder linkAsParent() {
      this.linksAsParent = true;
      return this;
    }

    /**
     * The channels that are exported by name; those that {@link Channels#defaults} knows unless
     * set. All others are {@code other}: callers can name them as they like.
     */
    public Builder channels(String... names) {
      this.channels =
          Arrays.stream(Validator.require("channels", names))
              .map(Channels::normalized)
              .collect(Collectors.toSet());
      return this;
    }

    /**
     * Values of {@code triggered_by} that are exported beside those of {@link TriggeredBy}. All
     * others are {@code other}: they may name a person.
     */
    public Builder triggeredBy(String... values) {
      triggers.addAll(List.of(Validator.require("triggered_by", values)));
      return this;
    }

    /** Returns the tracing. */
    public SessionTracing build() {
      return new SessionTracing(this);
    }
  }
}
