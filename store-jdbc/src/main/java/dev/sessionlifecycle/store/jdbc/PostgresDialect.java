package dev.sessionlifecycle.store.jdbc;

import org.jdbi.v3.core.Handle;

/** PostgreSQL 15 and newer. */
final class PostgresDialect implements Dialect {
  /** Any number, the same on every node. */
  private static final long MIGRATION_LOCK = 0x5e551071_f1c7c1eL;

  @Override
  public String name() {
    return "postgresql";
  }

  /**
   * The time at which the statement arrived. It is the clock, as clock_timestamp() is, but one
   * value for the whole statement, and stable, so that an index may be searched with it.
   */
  @Override
  public String now() {
    return "statement_timestamp()";
  }

  @Override
  public String plusMicros(String time, String micros) {
    return "(" + time + " + CAST(" + micros + " AS bigint) * interval '1 microsecond')";
  }

  @Override
  public String lockOf(String alias) {
    return "OF " + alias;
  }

  @Override
  public String lockShared() {
    return "FOR SHARE";
  }

  /** One probe of the index for each organization, however many sessions it has. */
  @Override
  public String organizationsDue(String table, String column, String condition) {
    String next =
        "SELECT n.organization_id FROM " + table + " n WHERE n." + column + " IS NOT NULL ";
    String first = "ORDER BY n.organization_id LIMIT 1)";
    return "WITH RECURSIVE o (id) AS (("
        + next
        + first
        + " UNION ALL SELECT ("
        + next
        + "AND n.organization_id > o.id "
        + first
        + " FROM o WHERE o.id IS NOT NULL) SELECT o.id FROM o WHERE o.id IS NOT NULL"
        + " AND EXISTS (SELECT 1 FROM "
        + table
        + " s WHERE s.organization_id = o.id AND "
        + condition
        + ") ORDER BY o.id";
  }

  @Override
  public String isBefore(String time, String id, String placeTime, String placeId) {
    return "(" + time + ", " + id + ") < (" + placeTime + ", " + placeId + ")";
  }

  @Override
  public String jsonType() {
    return "json";
  }

  @Override
  public void lockForMigration(Handle handle, String schemaName) {
    handle
        .createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:lock, hashtext(:name))) x")
        .bind("lock", (int) MIGRATION_LOCK)
        .bind("name", schemaName)
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public boolean goesOnAfterDeadlock() {
    return true;
  }

  @Override
  public boolean transactionalDdl() {
    return true;
  }
}
