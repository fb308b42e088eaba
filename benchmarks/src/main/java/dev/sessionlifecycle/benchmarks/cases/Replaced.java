package dev.sessionlifecycle.benchmarks.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a scrubbed text differs from the text: the ranges that labels stand for. */
record Replaced(String type, int start, int end) {

  private static final Pattern LABEL = Pattern.compile("\\[([A-Z][A-Z0-9_]*)]");

  /**
   * Returns whether this hides the whole value together with at most as much other text.
   *
   * @param wanted the type it must have; empty for any
   */
  boolean hides(String wanted, int from, int to) {
    boolean isWhole = start <= from && end >= to;
    boolean isType = wanted.isEmpty() || wanted.equals(type);
    return isWhole && isType && end - start <= 2 * (to - from);
  }

  /** Returns the ranges, in order; throws if the scrubbed text is not the text with labels. */
  static List<Replaced> of(String text, String scrubbed) {
    List<Replaced> ranges = new ArrayList<>();
    Matcher label = LABEL.matcher(scrubbed);
    int at = 0;
    int from = 0;
    String open = "";
    int opened = 0;
    while (true) {
      boolean found = label.find();
      String literal = scrubbed.substring(from, found ? label.start() : scrubbed.length());
      int place = found ? text.indexOf(literal, at) : text.length() - literal.length();
      if (open.isEmpty() ? !text.startsWith(literal, at) : place < at) {
        throw new IllegalStateException("cannot be aligned: " + scrubbed);
      }
      if (!open.isEmpty()) {
        place = literal.isEmpty() && found ? at : place;
        ranges.add(new Replaced(open, opened, place));
      } else {
        place = at;
      }
      if (!found) {
        return ranges;
      }
      at = place + literal.length();
      open = label.group(1);
      opened = at;
      from = label.end();
    }
  }
}
