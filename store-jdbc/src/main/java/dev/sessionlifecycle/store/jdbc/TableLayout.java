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
  PARTITIONED,
  /**
   * PostgreSQL with the extension Citus, 12.1 or newer: all rows of an organization are on one of
   * several servers. Every statement works on one organization, so that an organization has the
   * throughput of one server; an end costs seven to ten times the processor time that it costs on a
   * single PostgreSQL. For data that outgrow one server; see docs/scaling.md.
   *
   * <p>{@link SchemaMode#MIGRATE} distributes the tables, and must be connected to the coordinator.
   */
  DISTRIBUTED
}
