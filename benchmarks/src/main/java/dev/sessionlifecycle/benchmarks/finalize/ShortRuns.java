package dev.sessionlifecycle.benchmarks.finalize;

/**
 * A short run, from the start of the engine to the last commit, compared to as many steps of the
 * hand-written queue: what an engine costs that has just been started.
 */
final class ShortRuns {
  private static final int ROUNDS = 5;

  /** Until the code of both is compiled. */
  private static final int WARM_UPS = 3;

  private static final int CHAINS = 6_667;
  private static final int ORGANIZATIONS = 10;

  private ShortRuns() {}

  static void run(Server server, int threads, Report report) throws Exception {
    BenchmarkRounds engine = new BenchmarkRounds();
    BenchmarkRounds ideal = new BenchmarkRounds();
    int chains = CHAINS / ORGANIZATIONS * ORGANIZATIONS;
    for (int round = 1; round <= WARM_UPS; round++) {
      report.progress("short: warming up, %d of %d", round, WARM_UPS);
      Engines.drain(server, ORGANIZATIONS, chains, 1, threads);
      Ideal.drain(server, chains, Node.STEPS, threads);
    }
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double own =
          engine.add(Engines.drain(server, ORGANIZATIONS, chains, 1, threads)).stepsPerSecond();
      double other = ideal.add(Ideal.drain(server, chains, Node.STEPS, threads)).stepsPerSecond();
      ratios[round] = own / other;
      report.progress(
          "short %d of %d: steps a second: engine %,.0f, hand-written %,.0f",
          round + 1, ROUNDS, own, other);
    }
    report.row(
        "20,000 steps from the start",
        "%,9.0f steps/s, hand-written %,9.0f; %.3f statements/step  %,6.0f WAL bytes/step",
        engine.stepsPerSecond(),
        ideal.stepsPerSecond(),
        engine.statementsPerStep(),
        engine.walBytesPerStep());
    report.figure("short_vs_ideal", Report.median(ratios));
  }
}
