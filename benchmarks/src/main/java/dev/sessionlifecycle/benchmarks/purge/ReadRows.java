package dev.sessionlifecycle.benchmarks.purge;

import dev.sessionlifecycle.testkit.postgres.PostgresDatabase;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/** What PostgreSQL has read of each table so far. */
final class ReadRows {
  private final Map<String, long[]> tables;

  private ReadRows(Map<String, long[]> tables) {
    this.tables = tables;
  }

  /**
   * Reads the counts. Database sessions report theirs when they end; before that they report late.
   */
  static ReadRows of(PostgresDatabase database) throws SQLException {
    try (Sql sql = Sql.on(database.dataSource())) {
      return new ReadRows(
          sql.numbers(
              "SELECT relname, n_live_tup, seq_scan, COALESCE(idx_tup_fetch, 0), n_tup_del,"
                  + " n_tup_upd FROM pg_stat_user_tables WHERE n_live_tup > 1000 ORDER BY 1"));
    }
  }

  void print(String what, ReadRows later) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %12s %12s %14s %10s %10s%n",
        what,
        "rows",
        "whole scans",
        "read by index",
        "deleted",
        "updated");
    later.tables.forEach(
        (table, now) -> {
          long[] then = tables.getOrDefault(table, new long[now.length]);
          System.out.printf(
              Locale.ROOT,
              "  %-14s %,12d %,12d %,14d %,10d %,10d%n",
              table,
              now[0],
              now[1] - then[1],
              now[2] - then[2],
              now[3] - then[3],
              now[4] - then[4]);
        });
  }
}
