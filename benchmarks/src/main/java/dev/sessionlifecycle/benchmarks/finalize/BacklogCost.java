package dev.sessionlifecycle.benchmarks.finalize;

import java.util.UUID;

/** What a step costs while this many chains of one organization are due. */
final class BacklogCost {
  private static final int ROUNDS = 5;
  private static final int SAMPLE = 15_000;
  private static final int SMALL = 1_000;
  private static final int REFILLS = 8;
  private static final int MEDIUM = 100_000;

  private BacklogCost() {}

  static void run(Server server, LargeBacklog large, int threads, Report report) throws Exception {
    String small = server.database();
    String medium = server.database();
    Engines.fill(medium, 1, MEDIUM + ROUNDS * SAMPLE);
    Server.execute(medium, "VACUUM ANALYZE");
    report.progress("backlog: warming up");
    refilled(small, threads);
    BenchmarkRounds ofSmall = new BenchmarkRounds();
    BenchmarkRounds ofMedium = new BenchmarkRounds();
    BenchmarkRounds ofLarge = new BenchmarkRounds();
    for (int round = 1; round <= ROUNDS; round++) {
      report.progress(
          "backlog %d of %d: µs a step: %.1f at 1,000, %.1f at 100,000, %.1f at 1,000,000",
          round,
          ROUNDS,
          ofSmall.add(refilled(small, threads)).microsPerStep(),
          ofMedium.add(Engines.sample(medium, SAMPLE, threads)).microsPerStep(),
          ofLarge.add(Engines.sample(large.url(), SAMPLE, threads)).microsPerStep());
    }
    row(report, "backlog of 1,000", ofSmall);
    row(report, "backlog of 100,000", ofMedium);
    row(report, "backlog of 1,000,000", ofLarge);
    report.figure("backlog_1m_vs_1k", ofLarge.microsPerStep() / ofSmall.microsPerStep());
  }

  private static void row(Report report, String name, BenchmarkRounds rounds) {
    report.row(
        name,
        "%,9.1f µs/step  %.3f statements/step  %,6.0f WAL bytes/step",
        rounds.microsPerStep(),
        rounds.statementsPerStep(),
        rounds.walBytesPerStep());
  }

  /** Measures with a thousand due chains, refilled again and again. */
  private static Drained refilled(String url, int threads) throws Exception {
    Drained all = Drained.NOTHING;
    UUID organization = UUID.randomUUID();
    for (int i = 0; i < REFILLS; i++) {
      try (Node node = new Node(url, 1, 2, chain -> {})) {
        Backlog.ended(url, node.lifecycle(), organization, SMALL);
      }
      Server.execute(url, "ANALYZE");
      all = all.plus(Engines.sample(url, SMALL, threads));
    }
    return all;
  }
}
