package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.finalize.TextScrubber;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import org.jspecify.annotations.Nullable;

/**
 * Removes personal data from input that no finalize step reaches. Text that cannot be examined is
 * not kept.
 *
 * @param scrubber the host's, or that of the chain's own steps
 * @param isConfigured whether there is one, and not only one that changes nothing
 */
public record InputScrubber(TextScrubber scrubber, boolean isConfigured) {

  /** Replaces a text that could not be examined or that became too long. */
  static final String UNEXAMINED = "[REDACTED]";

  /** Returns the text without personal data. */
  public String text(String text, int longest) {
    String scrubbed = scrub(text);
    return scrubbed.length() <= longest || Texts.length(scrubbed) <= longest
        ? scrubbed
        : UNEXAMINED;
  }

  /** Returns the name of who or what triggered something, without personal data. */
  public String name(String name) {
    return Anonymizer.USUAL.contains(name) ? name : text(name, Limits.TRIGGERED_BY_LENGTH);
  }

  /** Scrubs a reported reason; one that names a known reason is returned unchanged. */
  @Nullable String reported(@Nullable String kept) {
    return kept == null || TerminationReason.coerce(kept) != TerminationReason.UNKNOWN
        ? kept
        : text(kept, Limits.REPORTED_REASON_LENGTH);
  }

  /** Records a violation if a word used for lookups or grouping holds personal data. */
  public void refuse(Validator door, String field, @Nullable String word) {
    if (word != null && !isPlain(word) && !scrub(word).equals(word)) {
      door.reject(field, "must not hold personal data");
    }
  }

  private String scrub(String text) {
    @Nullable String scrubbed = Callbacks.call(() -> scrubber.scrub(text), e -> UNEXAMINED);
    return scrubbed == null ? UNEXAMINED : scrubbed;
  }

  /** Whether it is one word of letters, as channels are, also {@code line.me} and {@code x.com}. */
  private static boolean isPlain(String word) {
    return word.chars().allMatch(c -> "._-".indexOf(c) >= 0 || isLetter(c | 32));
  }

  private static boolean isLetter(int lowerCase) {
    return lowerCase >= 'a' && lowerCase <= 'z';
  }
}
