package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The differences between the databases. */
public interface Dialect {

  /** The name of the folders with its schema and its statements. */
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

  /** Returns why the store cannot use the database behind a connection, if so, and what to do. */
  Optional<String> problem(Connection connection) throws SQLException;

  /**
   * Whether a statement can return the rows that it changes, so that one statement does what
   * otherwise takes several.
   */
  boolean hasReturning();

  /** Whether tables can be partitioned by month. */
  boolean hasPartitions();

  /** The type of a JSON column. */
  String jsonType();

  /** Keeps other nodes from migrating until the transaction ends, if the database can. */
  void lockForMigration(Handle handle, String schemaName);

  /** Whether a transaction can continue after a part of it was rolled back for a deadlock. */
  boolean goesOnAfterDeadlock();

  /** Whether the definition of tables is part of a transaction. */
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
