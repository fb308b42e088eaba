package dev.sessionlifecycle.examples.callcenter;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Dials customers, and bills the calls that somebody answered. */
public final class CallCenter {
  private final OrganizationSessions sessions;
  private final ReasonMapping livekit = ReasonMapping.livekit();

  /** A call center of one organization. */
  public CallCenter(OrganizationSessions sessions) {
    this.sessions = sessions;
  }

  /** What follows the end of a call, in production and in tests. */
  public static void setUp(SessionLifecycleBuilder builder, FinalizeStep crm) {
    builder
        .finalizeWith(FinalizeChain.first(ScrubStep.standard()).then(billing()).then(crm))
        .retention(RetentionPolicy.keepFor(Duration.ofDays(30)));
  }

  private static FinalizeStep billing() {
    return FinalizeStep.of(
        "bill",
        context ->
            context.session().outcome() == OutcomeCategory.UNREACHED
                ? StepOutcome.skipped("unanswered")
                : StepOutcome.done()); // an invoice, under context.idempotencyKey()
  }

  /** Dials a customer in this room. */
  public Session dial(UUID customer, String room) {
    return sessions
        .open(
            SessionRequest.on("voice", customer)
                .outbound()
                .withStatus(SessionStatus.RINGING)
                .withExternalRef(new ExternalRef("livekit", room)))
        .orThrow();
  }

  /** The webhook of the platform: somebody has left the room, for this reason. */
  public Optional<CloseResult> left(String room, String reported) {
    return sessions.close(new ExternalRef("livekit", room), livekit.toRequest(reported));
  }
}
