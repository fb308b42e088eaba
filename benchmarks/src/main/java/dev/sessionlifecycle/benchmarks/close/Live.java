package dev.sessionlifecycle.benchmarks.close;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

/** Live sessions inserted directly into a database: active, with messages counted. */
final class Live {
  /** The prefix of session ids: they are numbered, ascending like ids in order of time. */
  private static final String IDS = "00000000-0000-7000-8000-";

  private static final String SESSIONS =
      """
      INSERT INTO sl_session (organization_id, id, end_user_id, channel, channel_key,
        session_type, status, priority, message_count, user_message_count, history_count, created_month, created_at,
        started_at, updated_at, activated_at, status_since, last_activity_at, sweep_due_at)
      SELECT CAST('%1$s' AS uuid), CAST('%2$s' || LPAD(CAST(g.x AS varchar), 12, '0') AS uuid),
        CAST('%2$s' || LPAD(CAST(MOD(g.x, 1000) AS varchar), 12, '0') AS uuid), 'voice', 'voice',
        'live', 'active', 'normal', 4, 2, 1, 202601, t.at, t.at, t.at, t.at, t.at, t.at,
        t.at + INTERVAL '1' HOUR
      FROM (SELECT CURRENT_TIMESTAMP - INTERVAL '60' SECOND AS at) t CROSS JOIN %3$s""";
  private static final String DETAILS =
      """
      INSERT INTO sl_session_detail (organization_id, id, metadata, context_variables)
      SELECT organization_id, id, '{}', '{}' FROM sl_session""";

  private Live() {}

  static UUID id(long number) {
    return UUID.fromString(IDS + String.format(Locale.ROOT, "%012d", number));
  }

  /** Empties the tables and fills them again. */
  static List<UUID> sow(DataSource source, boolean isPostgres, int sessions) throws SQLException {
    String numbers =
        isPostgres
            ? "generate_series(1, " + sessions + ") AS g(x)"
            : "SYSTEM_RANGE(1, " + sessions + ") g";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table :
          List.of(
              "sl_session",
              "sl_session_detail",
              "sl_history",
              "sl_chain",
              "sl_message",
              "by_hand")) {
        statement.execute("TRUNCATE TABLE " + table);
      }
      statement.execute(
          SESSIONS
              .replace("%1$s", Library.ORGANIZATION.toString())
              .replace("%2$s", IDS)
              .replace("%3$s", numbers));
      statement.execute(DETAILS);
      if (isPostgres) {
        statement.execute("ANALYZE sl_session, sl_session_detail");
        statement.execute("CHECKPOINT");
      }
    }
    List<UUID> ids = new ArrayList<>(sessions);
    for (int i = 1; i <= sessions; i++) {
      ids.add(id(i));
    }
    return ids;
  }
}
