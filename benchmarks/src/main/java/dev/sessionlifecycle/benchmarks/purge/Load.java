package dev.sessionlifecycle.benchmarks.purge;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Fills the library's tables with copies of sessions that the library has created: every column is
 * copied, except those that distinguish sessions. Indexes are dropped meanwhile.
 */
final class Load {
  /** The number of organizations over which sessions are distributed evenly. */
  static final int ORGANIZATIONS = 20;

  private static final String TABLES =
      "'sl_session','sl_session_detail','sl_message','sl_history','sl_chain'";

  private static final String ORGANIZATION =
      "('00000000-0000-7000-8000-' || lpad(to_hex(1 + n % " + ORGANIZATIONS + "), 12, '0'))::uuid";

  /** Ids in the order in which the sessions are created, like version 7 UUIDs. */
  private static final String SESSION =
      "(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000'"
          + " || lpad(to_hex(n), 12, '0'))::uuid";

  private final Sql sql;
  private final int sessions;

  Load(Sql sql, int sessions) {
    this.sql = sql;
    this.sessions = sessions;
  }

  /** Returns the id of an organization, by its number from 0. */
  static UUID organization(int number) {
    return new UUID(0x7000L, 0x8000_0000_0000_0000L + 1 + number);
  }

  /**
   * Loads the sessions.
   *
   * @param ended an ended session to copy, with its user and the messages of one conversation
   * @param live a live session to copy
   * @param due how many of the ended sessions, the oldest, are past their retention period
   */
  void run(UUID ended, UUID live, int due) throws SQLException {
    List<String> indexes = dropIndexes();
    int liveOnes = sessions / 10;
    sql.run("SET synchronous_commit = off");
    sql.run(
        "CREATE UNLOGGED TABLE seed AS SELECT n, at, is_live, "
            + ORGANIZATION
            + " AS org, "
            + SESSION
            + " AS sid FROM (SELECT n, n > "
            + (sessions - liveOnes)
            + " AS is_live, date_trunc('milliseconds', now()) - (interval '400 days' * ("
            + sessions
            + " - n + 1.0) / "
            + sessions
            + ") AS at FROM generate_series(1, "
            + sessions
            + ") n) x");
    String look = "now() + interval '400 days' * (s.n - " + due + ".5) / " + sessions;
    String someone = "md5((s.n / 10)::text)::uuid";
    copy(
        "session",
        "id",
        ended,
        " WHERE NOT s.is_live",
        Map.of("retention_due_at", look, "retention_expires_at", look, "end_user_id", someone));
    copy(
        "session",
        "id",
        live,
        " WHERE s.is_live",
        Map.of("sweep_due_at", "now() + interval '3 days'", "end_user_id", someone));
    copy("session_detail", "id", ended, "", Map.of());
    copy("chain", "session_id", ended, " WHERE NOT s.is_live", Map.of());
    copy("history", "session_id", ended, " WHERE NOT s.is_live", Map.of());
    copy("history", "session_id", live, " WHERE s.is_live", Map.of());
    String message =
        "(left(s.sid::text, 24) || lpad(to_hex(t.sequence + 16 * s.n), 12, '0'))::uuid";
    copy("message", "session_id", ended, "", Map.of("id", message));
    for (String index : indexes) {
      sql.run(index);
    }
    sql.run("DROP TABLE seed");
    sql.run("VACUUM (ANALYZE)");
    sql.run("CHECKPOINT");
  }

  private List<String> dropIndexes() throws SQLException {
    List<String> drops =
        sql.texts(
            "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname FROM"
                + " pg_constraint WHERE contype = 'p' AND conrelid::regclass::text IN ("
                + TABLES
                + ")");
    List<String> keys =
        sql.texts(
            "SELECT 'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || conname || ' '"
                + " || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p'"
                + " AND conrelid::regclass::text IN ("
                + TABLES
                + ")");
    for (String drop : drops) {
      sql.run(drop);
    }
    String others =
        " FROM pg_indexes WHERE schemaname = 'public' AND tablename IN (" + TABLES + ")";
    List<String> again = new ArrayList<>(keys);
    again.addAll(sql.texts("SELECT indexdef" + others));
    for (String drop : sql.texts("SELECT 'DROP INDEX ' || indexname" + others)) {
      sql.run(drop);
    }
    return again;
  }

  private void copy(
      String table, String key, UUID template, String where, Map<String, String> changes)
      throws SQLException {
    List<String> columns =
        sql.texts(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
                + " AND table_name = 'sl_"
                + table
                + "' ORDER BY ordinal_position");
    String values =
        columns.stream()
            .map(it -> it.equals(key) ? "s.sid" : changes.getOrDefault(it, value(it)))
            .collect(Collectors.joining(", "));
    sql.run(
        "INSERT INTO sl_"
            + table
            + " ("
            + String.join(", ", columns)
            + ") SELECT "
            + values
            + " FROM seed s CROSS JOIN (SELECT * FROM sl_"
            + table
            + " WHERE "
            + key
            + " = '"
            + template
            + "') t"
            + where);
  }

  private static String value(String column) {
    if (column.equals("organization_id")) {
      return "s.org";
    } else if (column.equals("created_month")) {
      return "to_char(s.at AT TIME ZONE 'UTC', 'YYYYMM')::integer";
    } else if (column.equals("status_since")) {
      return "s.at";
    }
    return column.endsWith("_at")
        ? "CASE WHEN t." + column + " IS NULL THEN NULL ELSE s.at END"
        : "t." + column;
  }
}
