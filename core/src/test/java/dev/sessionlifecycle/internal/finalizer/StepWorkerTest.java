package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker that gives up leaves of the chains that still wait to be written. */
class StepWorkerTest {
  private final Runs runs =
      new Runs(
          FinalizerOptions.builder().step("quick", StepOptions.defaults().withAttempts(1)).build());
  private final List<Settlement> written = new ArrayList<>();
  private final FinalizerTotals totals = new FinalizerTotals();
  private final RunStats stats = new RunStats(runs.context, totals);
  private final WorkQueue queue = WorkQueue.forThreads(runs.options, System::nanoTime);
  private final LeaseKeeper leases = new LeaseKeeper(runs.context, Duration.ofSeconds(30), stats);
  private final StepWorker worker =
      new StepWorker(runs.context, runs.options, totals, stats, queue, leases, false);

  @Test
  void a_chain_that_kept_its_lease_is_given_back_before_its_step_begins() {
    runs.settle = all -> write(all, SettleReply.SETTLED);
    ChainRun run = runs.claimed();
    run.countAttempt();
    giveUp(run);
    assertEquals(2, written.size());
    assertEquals(0, written.get(1).state().steps().get(0).attempts());
    assertInstanceOf(Settlement.ReleaseLease.class, written.get(1).next());
    assertEquals(0, leases.size());
  }

  @Test
  void a_chain_whose_effects_are_refused_is_settled_without_them() {
    runs.settle =
        all ->
            write(all, all.get(0).effects().isEmpty() ? SettleReply.SETTLED : SettleReply.REFUSED);
    ChainRun run = runs.claimed();
    Attempt attempt = run.begin();
    attempt.end();
    Effects effects = Effects.builder().summary("refused").build();
    run.record(attempt, AttemptResult.done(effects), false);
    giveUp(run);
    assertEquals(2, written.size());
    assertEquals(0, leases.size());
  }

  private void giveUp(ChainRun run) {
    leases.add(run);
    queue.add(run);
    worker.stop();
    worker.giveUpAll();
  }

  private List<SettleReply> write(List<Settlement> settlements, SettleReply reply) {
    written.addAll(settlements);
    return List.of(reply);
  }
}
