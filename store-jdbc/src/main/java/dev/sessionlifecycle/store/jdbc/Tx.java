package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.StoreClock;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;

/** A connection in use: makes statements that know the store's clock. */
final class Tx {
  private final Handle handle;
  private final StoreClock clock;
  private final String askTheClock;

  Tx(Handle handle, StoreClock clock, Dialect dialect) {
    this.handle = handle;
    this.clock = clock;
    this.askTheClock = "SELECT " + dialect.now();
  }

  Connection connection() {
    return handle.getConnection();
  }

  Handle handle() {
    return handle;
  }

  Link link() {
    return new Link(connection(), clock);
  }

  StoreClock clock() {
    return clock;
  }

  /** The store's clock, now. */
  Instant now() {
    Optional<Instant> told = clock.now();
    return told.isPresent()
        ? told.get()
        : handle.createQuery(askTheClock).map((rs, ctx) -> Rows.time(rs, 1)).one();
  }

  Query query(String sql) {
    Query query = handle.createQuery(sql);
    clock.now().ifPresent(now -> query.bind("now", now));
    return query;
  }

  Update update(String sql) {
    Update update = handle.createUpdate(sql);
    clock.now().ifPresent(now -> update.bind("now", now));
    return update;
  }

  PreparedBatch batch(String sql) {
    return handle.prepareBatch(sql);
  }

  /** How many rows a batch changed. */
  static int count(int[] rows) {
    return java.util.Arrays.stream(rows).sum();
  }

  /** Inserts; that a key is taken means that another was faster. */
  static void insertOrLose(Update insert) {
    try {
      insert.execute();
    } catch (UnableToExecuteStatementException e) {
      if (Errors.isDuplicate(e)) {
        throw new RaceLost();
      }
      throw e;
    }
  }

  /** Inserts many, as {@link #insertOrLose(Update)} does one. */
  static void insertOrLose(PreparedBatch inserts) {
    try {
      inserts.execute();
    } catch (UnableToExecuteStatementException e) {
      if (Errors.isDuplicate(e)) {
        throw new RaceLost();
      }
      throw e;
    }
  }

  /** Binds a list as one array. */
  Argument array(String type, Collection<?> elements) {
    return (position, statement, context) -> {
      Array array = statement.getConnection().createArrayOf(type, elements.toArray());
      statement.setArray(position, array);
    };
  }

  /** Wraps what plain JDBC throws, as Jdbi does for its own. */
  static UnableToExecuteStatementException wrap(SQLException e) {
    return new UnableToExecuteStatementException(e, null);
  }
}
