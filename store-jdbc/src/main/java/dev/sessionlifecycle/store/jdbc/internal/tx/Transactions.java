package dev.sessionlifecycle.store.jdbc.internal.tx;

import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in transactions: the store's own, or within the caller's. Work that the database rolls
 * back is retried.
 */
public interface Transactions {
  /** How often work is attempted when the database rolls it back. */
  int TRIES = 8;

  /**
   * How often work is attempted when it loses a race. In every lost race another transaction has
   * made progress, so with up to this many concurrent contenders even the last one succeeds.
   */
  int RACES = 64;

  /**
   * Runs one plain statement without Jdbi's overhead.
   *
   * @param read reads a row
   */
  <T> List<T> query(
      PreparedSql statement, Map<String, @Nullable Object> values, PreparedSql.Reader<T> read);

  /** Runs work that is atomic by itself: a single writing statement, or any number of reads. */
  <T> T single(Function<Transaction, T> work);

  /** Runs several statements as one transaction. */
  <T> T together(Function<Transaction, T> work);

  /**
   * Runs a call that consists of several transactions. Within the caller's transaction they form
   * one, since the caller could not know which of them were done when a later one fails.
   */
  default <T> T call(Supplier<T> several) {
    return isJoined() ? together(tx -> several.get()) : several.get();
  }

  /** Whether the work is part of the caller's transaction. */
  boolean isJoined();

  /** Thrown when another transaction was faster: this one is rolled back and retried. */
  final class LostRaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostRaceException() {
      super("lost a race", null, false, false);
    }
  }
}
