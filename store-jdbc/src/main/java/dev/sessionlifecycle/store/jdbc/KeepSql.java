package dev.sessionlifecycle.store.jdbc;

/** The part of the statement of {@link CloseSql} that says how long an ended session is kept. */
final class KeepSql {
  private KeepSql() {}

  /** How long it is kept: by its own policy, else the organization's default, else the fallback. */
  static String decided(int fallbackRules) {
    String fields = "r.place, NULLIF(r.keep_us, -1) AS keep, p.archive_after_us AS archive FROM ";
    String rules =
        "{retention_policy} p JOIN {retention_rule} r"
            + " ON r.organization_id = p.organization_id AND r.policy_id = p.id"
            + " AND (r.outcome IS NULL OR r.outcome = a.outcome)"
            + " AND (r.channel IS NULL OR r.channel = s.channel)"
            + " AND (r.session_type IS NULL OR r.session_type = s.session_type) ";
    return "SELECT x.keep, x.archive FROM (SELECT 0 AS rank, "
        + fields
        + rules
        + "WHERE p.organization_id = s.organization_id AND p.id = s.retention_policy_id"
        + " UNION ALL SELECT 1, "
        + fields
        + rules
        + "JOIN {retention_default} f"
        + " ON f.organization_id = p.organization_id AND f.policy_id = p.id"
        + " WHERE f.organization_id = s.organization_id"
        + " UNION ALL SELECT 2, 0, "
        + fallback(fallbackRules, "a.outcome")
        + ", CAST(:archive AS bigint)) x ORDER BY x.rank, x.place LIMIT 1";
  }

  /** The rules of the fallback, the most specific first; the last applies to every session. */
  static String fallback(int rules, String outcome) {
    StringBuilder text = new StringBuilder("CASE");
    for (int i = 0; i < rules - 1; i++) {
      text.append(" WHEN ").append(applies("outcome" + i, outcome));
      text.append(" AND ").append(applies("channel" + i, "s.channel"));
      text.append(" AND ").append(applies("type" + i, "s.session_type"));
      text.append(" THEN CAST(:keep").append(i).append(" AS bigint)");
    }
    text.append(rules == 1 ? " WHEN TRUE THEN" : " ELSE");
    return text.append(" CAST(:keep").append(rules - 1).append(" AS bigint) END").toString();
  }

  private static String applies(String name, String column) {
    return "(CAST(:" + name + " AS varchar) IS NULL OR " + column + " = :" + name + ")";
  }
}
