package dev.sessionlifecycle.store.jdbc.internal.tx;

import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlArrays;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.sql.Array;
import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** A connection in use and the statements on it; binds the store's clock to them. */
public final class Transaction {
  private final Handle handle;
  private final StoreClock clock;
  private final String selectNow;

  public Transaction(Handle handle, StoreClock clock, Dialect dialect) {
    this.handle = handle;
    this.clock = clock;
    this.selectNow = "SELECT " + dialect.now();
  }

  public Connection connection() {
    return handle.getConnection();
  }

  public Handle handle() {
    return handle;
  }

  public StoreClock clock() {
    return clock;
  }

  /** Returns the current time of the store's clock. */
  public Instant now() {
    Optional<Instant> fixed = clock.now();
    return fixed.isPresent()
        ? fixed.get()
        : handle.createQuery(selectNow).map((rs, ctx) -> Columns.time(rs, 1)).one();
  }

  public Query query(String sql) {
    Query query = handle.createQuery(sql);
    clock.now().ifPresent(now -> query.bind("now", now));
    return query;
  }

  /** Runs a prepared statement and returns the rows as read. */
  public <T> List<T> query(
      PreparedSql statement, Map<String, @Nullable Object> values, PreparedSql.Reader<T> reader) {
    return statement.query(connection(), clock, values, reader);
  }

  /** Runs a prepared statement and returns how many rows it changed. */
  public int update(PreparedSql statement, Map<String, @Nullable Object> values) {
    return statement.update(connection(), clock, values);
  }

  public Update update(String sql) {
    Update update = handle.createUpdate(sql);
    clock.now().ifPresent(now -> update.bind("now", now));
    return update;
  }

  public PreparedBatch batch(String sql) {
    return handle.prepareBatch(sql);
  }

  /** Returns how many rows a batch changed. */
  public static int count(int[] rows) {
    return Arrays.stream(rows).sum();
  }

  /**
   * Inserts a row.
   *
   * @throws LostRaceException if its key is taken: another transaction was faster
   */
  public static void insertOrLose(Update insert) {
    try {
      insert.execute();
    } catch (UnableToExecuteStatementException e) {
      if (SqlErrors.isDuplicate(e)) {
        throw new LostRaceException();
      }
      throw e;
    }
  }

  /** Inserts many rows, like {@link #insertOrLose(Update)}. */
  public static void insertOrLose(PreparedBatch inserts) {
    try {
      inserts.execute();
    } catch (UnableToExecuteStatementException e) {
      if (SqlErrors.isDuplicate(e)) {
        throw new LostRaceException();
      }
      throw e;
    }
  }

  /** Binds a list as one array. */
  public Argument array(String type, Collection<?> elements) {
    return (position, statement, context) -> {
      Array array = SqlArrays.create(statement.getConnection(), type, elements.toArray());
      statement.setArray(position, array);
    };
  }
}
