package dev.sessionlifecycle.benchmarks.finalize;

import java.sql.SQLException;
import java.util.concurrent.Callable;

/**
 * The cost of running this many steps.
 *
 * @param statements all statements that the server executed meanwhile, including those that begin
 *     and end transactions
 * @param walBytes how much WAL was written meanwhile
 */
record Drained(long steps, long nanos, long statements, long walBytes) {
  private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')";

  static final Drained NOTHING = new Drained(0, 0, 0, 0);

  /** Measures work that returns its duration in nanoseconds. */
  static Drained of(String url, long steps, Callable<Long> work) throws Exception {
    Server.execute(url, "SELECT pg_stat_statements_reset()");
    long before = Server.number(url, WAL);
    long nanos = work.call();
    long after = Server.number(url, WAL);
    return new Drained(steps, nanos, statements(url), after - before);
  }

  private static long statements(String url) throws SQLException {
    return Server.number(
        url,
        "SELECT sum(calls) FROM pg_stat_statements"
            + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
            + " AND query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%pg_wal_lsn_diff%'");
  }

  Drained plus(Drained other) {
    return new Drained(
        steps + other.steps,
        nanos + other.nanos,
        statements + other.statements,
        walBytes + other.walBytes);
  }

  double stepsPerSecond() {
    return steps * 1e9 / nanos;
  }

  double microsPerStep() {
    return nanos / 1e3 / steps;
  }

  double statementsPerStep() {
    return (double) statements / steps;
  }

  double walBytesPerStep() {
    return (double) walBytes / steps;
  }
}
