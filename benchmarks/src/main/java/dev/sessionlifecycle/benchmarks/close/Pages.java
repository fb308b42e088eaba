package dev.sessionlifecycle.benchmarks.close;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.postgres.ManySessions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Page 10,000 in a listing of a million sessions of one organization, compared to page 1. */
final class Pages {
  private static final int SESSIONS = 1_000_000;
  private static final int PAGE = 50;
  private static final int DEEP = 10_000;
  private static final int READS = 400;
  private static final int ROUNDS = 5;

  private Pages() {}

  static void run(PostgresServer server, Figures figures) throws Exception {
    System.out.printf(Locale.ROOT, "… pages of %,d sessions%n", SESSIONS);
    try (HikariDataSource pool = OnPostgres.pool(server.createDatabase().url(), "off");
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build()) {
      UUID organization = ManySessions.load(pool, SESSIONS, 1).get(0);
      ListIntent first = intent(organization, null);
      ListIntent deep = intent(organization, placeBefore(pool, DEEP));
      double[] ofFirst = new double[ROUNDS];
      double[] ofDeep = new double[ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        double one = micros(store, first);
        double other = micros(store, deep);
        if (round >= 0) {
          ofFirst[round] = one;
          ofDeep[round] = other;
        }
      }
      Arrays.sort(ofFirst);
      Arrays.sort(ofDeep);
      double page1 = ofFirst[ROUNDS / 2];
      double page10000 = ofDeep[ROUNDS / 2];
      System.out.printf(
          Locale.ROOT, "page 1: %.0f µs, page %,d: %.0f µs%n", page1, DEEP, page10000);
      figures.add("page.deep_vs_first", page10000 / page1);
    }
  }

  private static ListIntent intent(UUID organization, ListIntent.@Nullable Position after) {
    return new ListIntent(organization, SessionFilter.all(), after, PAGE);
  }

  private static double micros(JdbcSessionStore store, ListIntent intent) {
    long start = System.nanoTime();
    for (int i = 0; i < READS; i++) {
      List<Session> page = store.list(intent);
      Library.check(page.size() == PAGE);
    }
    return (System.nanoTime() - start) / 1e3 / READS;
  }

  /** Returns the position of the last session on the page before. */
  private static ListIntent.Position placeBefore(HikariDataSource source, int page)
      throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT created_at, id FROM sl_session ORDER BY created_at DESC, id DESC LIMIT 1"
                    + " OFFSET "
                    + ((page - 1) * PAGE - 1))) {
      Library.check(row.next());
      return new ListIntent.Position(
          row.getObject(1, OffsetDateTime.class).toInstant(), row.getObject(2, UUID.class));
    }
  }
}
