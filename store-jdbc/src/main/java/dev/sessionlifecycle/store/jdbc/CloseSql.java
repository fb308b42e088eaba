package dev.sessionlifecycle.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statement that ends sessions on PostgreSQL: it judges the guard, stamps the close-out, writes
 * the history entry and the chain, and answers the session, in one round trip. What it stamps is
 * what {@link dev.sessionlifecycle.spi.CloseOut} says; the conformance suites compare the two.
 *
 * <p>The session's row is touched once, and what comes after reads what the update returns: the
 * other parts of the statement would see the row as it was. Where the update waited for another
 * transaction, PostgreSQL judges and computes everything anew on the row as it is then.
 */
final class CloseSql {
  /** What an intent brings along, with its type. */
  static final Map<String, String> PER_SESSION = perSession();

  /** How a guard is told to the statement. */
  static final int ANY = 0;

  static final int IN_STATUS = 1;
  static final int IDLE = 2;
  static final int AGE = 3;
  static final int OWNED = 4;
  static final int LAPSED = 5;

  /** How the time of the end is told to the statement. */
  static final int NOW = 0;

  static final int TOLD = 1;
  static final int LAST_ACTIVITY = 2;

  static final String INTERVAL = " * interval '1 microsecond'";

  private CloseSql() {}

  private static Map<String, String> perSession() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("org", "uuid");
    types.put("id", "uuid");
    types.put("target", "varchar");
    types.put("reason", "varchar");
    types.put("reasonNever", "varchar");
    types.put("outcomeEngaged", "varchar");
    types.put("outcomeOther", "varchar");
    types.put("outcomeNever", "varchar");
    types.put("reported", "text");
    types.put("by", "varchar");
    types.put("at", "timestamptz");
    types.put("endKind", "integer");
    types.put("told", "timestamptz");
    types.put("guard", "integer");
    types.put("guardStatus", "varchar");
    types.put("guardMicros", "bigint");
    types.put("guardToken", "bigint");
    types.put("successor", "uuid");
    return types;
  }

  /** For one session. */
  static NamedSql one(SqlText sql, int fallbackRules, boolean isQuick) {
    String columns =
        PER_SESSION.entrySet().stream()
            .map(it -> "CAST(:" + it.getKey() + " AS " + it.getValue() + ") AS " + it.getKey())
            .collect(Collectors.joining(", "));
    return statement(sql, "WITH ", " FROM (SELECT " + columns + ") i", fallbackRules, isQuick);
  }

  /** For many sessions, each once; they are locked in the order of their keys. */
  static NamedSql many(SqlText sql, int fallbackRules, boolean isQuick) {
    String columns = String.join(", ", PER_SESSION.keySet());
    String arrays =
        PER_SESSION.entrySet().stream()
            .map(entry -> "CAST(:" + entry.getKey() + " AS " + entry.getValue() + "[])")
            .collect(Collectors.joining(", "));
    String input =
        "WITH input AS MATERIALIZED (SELECT * FROM unnest("
            + arrays
            + ") AS i("
            + columns
            + ")), locked AS MATERIALIZED (SELECT l.organization_id, l.id FROM {session} l JOIN"
            + " input i ON l.organization_id = i.org AND l.id = i.id"
            + " ORDER BY l.organization_id, l.id FOR UPDATE OF l), ";
    String from = " FROM input i JOIN locked l ON l.organization_id = i.org AND l.id = i.id";
    return statement(sql, input, from, fallbackRules, isQuick);
  }

  private static NamedSql statement(
      SqlText sql, String input, String from, int fallbackRules, boolean isQuick) {
    Function<String, String> p = name -> "i." + name;
    QuickStamps quick = new QuickStamps(p);
    String text =
        input
            + "closed AS (UPDATE {session} s SET"
            + assignments(p)
            + (isQuick ? quick.assignments(fallbackRules) : stamps(p, fallbackRules))
            + from
            + " WHERE s.organization_id = "
            + p.apply("org")
            + " AND s.id = "
            + p.apply("id")
            + " AND "
            + Words.isLive("s.status")
            + (isQuick ? " AND " + quick.condition() : "")
            + " AND "
            + GuardSql.holds(p)
            + " RETURNING s.*), "
            + BirthSql.FOLLOWING;
    return NamedSql.of(sql.of(text));
  }

  private static String assignments(Function<String, String> p) {
    return """
         prior_status = s.status, status = %s, active_user_id = NULL, check_at = NULL,
        superseded_by_id = %s, history_count = s.history_count + 1, triggered_by = %s,
        status_since = GREATEST(s.status_since, {now}), reported_reason = %s,
        termination_reason = CASE WHEN s.activated_at IS NULL THEN %s ELSE %s END,
        finalized_at = CASE WHEN %s = '' THEN {now} ELSE NULL END,
        owner_until = CASE WHEN %s = %d THEN NULL ELSE s.owner_until END,
        """
        .formatted(
            p.apply("target"),
            p.apply("successor"),
            p.apply("by"),
            p.apply("reported"),
            p.apply("reasonNever"),
            p.apply("reason"),
            BirthSql.byType("s", "state"),
            p.apply("guard"),
            OWNED);
  }

  private static String stamps(Function<String, String> p, int fallbackRules) {
    return """
        (updated_at, closed_at, ended_at, duration_ms, outcome, retention_expires_at, look_at) = (
          SELECT a.closed, a.closed, e.ended,
            CAST(FLOOR(EXTRACT(EPOCH FROM (e.ended - s.started_at)) * 1000) AS bigint),
            a.outcome, {now} + k.keep%s, {now} + LEAST(k.keep, k.archive)%s
          FROM (SELECT GREATEST(%s, s.updated_at, s.created_at) AS closed,
            CASE WHEN s.activated_at IS NULL THEN %s WHEN s.user_message_count > 0 THEN %s
              ELSE %s END AS outcome) a
          CROSS JOIN LATERAL (SELECT GREATEST(s.started_at, LEAST(a.closed,
            CASE %s WHEN %d THEN a.closed WHEN %d THEN %s
              ELSE COALESCE(s.last_message_at, s.started_at) END)) AS ended) e
          CROSS JOIN LATERAL (%s) k)"""
        .formatted(
            INTERVAL,
            INTERVAL,
            p.apply("at"),
            p.apply("outcomeNever"),
            p.apply("outcomeEngaged"),
            p.apply("outcomeOther"),
            p.apply("endKind"),
            NOW,
            TOLD,
            p.apply("told"),
            KeepSql.decided(fallbackRules));
  }
}
