package dev.sessionlifecycle.opentelemetry;

import static dev.sessionlifecycle.opentelemetry.SessionAttributes.ALREADY_ENDED;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.ALREADY_ENDED_COUNT;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.ATTEMPT;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.CHANNEL;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.CONVERSATION_ID;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.ENDED_COUNT;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.ERROR_TYPE;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.EVALUATION_LABEL;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.EVALUATION_NAME;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.LIBRARY_TRIGGERED_BY;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.ORGANIZATION_ID;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.OUTCOME;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.REASON;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.RESULT;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.SESSION_ID;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.SESSION_PREVIOUS_ID;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.SESSION_TYPE;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.STATUS;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.STEP;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.TRIGGERED_BY;
import static dev.sessionlifecycle.opentelemetry.SessionAttributes.VIA;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/** The spans and events of {@link SessionTracing}; {@code docs/telemetry.md} lists them. */
@SuppressWarnings("ImmutableEnumChecker") // lists that cannot be changed
public enum SessionSignal {
  /** The end of one session. */
  END_SPAN(
      "session.end",
      "span, internal",
      "a call that ends one session, from its beginning until its listeners have been called",
      SESSION_ID,
      CONVERSATION_ID,
      SESSION_PREVIOUS_ID,
      ORGANIZATION_ID,
      TRIGGERED_BY,
      LIBRARY_TRIGGERED_BY,
      VIA,
      ALREADY_ENDED,
      REASON,
      OUTCOME,
      STATUS,
      CHANNEL,
      SESSION_TYPE,
      ERROR_TYPE),
  /** The ends of several sessions. */
  END_ALL_SPAN(
      "session.end_all",
      "span, internal",
      "a call that may end several: in bulk, by housekeeping, by an erasure",
      ORGANIZATION_ID,
      TRIGGERED_BY,
      LIBRARY_TRIGGERED_BY,
      VIA,
      ENDED_COUNT,
      ALREADY_ENDED_COUNT,
      ERROR_TYPE),
  /** An attempt at a step. */
  FINALIZE_SPAN(
      "session.finalize",
      "span, consumer",
      "an attempt at a finalize step: a trace of its own, with a link to the span that was current"
          + " when the session ended, in whatever process that was",
      SESSION_ID,
      CONVERSATION_ID,
      ORGANIZATION_ID,
      STEP,
      ATTEMPT,
      RESULT,
      ERROR_TYPE),
  /** A session has started. */
  START_EVENT(
      "session.start",
      "event",
      "this node has opened a session; its time is the start, observed when the session was"
          + " created",
      SESSION_ID,
      CONVERSATION_ID,
      SESSION_PREVIOUS_ID,
      ORGANIZATION_ID,
      CHANNEL,
      SESSION_TYPE),
  /** A session has ended. */
  END_EVENT(
      "session.end",
      "event",
      "this node has ended a session; its time is the end, observed when the end was recorded",
      SESSION_ID,
      CONVERSATION_ID,
      SESSION_PREVIOUS_ID,
      ORGANIZATION_ID,
      TRIGGERED_BY,
      LIBRARY_TRIGGERED_BY,
      REASON,
      OUTCOME,
      STATUS,
      CHANNEL,
      SESSION_TYPE),
  /** The chain of a session has finished. */
  FINALIZED_EVENT(
      "sessionlifecycle.session.finalized",
      "event",
      "this node has finished the chain of a session",
      SESSION_ID,
      CONVERSATION_ID,
      ORGANIZATION_ID),
  /** A score was reported. */
  EVALUATION_EVENT(
      "gen_ai.evaluation.result",
      "event",
      "a score of an eval run that is over; once for each report",
      SESSION_ID,
      CONVERSATION_ID,
      ORGANIZATION_ID,
      EVALUATION_NAME,
      EVALUATION_LABEL);

  private final String signal;
  private final String kind;
  private final String description;
  private final List<AttributeKey<?>> attributes;

  SessionSignal(String signal, String kind, String description, AttributeKey<?>... attributes) {
    this.signal = signal;
    this.kind = kind;
    this.description = description;
    this.attributes = List.of(attributes);
  }

  /** Returns the name of the span or event. */
  public String signalName() {
    return signal;
  }

  /** Returns what it is: a span and its kind, or an event. */
  public String kind() {
    return kind;
  }

  /** Returns when it is made. */
  public String description() {
    return description;
  }

  /** Returns the attributes that it may have. */
  public List<AttributeKey<?>> attributes() {
    return attributes;
  }
}
