package dev.sessionlifecycle.store.jdbc;

import org.jdbi.v3.core.Handle;

/** What the databases say differently. */
interface Dialect {

  /** The folder of the schema. */
  String name();

  /**
   * The clock of the database: the same within a statement (on H2 within a transaction, too), and
   * usable as a bound of an index.
   */
  String now();

  /** A time plus a number of microseconds. */
  String plusMicros(String time, String micros);

  /** What follows FOR UPDATE to lock the rows of one table of a join. */
  String lockOf(String alias);

  /** What follows the selection of rows to lock them together with others who do so. */
  String lockShared();

  /**
   * Selects the organizations that have a session for which a condition holds, in the order of
   * their ids.
   *
   * @param table the table of sessions
   * @param column an indexed column, after the organization, that is not null where it holds
   * @param condition the condition on {@code s}
   */
  String organizationsDue(String table, String column, String condition);

  /**
   * Whether a time and an id stand before a place in the order of both, so that an index over both
   * is entered at that place.
   */
  String isBefore(String time, String id, String placeTime, String placeId);

  /** The type of a JSON column. */
  String jsonType();

  /** The name of the element type for an array of ids. */
  default String uuidArray() {
    return "uuid";
  }

  /** The name of the element type for an array of strings. */
  default String textArray() {
    return "varchar";
  }

  /** Keeps other nodes from migrating until the transaction ends, where that is possible. */
  void lockForMigration(Handle handle, String schemaName);

  /** Whether a transaction of which a part was undone for a deadlock can go on. */
  boolean goesOnAfterDeadlock();

  /** Whether a migration is one transaction. */
  boolean transactionalDdl();

  /** Finds the dialect of a database by the name of its product. */
  static Dialect of(String product) {
    if (product.equals("PostgreSQL")) {
      return new PostgresDialect();
    } else if (product.equals("H2")) {
      return new H2Dialect();
    }
    throw new dev.sessionlifecycle.errors.StoreException(
        "the store knows PostgreSQL and H2, not " + product, false, null);
  }
}
