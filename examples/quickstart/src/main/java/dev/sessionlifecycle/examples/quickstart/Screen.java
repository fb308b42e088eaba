package dev.sessionlifecycle.examples.quickstart;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the report goes.
 *
 * @param out the stream, in UTF-8
 * @param colour whether it understands colours
 * @param live whether a line may be written over
 */
record Screen(PrintStream out, boolean colour, boolean live) {
  static final int WIDTH = 90;

  String style(Style style, String text) {
    return colour ? style.apply(text) : text;
  }

  void line(String text) {
    out.println(text);
  }

  void blank() {
    out.println();
  }

  /** The title of a section. */
  void heading(String title, String explanation) {
    blank();
    String rest = "─".repeat(Math.max(3, WIDTH - 4 - Widths.of(title)));
    line(style(Style.DIM, "── ") + style(Style.BOLD, title) + " " + style(Style.DIM, rest));
    if (!explanation.isEmpty()) {
      line(style(Style.DIM, "   " + explanation));
    }
  }

  /** A name and its value. */
  void fact(String name, String value) {
    line("   " + style(Style.DIM, Widths.fill(name, 12, false)) + value);
  }

  /** A text of any length under a name, broken at blanks. */
  void prose(String name, Style look, String text) {
    String label = name;
    for (String row : wrap(Widths.clean(text), WIDTH - 15)) {
      fact(label, style(look, row));
      label = "";
    }
  }

  static List<String> wrap(String text, int columns) {
    List<String> rows = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      String piece = Widths.cut(word, columns);
      if (row.length() > 0 && Widths.of(row.toString()) + 1 + Widths.of(piece) > columns) {
        rows.add(row.toString());
        row.setLength(0);
      }
      row.append(row.length() == 0 ? "" : " ").append(piece);
    }
    rows.add(row.toString());
    return rows;
  }
}
