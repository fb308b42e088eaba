package dev.sessionlifecycle.benchmarks.close;

import dev.sessionlifecycle.verification.postgres.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ends sessions through the library and by hand, on every store, with medians of alternating runs;
 * also measures pages, messages and memory.
 */
final class CloseBenchmark {
  private static final Set<String> ALL = Set.of("postgres", "h2", "memory", "pages", "append");

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
    Figures figures = new Figures();
    if (parts.contains("memory")) {
      InMemory.run(figures);
      InMemory.heap(figures);
    }
    if (parts.contains("h2")) {
      OnH2.run(figures);
    }
    if (parts.stream().anyMatch(List.of("postgres", "pages", "append")::contains)) {
      try (PostgresServer server =
          PostgresServer.startDurable(
              Map.of(
                  "max_wal_size",
                  "8GB",
                  "checkpoint_timeout",
                  "1h",
                  "shared_buffers",
                  "512MB",
                  "autovacuum",
                  "off"))) {
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
    figures.print();
  }
}
