package dev.sessionlifecycle.finalize;

/**
 * Removes personal data from a text.
 *
 * <p>A step that also implements this interface, beside {@link FinalizeStep}, is applied to input
 * that its own run cannot reach, because it arrives later or belongs to no ended session: a report
 * that makes a reason specific later, an end that is reported before its session opens, and, if the
 * host wants it so, who placed a hold and why.
 *
 * <p>Called by several threads at once, on the thread of the caller: a scrubber that calls another
 * system makes the caller wait for it.
 */
@FunctionalInterface
public interface TextScrubber {

  /**
   * Returns the text without personal data; the same text if there is none.
   *
   * @throws RuntimeException if the text could not be examined; then none of it is kept
   */
  String scrub(String text);

  /** Returns a scrubber that changes nothing. */
  static TextScrubber none() {
    return text -> text;
  }

  /** Returns a scrubber that applies this one first, then the other. */
  default TextScrubber then(TextScrubber other) {
    return text -> other.scrub(scrub(text));
  }
}
