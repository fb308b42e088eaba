package dev.sessionlifecycle.errors;

import org.jspecify.annotations.Nullable;

/**
 * The root of every error that the library throws on purpose. If one is thrown, nothing was
 * changed. Messages name fields, limits and ids, never content.
 */
public abstract class SessionLifecycleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  protected SessionLifecycleException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** A stable name of the kind of error, such as {@code session_not_found}. */
  public String code() {
    return code;
  }
}
