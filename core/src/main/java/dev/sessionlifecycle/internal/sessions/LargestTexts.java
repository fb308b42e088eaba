package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How much text the sessions of a page hold. */
public final class LargestTexts {
  /** What a value takes in memory besides its text, roughly. */
  private static final int VALUE = 24;

  private LargestTexts() {}

  /** Returns how many bytes of text a session has at most. */
  public static int ofSession(Limits limits) {
    long bytes = 2L * limits.jsonBytes() + limits.summaryBytes() + 4L * limits.subjectLength();
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  /** Returns how many characters of text a session has, roughly. */
  static long lengthOf(Session session) {
    return lengthOf(session.metadata())
        + lengthOf(session.contextVariables())
        + lengthOf(session.summary())
        + lengthOf(session.subject())
        + (session.disposition() == null ? 0 : lengthOf(session.disposition().note()));
  }

  private static long lengthOf(@Nullable Object value) {
    long length = VALUE;
    if (value instanceof String text) {
      length += text.length();
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        length += lengthOf(entry.getKey()) + lengthOf(entry.getValue());
      }
    } else if (value instanceof Iterable<?> list) {
      for (Object item : list) {
        length += lengthOf(item);
      }
    }
    return length;
  }
}
