package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.time.Duration;
import java.util.UUID;

/** One session, from open to close and scrub. */
public final class HelloSession {
  /** Runs without arguments. */
  public static void main(String[] arguments) {
    var chain = FinalizeChain.first(ScrubStep.standard()).then(SummarizeStep.extractive());
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(JdbcSessionStore.h2("target/sessions")) // or on your DataSource
            .finalizeWith(chain)
            .retention(RetentionPolicy.keepFor(Duration.ofDays(90)))
            .build()) {
      OrganizationSessions sessions = lifecycle.organization(new UUID(0, 1));
      Session call = sessions.open(SessionRequest.on("voice", new UUID(0, 2)).inbound()).orThrow();
      sessions.append(call.id(), Message.fromUser("Call me on +49 30 23125 014, please."));
      CloseResult first = sessions.close(call.id(), "USER_REJECTED");
      CloseResult second = sessions.close(call.id(), "486"); // too late: changes nothing
      System.out.println(first.isWinner() + ", " + second.isWinner()); // true, false
      System.out.println(second.session().reason()); // USER_REJECTED
      lifecycle.finalizer().runDue(100); // or start(), on threads of its own
      var stored = sessions.messages(call.id());
      System.out.println(stored.get(0).text()); // Call me on [PHONE_NUMBER], please.
    }
  }
}
