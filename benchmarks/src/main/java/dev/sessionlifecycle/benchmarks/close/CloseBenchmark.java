package dev.sessionlifecycle.benchmarks.close;

import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ends sessions through the library and by hand, on every store, with medians of alternating runs;
 * also measures pages, messages and memory.
 */
final class CloseBenchmark {
  private static final Set<String> ALL = Set.of("postgres", "h2", "memory", "pages", "append");

  /** The settings of a server with nothing to do but what is measured. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "max_wal_size",
          "8GB",
          "checkpoint_timeout",
          "1h",
          "shared_buffers",
          "512MB",
          "autovacuum",
          "off");

  private CloseBenchmark() {}

  /**
   * Runs the program. Arguments: what to measure, of postgres, h2, memory, pages and append; by
   * default everything.
   */
  public static void main(String[] args) throws Exception {
    Set<String> parts = args.length == 0 ? ALL : Set.of(args);
    if (!ALL.containsAll(parts)) {
      throw new IllegalArgumentException("there are " + ALL);
    }
    Figures figures =
        new Figures(new BarChart("Ending sessions, by the library and by hand", "ends per second"));
    if (parts.contains("memory")) {
      InMemory.run(figures);
      InMemory.heap(figures);
    }
    if (parts.contains("h2")) {
      OnH2.run(figures);
    }
    if (parts.stream().anyMatch(List.of("postgres", "pages", "append")::contains)) {
      try (PostgresServer server = PostgresServer.startDurable(SETTINGS)) {
        if (parts.contains("postgres")) {
          OnPostgres.run(server, figures);
        }
        if (parts.contains("append")) {
          Appends.run(server, figures);
        }
        if (parts.contains("pages")) {
          Pages.run(server, figures);
        }
      }
    }
    figures.print("close");
  }
}
