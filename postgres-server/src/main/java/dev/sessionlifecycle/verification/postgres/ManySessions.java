package dev.sessionlifecycle.verification.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Fills the empty session tables with a very large number of rows in a few statements.
 *
 * <p>98 % of the sessions have ended. They were created one second apart, and each end user has a
 * hundred of them. Data that does not matter for planning and reading a page is left out.
 */
public final class ManySessions {
  /**
   * The definition of the chains. One ended session in five has a chain, and one chain in a hundred
   * is due.
   */
  public static final String SHAPE = "many";

  private ManySessions() {}

  /** Returns the id of an organization or an end user; both are numbered from 1. */
  public static UUID id(long number) {
    return new UUID(0, number);
  }

  private static String idOf(String number) {
    return "CAST(lpad(to_hex(" + number + "), 32, '0') AS uuid)";
  }

  /** Returns the creation time of the session with this number. */
  public static Instant createdAt(long number) {
    return Instant.parse("2020-01-01T00:00:00Z").plusSeconds(number);
  }

  /**
   * Fills the tables.
   *
   * @param sessions the number of sessions
   * @param organizations the number of organizations; half of the sessions belong to the first,
   *     unless it is the only one
   * @return the organizations
   */
  public static List<UUID> load(DataSource source, int sessions, int organizations)
      throws SQLException {
    String organization =
        organizations == 1
            ? "1"
            : "CASE WHEN g % 2 = 0 THEN 1 ELSE 2 + (g / 2) % " + (organizations - 1) + " END";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET maintenance_work_mem = '256MB'");
      statement.execute("ALTER TABLE sl_session SET UNLOGGED");
      statement.execute("ALTER TABLE sl_session_detail SET UNLOGGED");
      statement.execute("ALTER TABLE sl_chain SET UNLOGGED");
      Map<String, String> indexes = indexes(statement);
      for (String name : indexes.keySet()) {
        statement.execute("DROP INDEX " + name);
      }
      statement.execute(
          String.format(
              Locale.ROOT,
              """
          INSERT INTO sl_session (organization_id, id, end_user_id, channel, channel_key,
            session_type, status, priority, history_count, created_month, created_at, started_at, updated_at,
            activated_at, status_since, last_activity_at, sweep_due_at, retention_due_at,
            ended_at, closed_at, termination_reason, outcome)
          SELECT %s, %s, %s, channel, channel, 'live',
            CASE WHEN is_live THEN 'active' ELSE 'closed' END, 'normal', 1, 202001, at, at, at, at,
            at, at, CASE WHEN is_live THEN at + interval '1 hour' END,
            CASE WHEN NOT is_live THEN at + interval '90 days' END,
            CASE WHEN NOT is_live THEN at END, CASE WHEN NOT is_live THEN at END,
            CASE WHEN NOT is_live THEN 'user_requested' END,
            CASE WHEN NOT is_live THEN 'resolved' END
          FROM (SELECT g, CASE WHEN g %% 3 = 0 THEN 'voice' ELSE 'api' END AS channel,
            g %% 100 = 7 OR g %% 100 = 56 AS is_live,
            timestamptz '2020-01-01 00:00:00Z' + g * interval '1 second' AS at
            FROM generate_series(1, %d) AS x(g)) AS y""",
              idOf(organization),
              idOf("g"),
              idOf("1 + g / 100"),
              sessions));
      for (String definition : indexes.values()) {
        statement.execute(definition);
      }
      statement.execute(
          """
          INSERT INTO sl_session_detail (organization_id, id, metadata, context_variables)
          SELECT organization_id, id, '{}', '{}' FROM sl_session""");
      statement.execute(
          String.format(
              Locale.ROOT,
              """
          INSERT INTO sl_chain (organization_id, session_id, shape, state, due_at, finished_at)
          SELECT organization_id, id, '%s', '', CASE WHEN g %% 100 = 0 THEN now() END,
            CASE WHEN g %% 100 > 0 THEN now() END
          FROM (SELECT organization_id, id, row_number() OVER () AS g FROM sl_session
            WHERE status = 'closed' AND extract(second FROM created_at) < 12) AS y""",
              SHAPE));
      statement.execute("ANALYZE sl_chain");
      statement.execute("ANALYZE sl_session");
      statement.execute("ANALYZE sl_session_detail");
    }
    List<UUID> ids = new ArrayList<>();
    for (int i = 1; i <= organizations; i++) {
      ids.add(id(i));
    }
    return ids;
  }

  /**
   * Returns the definitions of the session indexes except the primary key; filling a table without
   * indexes is faster.
   */
  private static Map<String, String> indexes(Statement statement) throws SQLException {
    Map<String, String> indexes = new LinkedHashMap<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT indexname, indexdef FROM pg_indexes"
                + " WHERE tablename = 'sl_session' AND indexname <> 'sl_session_pkey'")) {
      while (rows.next()) {
        indexes.put(rows.getString(1), rows.getString(2));
      }
    }
    return indexes;
  }
}
