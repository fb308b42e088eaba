package dev.sessionlifecycle.finalize;

/**
 * Takes personal data out of a text.
 *
 * <p>A step that implements this beside {@link FinalizeStep} is asked at the door too, about words
 * that its own run cannot reach, since they come after it or belong to no session that has ended:
 * the report that makes a reason specific later, an end that is reported before its session opens,
 * who placed a hold and why.
 *
 * <p>Called by several threads at once, on the thread of the caller: a scrubber that asks another
 * system makes the caller wait for it.
 */
@FunctionalInterface
public interface TextScrubber {

  /**
   * The text without personal data; the same text where there is none.
   *
   * @throws RuntimeException where the text could not be examined; then none of it is kept
   */
  String scrub(String text);

  /** Finds nothing. */
  static TextScrubber none() {
    return text -> text;
  }

  /** First this, then the other. */
  default TextScrubber then(TextScrubber other) {
    return text -> other.scrub(scrub(text));
  }
}
