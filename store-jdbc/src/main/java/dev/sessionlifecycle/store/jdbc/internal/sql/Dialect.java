package dev.sessionlifecycle.store.jdbc.internal.sql;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The differences between the databases. */
public interface Dialect {

  /** Returns the name of the folders with its schema and its statements. */
  String name();

  /** Returns the folder with its statements of a file; they replace those of {@code common}. */
  default String folder(String file) {
    return name();
  }

  /** Returns the folder with the files that create its tables. */
  default String schemaFolder() {
    return name();
  }

  /**
   * Whether the rows of an organization may be on another server than those of the next, so that a
   * statement works on one organization and contains no time that the server would have to compute.
   */
  default boolean isDistributed() {
    return false;
  }

  /** Returns a name of the library as the database writes it into its catalogue. */
  String folded(String name);

  /** Returns the name of an existing schema that is meant by a name; else how it is created. */
  String schemaName(Connection connection, String name) throws SQLException;

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
   * Whether a session is read by a query of its own after its row is locked: where one that locks
   * costs the more, the longer it is.
   */
  default boolean locksBeforeReading() {
    return false;
  }

  /**
   * Returns why the store cannot use the database behind a connection, and how to fix it; empty if
   * it can.
   */
  Optional<String> problem(Connection connection) throws SQLException;

  /** Returns what keeps the store from writing, and what to do about it. */
  default Optional<String> writeProblem(Connection connection) throws SQLException {
    return Optional.empty();
  }

  /** Whether a transaction can be made read-only. */
  default boolean hasReadOnlyTransactions() {
    return false;
  }

  /**
   * Whether a statement can return the rows that it changes, so that one statement does the work of
   * several.
   */
  boolean hasReturning();

  /** Whether tables can be partitioned by month. */
  boolean hasPartitions();

  /** Returns the type of a JSON column. */
  String jsonType();

  /**
   * Begins a transaction that changes the schema. Until it ends, no other node changes it, if the
   * database can prevent that, and no statement is ended for how long it takes: an index takes the
   * longer to build, the larger its table is.
   */
  void beginSchemaChange(Handle handle, String schemaName);

  /**
   * Changes tables that others use, if the database cannot do so beside them: they are paused
   * meanwhile.
   *
   * @return whether it was done; false if others have uncommitted work, so that it has to be tried
   *     again
   */
  default boolean changeAlone(Handle handle, Runnable change) {
    change.run();
    return true;
  }

  /** Whether a transaction can continue after part of it was rolled back because of a deadlock. */
  boolean goesOnAfterDeadlock();

  /** Whether SAVEPOINT fails unless a transaction is open, so that it tells whether one is. */
  boolean refusesSavepointsInAutocommit();

  /** Whether the name of a trigger is unique within its table alone. */
  boolean hasTriggersOfTables();

  /** Whether DDL is part of a transaction. */
  boolean transactionalDdl();

  /** Returns the dialect for the database of a connection, with tables on one server. */
  static Dialect of(Connection connection) throws SQLException {
    return of(connection, false);
  }

  /**
   * Returns the dialect for the database of a connection.
   *
   * @param isDistributed whether its tables are distributed by organization
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the database cannot do that
   */
  static Dialect of(Connection connection, boolean isDistributed) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    String product = database.getDatabaseProductName();
    if (product.equals("PostgreSQL")) {
      return isDistributed ? new DistributedDialect() : new PostgresDialect();
    } else if (isDistributed) {
      throw Validator.invalid("table_layout", "DISTRIBUTED needs PostgreSQL with Citus");
    } else if (product.equals("H2")) {
      return new H2Dialect(database.storesUpperCaseIdentifiers());
    }
    throw new StoreException("the store knows PostgreSQL and H2, not " + product, false, null);
  }
}
