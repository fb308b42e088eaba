package dev.sessionlifecycle.errors;

import org.jspecify.annotations.Nullable;

/**
 * The store could not do what it was asked. Nothing of it was done, with one exception that no
 * client of a database can rule out: where the connection broke while a commit was under way, the
 * change may stand. Every operation of the library may be repeated safely. A host maps it to 503.
 */
public final class StoreException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  private final boolean mayRetry;

  /**
   * Tells what failed.
   *
   * @param mayRetry whether the same call may succeed later: a broken connection, a deadlock, a
   *     serialization failure, a lock or pool time-out, a server whose disk is full or fails, that
   *     lacks memory or connections, or that only reads for now
   */
  public StoreException(String message, boolean mayRetry, @Nullable Throwable cause) {
    super(mayRetry ? "store_unavailable" : "store_failed", message, cause);
    this.mayRetry = mayRetry;
  }

  /** Whether the same call may succeed later. */
  public boolean isTransient() {
    return mayRetry;
  }
}
