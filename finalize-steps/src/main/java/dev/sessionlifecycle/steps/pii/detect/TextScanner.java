package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * A built-in detector. It reads normalized text once from left to right, looks ahead and back by a
 * bounded number of characters, and never backtracks, so its cost is linear in the length.
 */
abstract class TextScanner implements PiiDetector {

  @Override
  public final List<PiiSpan> detect(String text) {
    PlainText plain = PlainText.read(text);
    List<PiiSpan> found = new ArrayList<>();
    scan(plain.text(), found);
    return Spans.original(plain, found);
  }

  /** Adds the findings in a text normalized by {@link PlainText}. */
  abstract void scan(String text, List<PiiSpan> found);
}
