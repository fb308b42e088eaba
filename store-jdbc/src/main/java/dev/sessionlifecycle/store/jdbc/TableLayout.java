package dev.sessionlifecycle.store.jdbc;

/** The layout in which tables are created; the store behaves the same with each. */
public enum TableLayout {
  /** One table each. */
  PLAIN,
  /**
   * PostgreSQL only: sessions in four partitions by hash of the organization; messages and history
   * in one partition per month in which their session was created, so that old months can be
   * detached, moved or dropped as a whole ({@link
   * dev.sessionlifecycle.housekeeping.Housekeeping#purgeMonths(int)}). Months without a partition
   * of their own share the default partition, see {@link JdbcSessionStore#prepareMonths(int)}.
   *
   * <p>Fixed when the schema is created: tables cannot be converted to the other layout.
   */
  PARTITIONED
}
