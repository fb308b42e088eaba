package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.util.Set;

/**
 * PostgreSQL whose tables Citus distributes by organization. Each statement names one organization,
 * so that it is a single task on a single server, and each time in it is a parameter: Citus accepts
 * no function in CASE, COALESCE and RETURNING whose result is not fixed. It runs on a PostgreSQL
 * without Citus as well.
 */
final class DistributedDialect extends PostgresDialect {
  /** Files whose statements for PostgreSQL already work on one organization each. */
  private static final Set<String> SHARED = Set.of("schema");

  @Override
  public String name() {
    return "distributed";
  }

  @Override
  public String folder(String file) {
    return SHARED.contains(file) ? super.name() : name();
  }

  @Override
  public String schemaFolder() {
    return super.name();
  }

  @Override
  public boolean isDistributed() {
    return true;
  }

  /**
   * In UTC without a time zone, where adding is immutable: of a time with time zone it depends on
   * the zone of the connection.
   */
  @Override
  public String plusMicros(String time, String micros) {
    return "(("
        + time
        + " AT TIME ZONE 'UTC' + CAST("
        + micros
        + " AS bigint) * interval '1 microsecond') AT TIME ZONE 'UTC')";
  }

  /** The whole of an organization is on one server, but its months are not servers of their own. */
  @Override
  public boolean hasPartitions() {
    return false;
  }
}
