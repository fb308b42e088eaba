package dev.sessionlifecycle.opentelemetry;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.UUID;

/**
 * A process that ends a session, or one that runs its steps. Prints its spans, each on a line, and
 * the attributes of each below it.
 */
final class TracedProcess {
  private static final FinalizeChain STEPS =
      FinalizeChain.first(FinalizeStep.of("scrub", context -> StepOutcome.done()))
          .then(FinalizeStep.of("summarize", context -> StepOutcome.done()))
          .then(FinalizeStep.of("crm", context -> StepOutcome.done()));

  private TracedProcess() {}

  /** Takes {@code end} or {@code finalize}, and the file of the database. */
  public static void main(String[] arguments) {
    RecordedTelemetry telemetry = new RecordedTelemetry();
    SessionLifecycleBuilder builder =
        SessionTracing.of(telemetry.sdk())
            .addTo(SessionLifecycle.builder(JdbcSessionStore.h2(arguments[1])))
            .finalizeWith(STEPS);
    try (SessionLifecycle lifecycle = builder.build()) {
      if (arguments[0].equals("end")) {
        end(lifecycle, telemetry);
      } else {
        lifecycle.finalizer().runDue(10);
      }
    }
    telemetry.allSpans().forEach(TracedProcess::print);
  }

  private static void end(SessionLifecycle lifecycle, RecordedTelemetry telemetry) {
    OrganizationSessions sessions = lifecycle.organization(new UUID(0, 1));
    Session call = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow();
    Span request = telemetry.host().spanBuilder("POST /hangup").startSpan();
    try (Scope scope = request.makeCurrent()) {
      sessions.close(
          call.id(), EndRequest.because(TerminationReason.RESOLVED).withTriggeredBy("agent"));
    } finally {
      request.end();
    }
  }

  private static void print(SpanData span) {
    StringBuilder line = new StringBuilder();
    line.append(span.getName());
    line.append("  trace ").append(span.getTraceId()).append(" span ").append(span.getSpanId());
    if (span.getParentSpanContext().isValid()) {
      line.append("\n    parent span ").append(span.getParentSpanId());
    }
    for (LinkData link : span.getLinks()) {
      line.append("\n    link to trace ").append(link.getSpanContext().getTraceId());
      line.append(" span ").append(link.getSpanContext().getSpanId());
    }
    span.getAttributes()
        .forEach(
            (key, value) -> line.append("\n    ").append(key.getKey()).append(" = ").append(value));
    System.out.println(line);
  }
}
