package dev.sessionlifecycle.finalize.internal;

import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.StoreException;
import org.jspecify.annotations.Nullable;

/** What log lines, events and reports say about an error: everything but content. */
public final class ErrorText {
  private ErrorText() {}

  /**
   * Returns the class name, and for an error of the library its code and message, which name the
   * SQLSTATE, fields, limits and ids. Messages of other errors may quote content.
   */
  public static String of(Throwable error) {
    String type = error.getClass().getName();
    return error instanceof SessionLifecycleException known
        ? type + " " + known.code() + ": " + known.getMessage()
        : type;
  }

  /** Returns the stable code of an error of the library, else null. */
  public static @Nullable String code(Throwable error) {
    return error instanceof SessionLifecycleException known ? known.code() : null;
  }

  /** Returns the SQLSTATE of a failure of the store, else null. */
  public static @Nullable String sqlState(Throwable error) {
    return error instanceof StoreException store ? store.sqlState().orElse(null) : null;
  }
}
