package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the end user says in one turn.
 *
 * @param turnId the turn; a turn that is retried under the same id does not store the user's
 *     message twice. Null for a new id
 * @param text what the user says: at most 64 KiB of UTF-8, no NUL, no lone surrogate
 */
public record TurnRequest(@Nullable UUID turnId, String text) {
  /** Checks that nothing required is missing. */
  public TurnRequest {
    Validator.require("text", text);
  }

  /** A turn with a new id. */
  public static TurnRequest of(String text) {
    return new TurnRequest(null, text);
  }

  /** Contains the turn id, never the text. */
  @Override
  public String toString() {
    return "TurnRequest[turnId=" + turnId + "]";
  }
}
