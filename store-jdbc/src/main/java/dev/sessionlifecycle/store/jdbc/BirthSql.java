package dev.sessionlifecycle.store.jdbc;

/**
 * What follows in the statement of {@link CloseSql} upon the rows that it has ended: the history
 * entry and the chain are written, and the session is answered with its detail.
 */
final class BirthSql {
  static final String FOLLOWING =
      """
      entry AS (
        INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind,
          from_status, to_status, reason, triggered_by, at)
        SELECT c.organization_id, c.id, c.created_month, c.history_count, 'ended', c.prior_status,
          c.status, c.termination_reason, c.triggered_by, c.updated_at FROM closed c),
      born AS (
        INSERT INTO {chain} (organization_id, session_id, shape, state, due_at, finished_at,
          waits_for)
        SELECT c.organization_id, c.id,\s"""
          + byType("c", "shape")
          + ", "
          + byType("c", "state")
          + """
          , CASE WHEN c.finalized_at IS NULL THEN COALESCE(c.waits_until, {now}) END, c.finalized_at,
          CASE WHEN c.finalized_at IS NULL AND c.waits_until IS NOT NULL THEN c.owner_token END
        FROM closed c)
      SELECT\s"""
          + EndedRows.COLUMNS
          + " FROM closed s JOIN {session_detail} d"
          + " ON d.organization_id = s.organization_id AND d.id = s.id";

  private BirthSql() {}

  /** The shape, or the state, of the chain that a session of this type gets. */
  static String byType(String session, String what) {
    return "CASE "
        + session
        + ".session_type WHEN 'test' THEN CAST(:"
        + what
        + "Test AS text) WHEN 'simulation' THEN CAST(:"
        + what
        + "Simulation AS text) ELSE CAST(:"
        + what
        + "Live AS text) END";
  }
}
