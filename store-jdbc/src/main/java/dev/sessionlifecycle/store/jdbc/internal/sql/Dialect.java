package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The differences between the databases. */
public interface Dialect {

  /** Returns the name of the folders with its schema and its statements. */
  String name();

  /**
   * Returns the database's clock: constant within a statement (on H2 within a transaction), and
   * usable as an index bound.
   */
  String now();

  /** Returns a time plus a number of microseconds. */
  String plusMicros(String time, String micros);

  /** Returns what follows FOR UPDATE to lock the rows of one table of a join. */
  String lockOf(String alias);

  /**
   * Returns why the store cannot use the database behind a connection, and how to fix it; empty if
   * it can.
   */
  Optional<String> problem(Connection connection) throws SQLException;

  /**
   * Whether a statement can return the rows that it changes, so that one statement does the work of
   * several.
   */
  boolean hasReturning();

  /** Whether tables can be partitioned by month. */
  boolean hasPartitions();

  /** Returns the type of a JSON column. */
  String jsonType();

  /** Prevents other nodes from migrating until the transaction ends, if the database can. */
  void lockForMigration(Handle handle, String schemaName);

  /** Whether a transaction can continue after part of it was rolled back because of a deadlock. */
  boolean goesOnAfterDeadlock();

  /** Whether DDL is part of a transaction. */
  boolean transactionalDdl();

  /** Returns the dialect for a database product name. */
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
