package dev.sessionlifecycle.examples.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The output of the report.
 *
 * @param out the stream, in UTF-8
 * @param width the maximum line width in columns
 * @param colour whether the stream supports colours
 * @param live whether the last line may be overwritten
 */
record Screen(PrintStream out, int width, boolean colour, boolean live) {
  static final int DEFAULT_WIDTH = 90;
  private static final int MIN_WIDTH = 80;
  private static final int MAX_WIDTH = 100;
  private static final int LABEL_WIDTH = 12;

  /** Returns standard output, as a terminal of known width or as a plain stream without colours. */
  static Screen ofTerminal() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String size = terminalSize();
    if (!size.matches("\\d+ \\d+")) {
      return new Screen(out, DEFAULT_WIDTH, false, false);
    }
    int columns = Integer.parseInt(size.replaceFirst("^\\d+ ", ""));
    int width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns));
    return new Screen(out, width, wantsColour(System.getenv()), true);
  }

  /**
   * Returns rows and columns, which Java cannot query; empty if standard output is not a terminal.
   */
  private static String terminalSize() {
    String command = "test -t 1 && { stty size <&3 2>/dev/null || echo 0 80; } 3<&1 >&2";
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", command).redirectOutput(Redirect.INHERIT).start();
      byte[] size = shell.getErrorStream().readAllBytes();
      return new String(size, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** NO_COLOR applies if set to any value; see no-color.org. */
  static boolean wantsColour(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  String style(Style style, String text) {
    return colour ? style.apply(text) : text;
  }

  void line(String text) {
    out.println(text);
  }

  /** Prints the title of a section. */
  void heading(String title, String explanation) {
    String rule = "─".repeat(Math.max(3, width - 4 - TextWidth.of(title)));
    line("\n" + style(Style.DIM, "── ") + style(Style.BOLD, title) + style(Style.DIM, " " + rule));
    line(style(Style.DIM, "   " + explanation));
  }

  /** Prints a name and its value. */
  void fact(String name, String value) {
    line("   " + style(Style.DIM, TextWidth.padRight(name, LABEL_WIDTH)) + value);
  }

  /** Prints a name and a text of any length, wrapped at blanks. */
  void prose(String name, Style style, String text) {
    List<String> rows = wrap(TextWidth.printable(text), width - LABEL_WIDTH - 3);
    for (int i = 0; i < rows.size(); i++) {
      fact(i == 0 ? name : "", style(style, rows.get(i)));
    }
  }

  static List<String> wrap(String text, int columns) {
    List<String> rows = new ArrayList<>();
    String row = "";
    for (String word : text.strip().split("\\s+", -1)) {
      String piece = TextWidth.cut(word, columns);
      if (!row.isEmpty() && TextWidth.of(row) + 1 + TextWidth.of(piece) > columns) {
        rows.add(row);
        row = "";
      }
      row += (row.isEmpty() ? "" : " ") + piece;
    }
    rows.add(row);
    return rows;
  }
}
