package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fits the spans of any detector to a text. */
public final class Spans {

  private Spans() {}

  /**
   * Returns the part of the span that lies within the text and not before {@code from}, widened to
   * whole code points; null if nothing is left.
   */
  static @Nullable public PiiSpan wholeCharacters(String text, PiiSpan span, int from) {
    Validator.require("text", text);
    Validator.require("span", span);
    int start = Math.max(span.start(), from);
    int end = Math.min(span.end(), text.length());
    if (start >= end) {
      return null;
    }
    if (start > from && splits(text, start)) {
      start--;
    }
    if (end < text.length() && splits(text, end)) {
      end++;
    }
    return new PiiSpan(span.type(), start, end);
  }

  /** Returns spans of a normalized text as spans of the original. */
  static List<PiiSpan> original(PlainText plain, List<PiiSpan> found) {
    List<PiiSpan> spans = new ArrayList<>(found.size());
    for (PiiSpan span : found) {
      spans.add(new PiiSpan(span.type(), plain.start(span.start()), plain.start(span.end())));
    }
    return spans;
  }

  private static boolean splits(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at))
        && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
