package dev.sessionlifecycle.benchmarks.finalize;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Twenty small organizations, with and without a neighbour that has 900,000 due chains. The figure
 * is their latency in steady state; the second in which they arrive at a node that is busy with the
 * large one, and at connections that have not ended a session yet, is reported separately.
 */
final class Neighbour {
  private static final int ROUNDS = 5;
  private static final int PER_SECOND = 200;
  private static final int SECONDS = 6;
  private static final int ORGANIZATIONS = 20;

  private final Server server;
  private final LargeBacklog large;
  private final int threads;

  Neighbour(Server server, LargeBacklog large, int threads) {
    this.server = server;
    this.large = large;
    this.threads = threads;
  }

  /** The 99th percentiles in milliseconds. */
  private record Round(double arriving, double then) {}

  void run(Report report) throws Exception {
    String quiet = server.database();
    report.progress("neighbour: warming up");
    round(quiet);
    Round[] alone = new Round[ROUNDS];
    Round[] beside = new Round[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      alone[i] = round(quiet);
      long due = large.due();
      beside[i] = round(large.url());
      report.progress(
          "neighbour %d of %d: p99 %.1f ms alone, %.1f ms beside %,d due (%,d worked off"
              + " meanwhile); in the first second %.1f and %.1f ms",
          i + 1,
          ROUNDS,
          alone[i].then(),
          beside[i].then(),
          due,
          due - large.due(),
          alone[i].arriving(),
          beside[i].arriving());
    }
    row(report, "small organizations, alone", alone);
    row(report, "small organizations, beside 900,000 due", beside);
    report.figure("noisy_neighbour_p99_vs_quiet", then(beside) / then(alone));
  }

  private Round round(String url) throws Exception {
    Steady steady = new Steady(PER_SECOND);
    try (Node node = new Node(url, threads, 2 * threads + 4, steady::finished)) {
      int each = PER_SECOND * (1 + SECONDS) / ORGANIZATIONS;
      var sessions = Backlog.live(url, node.lifecycle(), ORGANIZATIONS, each);
      Server.execute(url, "ANALYZE");
      node.start();
      // The start of the node must not be part of the measurement.
      TimeUnit.SECONDS.sleep(1);
      List<Double> arriving = steady.close(node.lifecycle(), sessions.subList(0, PER_SECOND));
      List<Double> then =
          steady.close(node.lifecycle(), sessions.subList(PER_SECOND, sessions.size()));
      return new Round(Steady.quantile(arriving, 0.99), Steady.quantile(then, 0.99));
    }
  }

  private static double then(Round[] rounds) {
    return Report.median(Arrays.stream(rounds).mapToDouble(Round::then).toArray());
  }

  private static void row(Report report, String name, Round[] rounds) {
    report.duration("p99 of small organizations", name, then(rounds));
    report.row(
        name,
        "p99 %.1f ms, in the first second %.1f ms",
        then(rounds),
        Report.median(Arrays.stream(rounds).mapToDouble(Round::arriving).toArray()));
  }
}
