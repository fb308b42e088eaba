package dev.sessionlifecycle.benchmarks.finalize;

import java.util.List;

/**
 * The time from the close to the end of the chain, while 500 sessions per second are closed on one
 * node.
 */
final class Latency {
  private static final int ROUNDS = 5;
  private static final int PER_SECOND = 500;
  private static final int SECONDS = 6;
  private static final int ORGANIZATIONS = 10;

  private Latency() {}

  static void run(Server server, int threads, Report report) throws Exception {
    report.progress("latency: warming up");
    round(server, threads);
    double[] p50 = new double[ROUNDS];
    double[] p95 = new double[ROUNDS];
    double[] p99 = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      List<Double> millis = round(server, threads);
      p50[i] = Steady.quantile(millis, 0.5);
      p95[i] = Steady.quantile(millis, 0.95);
      p99[i] = Steady.quantile(millis, 0.99);
      report.progress(
          "latency %d of %d: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms",
          i + 1, ROUNDS, p50[i], p95[i], p99[i], Steady.quantile(millis, 1));
    }
    report.row(
        "close to chain finished, 500 a second",
        "p50 %.1f ms  p95 %.1f ms  p99 %.1f ms",
        Report.median(p50),
        Report.median(p95),
        Report.median(p99));
    report.duration("500 closes a second", "p50", Report.median(p50));
    report.duration("500 closes a second", "p95", Report.median(p95));
    report.duration("500 closes a second", "p99", Report.median(p99));
    report.figure("latency_p95_ms", Report.median(p95));
  }

  private static List<Double> round(Server server, int threads) throws Exception {
    String url = server.database();
    Steady steady = new Steady(PER_SECOND);
    try (Node node = new Node(url, threads, 2 * threads + 4, steady::finished)) {
      var sessions =
          Backlog.live(url, node.lifecycle(), ORGANIZATIONS, PER_SECOND * SECONDS / ORGANIZATIONS);
      Server.execute(url, "VACUUM ANALYZE");
      node.start();
      return steady.close(node.lifecycle(), sessions);
    }
  }
}
