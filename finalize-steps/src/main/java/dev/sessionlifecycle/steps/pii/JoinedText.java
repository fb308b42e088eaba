package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive pieces of messages, joined into one text that maps back to the messages. Not
 * thread-safe.
 */
final class JoinedText {

  /** A piece of a message: where it begins there, and where it stands in the joined text. */
  record Part(int message, int from, int start, int end) {}

  private final StringBuilder text = new StringBuilder();
  private final List<Part> parts = new ArrayList<>();
  private final String glue;
  private boolean cutAtStart;
  private boolean cutAtEnd;

  JoinedText() {
    this(" ");
  }

  /** Joins the pieces with this between them. */
  JoinedText(String glue) {
    this.glue = glue;
  }

  /** Adds a piece of a message. */
  void add(int message, String whole, int from, int to) {
    if (parts.isEmpty()) {
      cutAtStart = from > 0;
    } else {
      text.append(glue);
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

  /** Returns the pieces that the span covers a part of. */
  List<Part> touched(PiiSpan span) {
    List<Part> touched = new ArrayList<>();
    for (Part part : parts) {
      if (Math.max(span.start(), part.start()) < Math.min(span.end(), part.end())) {
        touched.add(part);
      }
    }
    return touched;
  }

  /**
   * Returns whether the span is so close to a cut that the omitted text could change its meaning.
   */
  boolean isNearCut(PiiSpan span, int reach) {
    return (cutAtStart && span.start() < reach) || (cutAtEnd && span.end() > text.length() - reach);
  }

  /** Replaces the span with a text, in each message that it covers a part of. */
  void replace(PiiSpan span, String with, List<String> texts) {
    for (Part part : touched(span)) {
      int start = Math.max(span.start(), part.start());
      int end = Math.min(span.end(), part.end());
      String before = texts.get(part.message());
      int offset = part.from() - part.start();
      texts.set(
          part.message(),
          before.substring(0, start + offset) + with + before.substring(end + offset));
    }
  }
}
