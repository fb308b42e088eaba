package dev.sessionlifecycle.benchmarks.finalize;

import java.util.Locale;

/**
 * Chains of three no-op steps compared to as many tasks of db-scheduler and of the hand-written
 * queue: on the same PostgreSQL, with the same threads, in turns.
 */
final class Throughput {
  private static final int ROUNDS = 5;

  /** Until the code of both is compiled. */
  private static final int WARM_UPS = 3;

  private static final int CHAINS = 60_000;
  private static final int TASKS = 20_000;
  private static final int ORGANIZATIONS = 10;
  private static final double LEAST_IDEAL = 3;

  private final Server server;
  private final int threads;
  private final BenchmarkRounds engine = new BenchmarkRounds();
  private final BenchmarkRounds far = new BenchmarkRounds();
  private final BenchmarkRounds near = new BenchmarkRounds();
  private final BenchmarkRounds ideal = new BenchmarkRounds();

  Throughput(Server server, int threads) {
    this.server = server;
    this.threads = threads;
  }

  void run(Report report) throws Exception {
    report.progress("throughput: warming up");
    for (int i = 0; i < WARM_UPS; i++) {
      Engines.drain(server, ORGANIZATIONS, CHAINS, 1, threads);
      Ideal.drain(server, CHAINS, Node.STEPS, threads);
      DbScheduler.drain(server, TASKS, threads, 4.0, 20.0);
    }
    for (int round = 1; round <= ROUNDS; round++) {
      report.progress(
          "throughput %d of %d: steps a second: engine %,.0f, hand-written %,.0f;"
              + " db-scheduler executions a second: %,.0f at 4.0/20.0, %,.0f at 1.0/4.0",
          round,
          ROUNDS,
          engine.add(Engines.drain(server, ORGANIZATIONS, CHAINS, 1, threads)).stepsPerSecond(),
          ideal.add(Ideal.drain(server, CHAINS, Node.STEPS, threads)).stepsPerSecond(),
          far.add(DbScheduler.drain(server, TASKS, threads, 4.0, 20.0)).stepsPerSecond(),
          near.add(DbScheduler.drain(server, TASKS, threads, 1.0, 4.0)).stepsPerSecond());
    }
    row(report, "engine, one chain row", engine, true);
    row(report, "hand-written, a row per step", ideal, true);
    row(report, "db-scheduler 16.12, 4.0/20.0", far, false);
    row(report, "db-scheduler 16.12, 1.0/4.0", near, false);
    double scheduler = Math.max(far.stepsPerSecond(), near.stepsPerSecond());
    if (ideal.stepsPerSecond() < LEAST_IDEAL * scheduler) {
      throw new IllegalStateException(
          "invalid: the hand-written queue is only "
              + ideal.stepsPerSecond() / scheduler
              + " times as fast as db-scheduler");
    }
    report.figure("steps_per_second", engine.stepsPerSecond());
    report.figure("vs_db_scheduler", engine.stepsPerSecond() / scheduler);
    report.figure("vs_ideal", engine.stepsPerSecond() / ideal.stepsPerSecond());
  }

  private static void row(Report report, String name, BenchmarkRounds rounds, boolean isChains) {
    report.rate("chains of three steps", name, rounds.stepsPerSecond());
    report.row(
        name,
        "%,9.0f steps/s  %9s chains/s  %.3f statements/step  %,6.0f WAL bytes/step",
        rounds.stepsPerSecond(),
        isChains ? String.format(Locale.ROOT, "%,.0f", rounds.stepsPerSecond() / Node.STEPS) : "-",
        rounds.statementsPerStep(),
        rounds.walBytesPerStep());
  }
}
