package dev.sessionlifecycle.http;

import dev.sessionlifecycle.errors.SessionLifecycleException;

/**
 * Thrown where a request is not a webhook of a sender whose secret is known, or too old or too new.
 * An HTTP API should answer 401 and do nothing else. Names what was wrong, never a signature or a
 * secret.
 */
public final class UnverifiedWebhookException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  UnverifiedWebhookException(String what) {
    super("webhook_unverified", what, null);
  }
}
