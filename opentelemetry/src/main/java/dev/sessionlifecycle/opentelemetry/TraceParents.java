package dev.sessionlifecycle.opentelemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * The context of a span as the W3C header {@code traceparent} has it: a version of 2 characters, a
 * trace id of 32, a span id of 16 and flags of 2, joined by hyphens.
 */
final class TraceParents {
  private static final int LENGTH = 55;
  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = 36;
  private static final int FLAGS = 53;

  private TraceParents() {}

  /** Returns the context of the current span; null where there is none. */
  static @Nullable String current() {
    SpanContext context = Span.current().getSpanContext();
    return context.isValid()
        ? "00-"
            + context.getTraceId()
            + "-"
            + context.getSpanId()
            + "-"
            + context.getTraceFlags().asHex()
        : null;
  }

  /** Returns the context that a header names, which is invalid if the header is. */
  static SpanContext parse(String header) {
    return header.length() != LENGTH
        ? SpanContext.getInvalid()
        : SpanContext.createFromRemoteParent(
            header.substring(TRACE_ID, SPAN_ID - 1),
            header.substring(SPAN_ID, FLAGS - 1),
            TraceFlags.fromHex(header, FLAGS),
            TraceState.getDefault());
  }
}
