package dev.sessionlifecycle.store.jdbc;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statement that ends sessions on PostgreSQL: it judges the guard, stamps the close-out, writes
 * the history entry and the chain, and answers the session, in one round trip. What it stamps is
 * what {@link dev.sessionlifecycle.spi.rules.EndRules} says; the conformance suites compare the
 * two.
 *
 * <p>The session's row is touched once, and what comes after reads what the update returns: the
 * other parts of the statement would see the row as it was. Where the update waited for another
 * transaction, PostgreSQL judges and computes everything anew on the row as it is then.
 */
final class CloseSql {
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

  /** For one session. */
  static NamedSql one(SqlText sql, CloseForm form) {
    String from =
        " FROM (SELECT CAST(:org AS uuid) AS org, CAST(:id AS uuid) AS id, " + form.same() + ") i";
    QuickStamps quick = new QuickStamps(form, name -> "i." + name);
    return statement(sql, "WITH ", from, quick, quick.conditionOfOne());
  }

  /** For many sessions, each once; they are locked in the order of their keys. */
  static NamedSql many(SqlText sql, CloseForm form) {
    List<String> names =
        form.brought().keySet().stream()
            .filter(name -> !form.isAlike() || CloseForm.isKey(name))
            .toList();
    String arrays =
        names.stream()
            .map(name -> "CAST(:" + name + " AS " + form.brought().get(name) + "[])")
            .collect(Collectors.joining(", "));
    String input =
        "WITH locked AS MATERIALIZED (SELECT k.* FROM unnest("
            + arrays
            + ") AS k("
            + String.join(", ", names)
            + ") JOIN {session} l ON l.organization_id = k.org AND l.id = k.id"
            + " ORDER BY l.organization_id, l.id FOR UPDATE OF l), ";
    String from = " FROM locked k" + (form.isAlike() ? ", (SELECT " + form.same() + ") i" : "");
    QuickStamps quick =
        new QuickStamps(
            form, name -> (form.isAlike() && !CloseForm.isKey(name) ? "i." : "k.") + name);
    return statement(sql, input, from, quick, quick.condition());
  }

  private static NamedSql statement(
      SqlText sql, String input, String from, QuickStamps quick, String isQuick) {
    CloseForm form = quick.form();
    Function<String, String> p = quick.brought();
    String text =
        input
            + "closed AS (UPDATE {session} s SET"
            + assignments(p)
            + (form.isPlain() ? "" : leaseLeft(p))
            + (form.isQuick() ? quick.assignments() : stamps(form, p))
            + from
            + " WHERE s.organization_id = "
            + p.apply("org")
            + " AND s.id = "
            + p.apply("id")
            + " AND "
            + Words.isLive("s.status")
            + (form.isQuick() ? " AND " + isQuick : "")
            + (form.isPlain() ? "" : " AND " + GuardSql.holds(p))
            + " RETURNING "
            + EndedRows.RETURNED
            + "), "
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
        """
        .formatted(
            p.apply("target"),
            p.apply("successor"),
            p.apply("by"),
            p.apply("reported"),
            p.apply("reasonNever"),
            p.apply("reason"),
            BirthSql.byType("s", "state"));
  }

  private static String leaseLeft(Function<String, String> p) {
    return "owner_until = CASE WHEN %s = %d THEN NULL ELSE s.owner_until END,\n"
        .formatted(p.apply("guard"), OWNED);
  }

  /** When it ended, where it closed then, as it is told. */
  static String ended(CloseForm form, Function<String, String> p, String closed) {
    return form.isPlain()
        ? "GREATEST(s.started_at, " + closed + ")"
        : """
        GREATEST(s.started_at, LEAST(%s, CASE %s WHEN %d THEN %s WHEN %d THEN %s
          ELSE COALESCE(s.last_message_at, s.started_at) END))"""
            .formatted(closed, p.apply("endKind"), NOW, closed, TOLD, p.apply("told"));
  }

  private static String stamps(CloseForm form, Function<String, String> p) {
    return """
        (updated_at, closed_at, ended_at, duration_ms, outcome, retention_expires_at, look_at) = (
          SELECT a.closed, a.closed, e.ended,
            CAST(FLOOR(EXTRACT(EPOCH FROM (e.ended - s.started_at)) * 1000) AS bigint),
            a.outcome, {now} + k.keep%s, {now} + LEAST(k.keep, k.archive)%s
          FROM (SELECT GREATEST(%s, s.updated_at, s.created_at) AS closed,
            CASE WHEN s.activated_at IS NULL THEN %s WHEN s.user_message_count > 0 THEN %s
              ELSE %s END AS outcome) a
          CROSS JOIN LATERAL (SELECT %s AS ended) e
          CROSS JOIN LATERAL (%s) k)"""
        .formatted(
            INTERVAL,
            INTERVAL,
            p.apply("at"),
            p.apply("outcomeNever"),
            p.apply("outcomeEngaged"),
            p.apply("outcomeOther"),
            ended(form, p, "a.closed"),
            KeepSql.decided(form.rules()));
  }
}
