package dev.sessionlifecycle.runtime;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the end user says, and is to be answered.
 *
 * @param turnId the turn; a turn that is tried again under the same id does not store the user's
 *     message twice. Null to have one made
 * @param text what the user says: at most 64 KiB of UTF-8, no NUL, no lone surrogate
 */
public record TurnRequest(@Nullable UUID turnId, String text) {
  /** Checks that nothing required is missing. */
  public TurnRequest {
    Objects.requireNonNull(text, "text");
  }

  /** A turn under an id of its own. */
  public static TurnRequest of(String text) {
    return new TurnRequest(null, text);
  }

  /** Names the turn, never the text. */
  @Override
  public String toString() {
    return "TurnRequest[turnId=" + turnId + "]";
  }
}
