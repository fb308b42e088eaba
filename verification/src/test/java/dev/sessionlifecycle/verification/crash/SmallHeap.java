package dev.sessionlifecycle.verification.crash;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs all chains in a PostgreSQL database, each of which reads a long transcript. */
final class SmallHeap {
  private SmallHeap() {}

  /**
   * Returns a chain whose step writes the length of the transcript, and counts down once per chain.
   */
  static FinalizeChain chain(CountDownLatch left) {
    return FinalizeChain.first(
        FinalizeStep.of(
            "measure",
            context -> {
              int length =
                  context.transcript().messages().stream().mapToInt(it -> it.text().length()).sum();
              left.countDown();
              return StepOutcome.done(Effects.builder().summary("length " + length).build());
            }));
  }

  /** Runs the process. Arguments: URL, number of chains. */
  public static void main(String[] args) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(Integer.parseInt(args[1]));
    try (SessionLifecycle lifecycle =
            SessionLifecycle.builder(JdbcSessionStore.postgres(args[0], "postgres", "postgres"))
                .finalizeWith(chain(left))
                .build();
        FinalizerRun run = lifecycle.finalizer().start()) {
      boolean ran = left.await(60, TimeUnit.SECONDS) && run.close(Duration.ofSeconds(20));
      System.out.println(ran ? "all" : "not all");
    }
  }
}
