package dev.sessionlifecycle.http;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;

/**
 * A webhook whose signature was verified.
 *
 * @param id its id: the same in each attempt to deliver it, and different for any other webhook
 * @param sentAt when the attempt was made, to the second
 */
public record ReceivedWebhook(String id, Instant sentAt) {
  /** Checks that both are there. */
  public ReceivedWebhook {
    Validator.require("id", id);
    Validator.require("sent_at", sentAt);
  }

  /** Leaves out the id, which is the sender's text. */
  @Override
  public String toString() {
    return "ReceivedWebhook[sentAt=" + sentAt + "]";
  }
}
