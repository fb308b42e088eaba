package dev.sessionlifecycle.store.jdbc;

import java.time.YearMonth;
import java.util.stream.Collectors;

/** Statements over the parts of one month. */
final class MonthSql {
  private static final String HELD =
      """
      (s.hold_count > 0 OR EXISTS (SELECT 1 FROM {hold} h
        WHERE h.organization_id = s.organization_id AND h.released_at IS NULL
        AND (h.end_user_id = s.end_user_id
          OR (h.end_user_id IS NULL AND h.session_id IS NULL))))\
      """;

  /** What no policy lets go. */
  private static final String STAYS =
      "(NOT "
          + Words.isTerminal("s.status")
          + " OR s.retention_expires_at IS NULL OR s.retention_expires_at > {now} OR "
          + HELD
          + ")";

  private static final String IS_OF =
      " ON s.organization_id = k.organization_id AND s.id = k.session_id";

  private MonthSql() {}

  /**
   * One session with rows in the part of the history, as every session has, that has to stay: the
   * first that is met, so that a month which stays is not read to its end.
   */
  static String staying(SqlText sql, YearMonth month) {
    return select(
        sql,
        "SELECT s.* FROM {"
            + MonthParts.name("history", month)
            + "} k JOIN {session} s"
            + IS_OF
            + " WHERE "
            + STAYS
            + " LIMIT 1");
  }

  /**
   * The sessions with rows in the parts, in any order: an order would have the planner walk an
   * index of all sessions.
   */
  static String sessions(SqlText sql, YearMonth month, int limit) {
    String keys =
        MonthParts.TABLES.stream()
            .map(
                table ->
                    "SELECT p.organization_id, p.session_id FROM {%s} p"
                        .formatted(MonthParts.name(table, month)))
            .collect(Collectors.joining(" UNION "));
    return select(
        sql,
        "WITH k AS MATERIALIZED ("
            + keys
            + ") SELECT s.* FROM k JOIN {session} s"
            + IS_OF
            + " LIMIT "
            + limit);
  }

  private static String select(SqlText sql, String sessions) {
    return sql.of(
        "SELECT {columns}, COALESCE(s.look_at, {now}), "
            + HELD
            + """
            , EXISTS (SELECT 1 FROM {chain} c WHERE c.organization_id = s.organization_id
              AND c.session_id = s.id AND c.parked > 0 AND c.due_at IS NULL)
            FROM (\
            """
            + sessions
            + ") s JOIN {session_detail} d"
            + " ON d.organization_id = s.organization_id AND d.id = s.id");
  }

  /** How many rows of a part belong to certain sessions. */
  static String countOf(SqlText sql, String table, YearMonth month) {
    return countAll(sql, table, month) + " WHERE organization_id = :org AND session_id = ANY(:ids)";
  }

  /** How many rows a part has. */
  static String countAll(SqlText sql, String table, YearMonth month) {
    return sql.of("SELECT COUNT(*) FROM {%s}".formatted(MonthParts.name(table, month)));
  }

  /** Keeps everybody from the tables, and so from every part of them. */
  static String lockTables(SqlText sql) {
    return sql.of(
        MonthParts.TABLES.stream()
            .map("ONLY {%s}"::formatted)
            .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ACCESS EXCLUSIVE MODE")));
  }

  /** Drops the parts. */
  static String drop(SqlText sql, YearMonth month) {
    return sql.of(
        MonthParts.TABLES.stream()
            .map(table -> "{%s}".formatted(MonthParts.name(table, month)))
            .collect(Collectors.joining(", ", "DROP TABLE ", "")));
  }
}
