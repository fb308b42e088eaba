package dev.sessionlifecycle.store.jdbc;

import java.util.function.Function;

/**
 * The close-out of a session that no stored retention policy has a say in: neither one of its own
 * nor a default of its organization. Most have none, and to look for one costs as much as the rest
 * of the statement; so this only looks whether there is any, and stamps in plain expressions.
 *
 * @param form the form of the statement
 * @param brought how the statement names what an intent brings along
 */
record QuickStamps(CloseForm form, Function<String, String> brought) {
  private static final String DEFAULTS =
      "SELECT f.organization_id FROM {retention_default} f WHERE f.organization_id = ";

  /** Whether the close-out may be stamped so; the defaults are looked up once for all of them. */
  String condition() {
    return "s.retention_policy_id IS NULL AND s.organization_id NOT IN ("
        + DEFAULTS
        + "ANY(CAST(:org AS uuid[])))";
  }

  /**
   * The same for a single session: what would be a join costs more to begin than to do for one row.
   */
  String conditionOfOne() {
    return "CASE WHEN s.retention_policy_id IS NULL THEN NOT EXISTS ("
        + DEFAULTS
        + brought.apply("org")
        + ") ELSE FALSE END";
  }

  /** The same columns that the long way stamps. */
  String assignments() {
    String closed = "GREATEST(" + brought.apply("at") + ", s.updated_at, s.created_at)";
    String ended = CloseSql.ended(form, brought, closed);
    String outcome =
        "CASE WHEN s.activated_at IS NULL THEN %s WHEN s.user_message_count > 0 THEN %s ELSE %s END"
            .formatted(
                brought.apply("outcomeNever"),
                brought.apply("outcomeEngaged"),
                brought.apply("outcomeOther"));
    String keep = KeepSql.fallback(form.rules(), outcome);
    return """
        updated_at = %s, closed_at = %s, ended_at = %s, outcome = %s,
        duration_ms = CAST(FLOOR(EXTRACT(EPOCH FROM (%s - s.started_at)) * 1000) AS bigint),
        retention_expires_at = {now} + %s%s,
        look_at = {now} + LEAST(%s, CAST(:archive AS bigint))%s"""
        .formatted(
            closed,
            closed,
            ended,
            outcome,
            ended,
            keep,
            CloseSql.INTERVAL,
            keep,
            CloseSql.INTERVAL);
  }
}
