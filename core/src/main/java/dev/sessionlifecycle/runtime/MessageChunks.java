package dev.sessionlifecycle.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into messages of at most so many code points. Put together again they are the text.
 * What the user sees as one character stays whole, unless it alone is longer than a message; then
 * it is cut between code points. Words stay whole where they fit a message.
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

  /** Where the message that begins there ends: after its last white space, if it must be cut. */
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
