package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * A built-in detector: reads plain text once from left to right, looks ahead and back by no more
 * than a fixed number of characters, and never backtracks, so that its cost grows with the length
 * alone.
 */
abstract class TextScanner implements PiiDetector {

  @Override
  public final List<PiiSpan> detect(String text) {
    List<PiiSpan> found = new ArrayList<>();
    scan(PlainText.of(text), found);
    return found;
  }

  /** Adds what is found in a text that {@link PlainText} has mapped. */
  abstract void scan(String text, List<PiiSpan> found);
}
