package dev.sessionlifecycle.examples.quickstart;

import static java.time.Duration.ofDays;

import dev.sessionlifecycle.CloseResult;
import dev.sessionlifecycle.FinalizeChain;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.util.List;
import java.util.UUID;

/** The lines that the README shows; a test keeps both the same, and another one runs them. */
final class ReadmeExample {
  /** What the lines came to. */
  record Outcome(CloseResult first, CloseResult second, List<StoredMessage> messages) {}

  private ReadmeExample() {}

  static Outcome run(String file, UUID organizationId, UUID userId) {
    // readme: begin
    var chain = FinalizeChain.first(ScrubStep.standard()).then(SummarizeStep.extractive());
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(JdbcSessionStore.h2(file)) // or on your DataSource, or in memory
            .finalizeWith(chain)
            .retention(RetentionPolicy.keepFor(ofDays(90)))
            .build();
    OrganizationSessions sessions = lifecycle.organization(organizationId);
    Session session = sessions.open(SessionRequest.on("voice", userId).inbound()).orThrow();
    sessions.append(session.id(), Message.fromUser("Call me on +49 30 23125 014, please."));
    CloseResult first = sessions.close(session.id(), "USER_REJECTED"); // Closed: user_rejected
    CloseResult second = sessions.close(session.id(), "486"); // AlreadyEnded: user_rejected
    lifecycle.finalizer().runDue(100); // "Call me on [PHONE_NUMBER], please.", and a summary
    // readme: end
    Outcome outcome = new Outcome(first, second, sessions.messages(session.id()));
    lifecycle.close();
    return outcome;
  }
}
