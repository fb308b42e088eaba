package dev.sessionlifecycle.store.jdbc;

/** How the tables are laid out where a schema is made; the store works the same on each. */
public enum TableLayout {
  /** One table each. */
  PLAIN,
  /**
   * PostgreSQL alone: sessions in four parts by hash of the organization, messages and history in a
   * part for each month in which their session was created, so that old months can be detached,
   * moved or dropped as a whole ({@link
   * dev.sessionlifecycle.housekeeping.Housekeeping#purgeMonths(int)}). A month that has no part of
   * its own shares one with others: see {@link JdbcSessionStore#prepareMonths(int)}.
   *
   * <p>Settled when the schema is made: tables do not move from one layout to the other.
   */
  PARTITIONED
}
