package dev.sessionlifecycle.store.jdbc;

import java.util.function.Function;

/**
 * The close-out of a session that no stored retention policy has a say in: neither one of its own
 * nor a default of its organization. Most have none, and to look for one costs as much as the rest
 * of the statement; so this only looks whether there is any, and stamps in plain expressions.
 */
final class QuickStamps {
  private final Function<String, String> p;

  /**
   * The stamps.
   *
   * @param p how the statement names what an intent brings along
   */
  QuickStamps(Function<String, String> p) {
    this.p = p;
  }

  /** Whether the close-out may be stamped so. */
  String condition() {
    return "s.retention_policy_id IS NULL AND NOT EXISTS (SELECT 1 FROM {retention_default} f"
        + " WHERE f.organization_id = "
        + p.apply("org")
        + ")";
  }

  /** The same columns that the long way stamps. */
  String assignments(int fallbackRules) {
    String closed = "GREATEST(" + p.apply("at") + ", s.updated_at, s.created_at)";
    String ended =
        "GREATEST(s.started_at, LEAST(%s, CASE %s WHEN %d THEN %s WHEN %d THEN %s"
                .formatted(
                    closed,
                    p.apply("endKind"),
                    CloseSql.NOW,
                    closed,
                    CloseSql.TOLD,
                    p.apply("told"))
            + " ELSE COALESCE(s.last_message_at, s.started_at) END))";
    String outcome =
        "CASE WHEN s.activated_at IS NULL THEN %s WHEN s.user_message_count > 0 THEN %s ELSE %s END"
            .formatted(p.apply("outcomeNever"), p.apply("outcomeEngaged"), p.apply("outcomeOther"));
    String keep = KeepSql.fallback(fallbackRules, outcome);
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
