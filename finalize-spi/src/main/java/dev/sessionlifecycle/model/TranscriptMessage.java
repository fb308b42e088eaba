package dev.sessionlifecycle.model;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.UUID;

/**
 * One message of a transcript.
 *
 * @param id the message's id, unique within its session
 * @param role who wrote or spoke it
 * @param text its text as it stands in the store now: after the scrub, the scrubbed text
 * @param sentAt when it was sent, to the microsecond
 */
public record TranscriptMessage(UUID id, MessageRole role, String text, Instant sentAt) {
  /** Checks that nothing is missing. */
  public TranscriptMessage {
    Validator.require("id", id);
    Validator.require("role", role);
    Validator.require("text", text);
    Validator.require("sent_at", sentAt);
  }

  /** Names none of the content. */
  @Override
  public String toString() {
    return "TranscriptMessage[id=" + id + ", role=" + role + "]";
  }
}
