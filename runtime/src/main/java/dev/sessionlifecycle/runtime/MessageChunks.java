package dev.sessionlifecycle.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text into messages of at most so many code points; joined, they are the text again. A
 * grapheme is split only if it alone is longer than a message, and then between code points. Words
 * stay whole if they fit into a message.
 */
final class MessageChunks {

  /** An extended grapheme cluster. */
  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private MessageChunks() {}

  static List<String> split(String text, int longest) {
    if (text.codePointCount(0, text.length()) <= longest) {
      return List.of(text);
    }
    List<String> chunks = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = cut(text, from, longest);
      chunks.add(text.substring(from, to));
      from = to;
    }
    return chunks;
  }

  /** Returns where the message that begins at this index ends, if possible after white space. */
  private static int cut(String text, int from, int longest) {
    Matcher grapheme = GRAPHEME.matcher(text).region(from, text.length());
    int end = from;
    int afterSpace = from;
    int left = longest;
    while (end < text.length() && grapheme.find()) {
      int size = text.codePointCount(grapheme.start(), grapheme.end());
      boolean space = Character.isWhitespace(text.codePointAt(grapheme.start()));
      if (size > left) {
        if (end == from) {
          return text.offsetByCodePoints(from, longest);
        }
        return space || afterSpace == from ? end : afterSpace;
      }
      left -= size;
      end = grapheme.end();
      afterSpace = space ? end : afterSpace;
    }
    return end;
  }
}
