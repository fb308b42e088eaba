package dev.sessionlifecycle.store.jdbc.internal.tx;

import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in transactions: of the store's own, or within one of the caller. Work that the
 * database undoes is tried again.
 */
public interface Transactions {
  /** How often work is tried when the database undoes it. */
  int TRIES = 8;

  /**
   * How often work is tried when it loses a race. Each time one of the others has made progress, so
   * that of this many that want the same thing at once even the last gets its turn.
   */
  int RACES = 64;

  /**
   * Runs one plain statement, without the cost of a statement of Jdbi.
   *
   * @param read reads a row
   */
  <T> List<T> query(
      PreparedSql statement, Map<String, @Nullable Object> values, PreparedSql.Reader<T> read);

  /** Runs work that is atomic by itself: one statement that writes, or any number that read. */
  <T> T single(Function<Transaction, T> work);

  /** Runs several statements as one transaction. */
  <T> T together(Function<Transaction, T> work);

  /**
   * Runs a call that consists of several transactions. In a transaction of the caller they are one:
   * the caller could not know which of them were done when a later one fails.
   */
  default <T> T call(Supplier<T> several) {
    return isJoined() ? together(tx -> several.get()) : several.get();
  }

  /** Whether the work is part of a transaction of the caller. */
  boolean isJoined();
}
