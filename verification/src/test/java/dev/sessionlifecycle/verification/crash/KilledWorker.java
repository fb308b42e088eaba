package dev.sessionlifecycle.verification.crash;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Opens, closes and finalizes with several threads until it is killed; prints a line for each
 * result.
 */
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

  /** Returns the same chain that also collects the sessions that its step has run for. */
  private static FinalizeChain chain(ThreadLocal<Set<UUID>> ran) {
    FinalizeStep count = chain().steps().get(0);
    return FinalizeChain.first(
        FinalizeStep.of(
            count.name(),
            context -> {
              ran.get().add(context.session().id());
              return count.execute(context);
            }));
  }

  /** Takes an H2 file or the URL of a PostgreSQL database, and the number of threads. */
  public static void main(String[] args) throws InterruptedException {
    ThreadLocal<Set<UUID>> ran = ThreadLocal.withInitial(HashSet::new);
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(store(args[0])).finalizeWith(chain(ran)).build()) {
      Thread[] threads = new Thread[Integer.parseInt(args[1])];
      for (int i = 0; i < threads.length; i++) {
        threads[i] = new Thread(() -> work(lifecycle, ran.get()));
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  static SessionStore store(String database) {
    return database.startsWith("jdbc:")
        ? JdbcSessionStore.postgresBuilder(database, "postgres", "postgres")
            .schemaMode(SchemaMode.MIGRATE)
            .build()
        : JdbcSessionStore.h2(database);
  }

  private static void work(SessionLifecycle lifecycle, Set<UUID> ran) {
    OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
    while (true) {
      UUID id = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
      say("opened", id);
      sessions.append(id, Message.fromUser("hello"));
      say("appended", id);
      sessions.close(id, "USER_REQUESTED");
      say("closed", id);
      lifecycle.finalizer().runDue(10);
      ran.forEach(each -> say("finalized", each));
      ran.clear();
    }
  }

  private static void say(String what, UUID id) {
    synchronized (System.out) {
      System.out.println(what + " " + id);
      System.out.flush();
    }
  }
}
