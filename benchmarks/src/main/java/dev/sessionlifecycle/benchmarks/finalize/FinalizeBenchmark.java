package dev.sessionlifecycle.benchmarks.finalize;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The finalizer on a durable PostgreSQL: its throughput compared to db-scheduler and a hand-written
 * queue, its latency, and the effect of a backlog or a busy neighbour.
 */
final class FinalizeBenchmark {
  private static final int THREADS = 8;
  private static final List<String> PARTS =
      List.of("throughput", "short", "latency", "scaling", "backlog", "neighbour");

  private FinalizeBenchmark() {}

  /** Runs the program. Arguments: none, or {@code --only PART[,PART…]}. */
  public static void main(String[] args) throws Exception {
    Set<String> parts = new TreeSet<>(PARTS);
    if (args.length == 2 && args[0].equals("--only")) {
      parts.retainAll(List.of(args[1].split(",", -1)));
    }
    if (args.length != 0 && (args.length != 2 || parts.size() == PARTS.size())) {
      System.err.println("usage: finalize [--only " + String.join("|", PARTS) + "]");
      System.exit(2);
    }
    Report report = new Report();
    try (Server server = new Server()) {
      if (parts.contains("throughput")) {
        new Throughput(server, THREADS).run(report);
      }
      if (parts.contains("short")) {
        ShortRuns.run(server, THREADS, report);
      }
      if (parts.contains("scaling")) {
        Scaling.run(server, THREADS, report);
      }
      if (parts.contains("latency")) {
        Latency.run(server, THREADS, report);
      }
      if (parts.contains("backlog") || parts.contains("neighbour")) {
        LargeBacklog large = LargeBacklog.of(server, report);
        if (parts.contains("backlog")) {
          BacklogCost.run(server, large, THREADS, report);
        }
        if (parts.contains("neighbour")) {
          new Neighbour(server, large, THREADS).run(report);
        }
      }
      report.print();
    }
  }
}
