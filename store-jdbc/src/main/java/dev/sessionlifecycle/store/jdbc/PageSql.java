package dev.sessionlifecycle.store.jdbc;

/**
 * Selects so many sessions in the order of an index, and only then joins their details.
 *
 * <p>How many is part of the text. As a parameter PostgreSQL would not know it when it plans for
 * all parameters; it would take it for a tenth of what there is, and read whole tables for that.
 * Few numbers are in use at a time, so that few statements are prepared.
 */
record PageSql(String head, String tail) {

  /**
   * A page of the sessions {@code s} for which a condition holds.
   *
   * @param sql makes the statement
   * @param more columns after those that {@link Rows} reads, each with a comma before it
   * @param condition a condition on the session
   * @param order the columns of an index after the organization, of the session
   */
  static PageSql of(SqlText sql, String more, String condition, String order) {
    String inOrder = " ORDER BY " + order;
    return new PageSql(
        sql.of(
            "SELECT {columns}"
                + more
                + " FROM (SELECT s.* FROM {session} s WHERE "
                + condition
                + inOrder
                + " LIMIT "),
        sql.of(
            ") s JOIN {session_detail} d ON d.organization_id = s.organization_id AND d.id = s.id"
                + inOrder));
  }

  String limit(int rows) {
    return head + rows + tail;
  }
}
