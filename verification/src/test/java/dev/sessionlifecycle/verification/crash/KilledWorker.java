package dev.sessionlifecycle.verification.crash;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.util.UUID;

/** Opens, closes and finalizes until it is killed; prints a line for each result. */
public final class KilledWorker {
  public static final UUID ORGANIZATION = new UUID(15, 15);

  private KilledWorker() {}

  /** Returns a chain that counts in the metadata how often its effects were written. */
  public static FinalizeChain chain() {
    return FinalizeChain.first(
        FinalizeStep.of(
            "count",
            context -> {
              var values = new java.util.HashMap<>(context.session().metadata());
              values.merge("effects", 1L, (one, two) -> (Long) one + (Long) two);
              return StepOutcome.done(Effects.builder().metadata(values).build());
            }));
  }

  public static void main(String[] args) {
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(JdbcSessionStore.h2(args[0])).finalizeWith(chain()).build()) {
      OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
      while (true) {
        UUID id = sessions.open(SessionRequest.with(new UUID(1, 1))).orThrow().id();
        say("opened", id);
        sessions.append(id, Message.fromUser("hello"));
        say("appended", id);
        sessions.close(id, "USER_REQUESTED");
        say("closed", id);
        lifecycle.finalizer().runDue(10);
        say("finalized", id);
      }
    }
  }

  private static void say(String what, UUID id) {
    System.out.println(what + " " + id);
    System.out.flush();
  }
}
