package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.errors.SessionLifecycleException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The store could not be built. */
final class StoreNotUsableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String sql;

  /**
   * Creates the exception.
   *
   * @param sql creates the schema that is missing; null if something else is wrong
   */
  StoreNotUsableException(SessionLifecycleException cause, @Nullable String sql) {
    super(Objects.requireNonNullElse(cause.getMessage(), cause.code()), cause);
    this.sql = sql;
  }

  @Nullable String sql() {
    return sql;
  }
}
