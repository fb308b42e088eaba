package dev.sessionlifecycle.benchmarks.finalize;

import java.util.List;

/**
 * The same work with 1, 2 and 4 nodes in one process, each with the same number of threads and its
 * own pool.
 */
final class Scaling {
  private static final int ROUNDS = 5;
  private static final int CHAINS = 20_000;
  private static final int ORGANIZATIONS = 10;
  private static final List<Integer> NODES = List.of(1, 2, 4);

  private Scaling() {}

  static void run(Server server, int threads, Report report) throws Exception {
    List<BenchmarkRounds> all = NODES.stream().map(nodes -> new BenchmarkRounds()).toList();
    report.progress("scaling: warming up");
    Engines.drain(server, ORGANIZATIONS, CHAINS, 1, threads);
    for (int round = 1; round <= ROUNDS; round++) {
      for (int i = 0; i < NODES.size(); i++) {
        Drained drained = Engines.drain(server, ORGANIZATIONS, CHAINS, NODES.get(i), threads);
        report.progress(
            "scaling %d of %d: %d nodes: %,.0f steps a second",
            round, ROUNDS, NODES.get(i), all.get(i).add(drained).stepsPerSecond());
      }
    }
    for (int i = 0; i < NODES.size(); i++) {
      report.rate(
          "nodes of " + threads + " threads",
          "nodes: " + NODES.get(i),
          all.get(i).stepsPerSecond());
      report.row(
          "engine, nodes: " + NODES.get(i),
          "%,9.0f steps/s  %.3f statements/step",
          all.get(i).stepsPerSecond(),
          all.get(i).statementsPerStep());
    }
  }
}
