package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.finalize.TextScrubber;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import org.jspecify.annotations.Nullable;

/**
 * Takes personal data out of words that no finalize step reaches. What cannot be examined is not
 * kept.
 *
 * @param scrubber the host's, or that of the chain's own steps
 */
public record InputScrubber(TextScrubber scrubber) {

  /** Stands in the place of a text that could not be examined, or that has become too long. */
  static final String UNEXAMINED = "[REDACTED]";

  /** A text without personal data. */
  public String text(String text, int longest) {
    String scrubbed = scrub(text);
    return scrubbed.length() <= longest || Texts.length(scrubbed) <= longest
        ? scrubbed
        : UNEXAMINED;
  }

  /** Who or what triggered something. */
  public String name(String name) {
    return Anonymizer.USUAL.contains(name) ? name : text(name, Limits.TRIGGERED_BY_LENGTH);
  }

  /** A reason as it was reported; one that is the name of a reason says no more than that. */
  @Nullable String reported(@Nullable String kept) {
    return kept == null || TerminationReason.coerce(kept) != TerminationReason.UNKNOWN
        ? kept
        : text(kept, Limits.REPORTED_REASON_LENGTH);
  }

  /** Notes that a word by which others are found or grouped holds personal data. */
  public void refuse(Validator door, String field, @Nullable String word) {
    if (word != null && !isPlain(word) && !scrub(word).equals(word)) {
      door.reject(field, "must not hold personal data");
    }
  }

  private String scrub(String text) {
    try {
      return scrubber.scrub(text);
    } catch (RuntimeException unexamined) {
      return UNEXAMINED;
    }
  }

  /** Whether it is one word of letters, such as most channels. */
  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c != '_' && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return true;
  }
}
