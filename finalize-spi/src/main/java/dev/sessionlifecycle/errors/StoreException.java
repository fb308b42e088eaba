package dev.sessionlifecycle.errors;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the store failed. Nothing was changed, with one exception that no client of a database
 * can rule out: if the connection broke during a commit, the change may have been committed. Every
 * operation of the library may be repeated safely. An HTTP API should map it to 503.
 */
public final class StoreException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  private final boolean mayRetry;
  private final @Nullable String sqlState;

  /**
   * Creates the exception.
   *
   * @param mayRetry whether the same call may succeed later: a broken connection, a deadlock, a
   *     serialization failure, a lock or pool time-out, a server whose disk is full or fails, that
   *     lacks memory or connections, or that is read-only for now
   */
  public StoreException(String message, boolean mayRetry, @Nullable Throwable cause) {
    this(message, mayRetry, null, cause);
  }

  /**
   * Creates the exception for an error of a database.
   *
   * @param sqlState the SQLSTATE that the database or its driver reported; null for none
   */
  public StoreException(
      String message, boolean mayRetry, @Nullable String sqlState, @Nullable Throwable cause) {
    super(mayRetry ? "store_unavailable" : "store_failed", message, cause);
    this.mayRetry = mayRetry;
    this.sqlState = sqlState;
  }

  /** Whether the same call may succeed later. */
  public boolean isTransient() {
    return mayRetry;
  }

  /** Returns the SQLSTATE of the database's error, such as {@code 40P01}, if there is one. */
  public Optional<String> sqlState() {
    return Optional.ofNullable(sqlState);
  }
}
