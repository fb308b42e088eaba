package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.errors.SessionLifecycleException;

/**
 * Thrown if a request does not prove that it comes from the provider: no signature, another one, or
 * one that is too old. An HTTP API should map it to 401.
 */
public final class UnauthenticatedException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is missing or wrong.
   *
   * @param message names headers and limits, never a value
   */
  public UnauthenticatedException(String message) {
    super("unauthenticated", message, null);
  }
}
