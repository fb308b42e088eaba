package dev.sessionlifecycle.benchmarks.close;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

/** What a message costs PostgreSQL: its WAL, and whether the session's row stays in its page. */
final class Appends {
  private static final int SESSIONS = 1_000;
  private static final int MESSAGES = 20;

  private Appends() {}

  static void run(PostgresServer server, Figures figures) throws Exception {
    System.out.println("… appending");
    String url = server.createDatabase().url();
    long written;
    try (HikariDataSource pool = OnPostgres.pool(url, "off");
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build()) {
      OrganizationSessions sessions = Library.on(store);
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        ids.add(sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id());
      }
      long before = number(pool, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
      for (int m = 0; m < MESSAGES; m++) {
        for (UUID id : ids) {
          sessions.append(id, Message.fromUser(String.format(Locale.ROOT, "%0120d", m)));
        }
      }
      written = number(pool, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - before;
    }
    // A connection reports its counts when it ends, at the latest.
    try (HikariDataSource pool = OnPostgres.pool(url, "off")) {
      String counts = " FROM pg_stat_user_tables WHERE relname = 'sl_session'";
      double all = number(pool, "SELECT n_tup_upd" + counts);
      figures.add("append.wal_bytes", (double) written / SESSIONS / MESSAGES);
      figures.add("append.pg.hot_share", number(pool, "SELECT n_tup_hot_upd" + counts) / all);
    }
  }

  private static long number(DataSource source, String query) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      Library.check(row.next());
      return row.getLong(1);
    }
  }
}
