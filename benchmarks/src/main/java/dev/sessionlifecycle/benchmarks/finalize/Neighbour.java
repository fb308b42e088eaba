package dev.sessionlifecycle.benchmarks.finalize;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Twenty small organizations beside one that has 900,000 chains due, and without it. */
final class Neighbour {
  private static final int ROUNDS = 3;
  private static final int PER_SECOND = 200;
  private static final int SECONDS = 6;
  private static final int ORGANIZATIONS = 20;

  private Neighbour() {}

  static void run(Server server, LargeBacklog large, int threads, Report report) throws Exception {
    String quiet = server.database();
    report.progress("neighbour: warming up");
    round(quiet, threads);
    double[] alone = new double[ROUNDS];
    double[] beside = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      alone[i] = Steady.quantile(round(quiet, threads), 0.99);
      long due = large.due();
      beside[i] = Steady.quantile(round(large.url(), threads), 0.99);
      report.progress(
          "neighbour %d of %d: p99 %.1f ms alone, %.1f ms beside %,d due (%,d worked off meanwhile)",
          i + 1, ROUNDS, alone[i], beside[i], due, due - large.due());
    }
    report.row("small organizations, alone", "p99 %.1f ms", Report.median(alone));
    report.row("small organizations, beside 900,000 due", "p99 %.1f ms", Report.median(beside));
    report.figure("noisy_neighbour_p99_vs_quiet", Report.median(beside) / Report.median(alone));
  }

  private static List<Double> round(String url, int threads) throws Exception {
    Steady steady = new Steady(PER_SECOND);
    try (Node node = new Node(url, threads, 2 * threads + 4, steady::finished)) {
      var sessions =
          Backlog.live(url, node.lifecycle(), ORGANIZATIONS, PER_SECOND * SECONDS / ORGANIZATIONS);
      Server.execute(url, "ANALYZE");
      node.start();
      // What is measured is the neighbour and not the start of the node.
      TimeUnit.SECONDS.sleep(1);
      return steady.close(node.lifecycle(), sessions);
    }
  }
}
