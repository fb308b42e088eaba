package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.errors.SessionLifecycleException;

/**
 * Thrown if the body of a request cannot be read: not in the provider's format, without the id of
 * the call, or beyond the bounds of {@link ProviderAdapter}. An HTTP API should map it to 400.
 */
public final class MalformedPayloadException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is missing or wrong.
   *
   * @param message names fields and limits, never content
   */
  public MalformedPayloadException(String message) {
    super("malformed_payload", message, null);
  }
}
