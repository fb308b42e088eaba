package dev.sessionlifecycle.store.jdbc;

import org.jdbi.v3.core.Handle;

/** H2: no RETURNING, no partial index; a definition of a table is its own transaction. */
final class H2Dialect implements Dialect {

  @Override
  public String name() {
    return "h2";
  }

  @Override
  public String now() {
    return "CURRENT_TIMESTAMP(6)";
  }

  @Override
  public String plusMicros(String time, String micros) {
    return "DATEADD(MICROSECOND, CAST(" + micros + " AS bigint), " + time + ")";
  }

  @Override
  public String lockOf(String alias) {
    return "";
  }

  @Override
  public String lockShared() {
    return "FOR UPDATE";
  }

  @Override
  public String organizationsDue(String table, String column, String condition) {
    return "SELECT DISTINCT s.organization_id FROM "
        + table
        + " s WHERE "
        + condition
        + " ORDER BY s.organization_id";
  }

  /** H2 enters an index by a bound on a column, not by one on a row of columns. */
  @Override
  public String isBefore(String time, String id, String placeTime, String placeId) {
    return String.format(
        "%1$s <= %3$s AND (%1$s < %3$s OR %2$s < %4$s)", time, id, placeTime, placeId);
  }

  @Override
  public String jsonType() {
    return "varchar";
  }

  @Override
  public void lockForMigration(Handle handle, String schemaName) {
    // Every statement of the schema may be run again, and H2 runs one definition at a time.
  }

  /**
   * Where the part alone is undone and the rest committed, H2 2.x leaves the other side of the
   * deadlock waiting, in a loop, for a transaction that is over.
   */
  @Override
  public boolean goesOnAfterDeadlock() {
    return false;
  }

  @Override
  public boolean transactionalDdl() {
    return false;
  }
}
