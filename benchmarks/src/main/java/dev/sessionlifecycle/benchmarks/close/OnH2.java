package dev.sessionlifecycle.benchmarks.close;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ends sessions on H2, in memory and in a file whose commits are written before they are
 * acknowledged.
 */
final class OnH2 {
  private static final double SECONDS = 1.0;

  private OnH2() {}

  static void run(Figures figures) throws Exception {
    Path folder = Files.createTempDirectory("close");
    try {
      String file = folder.resolve("sessions").toString();
      figures.add(
          "close.h2_file.vs_naive", run("H2, file", "async:" + file + ";WRITE_DELAY=0", figures));
      figures.add(
          "close.h2_memory.vs_naive", run("H2, memory", "mem:close;DB_CLOSE_DELAY=-1", figures));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private static double run(String title, String url, Figures figures) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:" + url);
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config);
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build()) {
      ByHand.prepare(pool);
      Contest contest =
          new Contest((it, count) -> Live.sow(pool, false, count), 10_000, SECONDS, figures);
      Contender naive = ByHand.naive(pool);
      return contest
          .run(title, 1, List.of(Library.single(Library.on(store)), naive))
          .ratio("library", naive.name());
    }
  }
}
