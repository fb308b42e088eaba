package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive pieces of messages, joined into one text that maps back to the messages. Not
 * thread-safe.
 */
final class JoinedText {

  private record Part(int message, int from, int start, int end) {}

  private final StringBuilder text = new StringBuilder();
  private final List<Part> parts = new ArrayList<>();
  private boolean cutAtStart;
  private boolean cutAtEnd;

  /** Adds a piece of a message. */
  void add(int message, String whole, int from, int to) {
    if (parts.isEmpty()) {
      cutAtStart = from > 0;
    } else {
      text.append(' ');
    }
    cutAtEnd = to < whole.length();
    parts.add(new Part(message, from, text.length(), text.length() + to - from));
    text.append(whole, from, to);
  }

  String text() {
    return text.toString();
  }

  int length() {
    return text.length();
  }

  int parts() {
    return parts.size();
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Returns whether the span is so close to a cut that the omitted text could change its meaning.
   */
  boolean isNearCut(PiiSpan span, int reach) {
    return (cutAtStart && span.start() < reach) || (cutAtEnd && span.end() > text.length() - reach);
  }

  /** Replaces the span with a text, in each message that it covers a part of. */
  void replace(PiiSpan span, String with, List<String> texts) {
    for (Part part : parts) {
      int start = Math.max(span.start(), part.start());
      int end = Math.min(span.end(), part.end());
      if (start < end) {
        String before = texts.get(part.message());
        int offset = part.from() - part.start();
        texts.set(
            part.message(),
            before.substring(0, start + offset) + with + before.substring(end + offset));
      }
    }
  }
}
