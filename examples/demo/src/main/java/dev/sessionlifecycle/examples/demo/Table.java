package dev.sessionlifecycle.examples.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as wide as its content; if the screen is narrower, the widest columns are cut. */
final class Table {
  private static final String INDENT = "   ";
  private static final String GAP = "  ";

  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * The first character of a header sets the style of its column: {@code >} aligned to the right,
   * {@code *} bold, {@code .} dim, {@code ~} in the colour of each word, {@code |} bars in the
   * colour of the last such word.
   */
  Table(String... heads) {
    this.heads = List.of(heads);
  }

  Table row(@Nullable Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).map(TextWidth::printable).toList());
    return this;
  }

  void print(Screen screen) {
    List<String> names = heads.stream().map(head -> head.replaceFirst("^[>*.~|]", "")).toList();
    int[] widths = names.stream().mapToInt(TextWidth::of).toArray();
    for (List<String> row : rows) {
      Arrays.setAll(widths, i -> Math.max(widths[i], TextWidth.of(row.get(i))));
    }
    int available = screen.width() - INDENT.length() - GAP.length() * (widths.length - 1);
    while (Arrays.stream(widths).sum() > available) {
      int widest = Arrays.stream(widths).max().orElseThrow();
      int column = 0;
      while (widths[column] < widest) {
        column++;
      }
      widths[column]--;
    }
    screen.line(line(screen, names, widths, true));
    rows.forEach(row -> screen.line(line(screen, row, widths, false)));
  }

  private String line(Screen screen, List<String> cells, int[] widths, boolean isHead) {
    StringBuilder line = new StringBuilder(INDENT);
    Style word = Style.BLUE;
    for (int i = 0; i < widths.length; i++) {
      String text = TextWidth.cut(cells.get(i), widths[i]);
      char look = heads.get(i).isEmpty() ? ' ' : heads.get(i).charAt(0);
      word = look == '~' ? Style.of(text) : Character.isLetter(look) ? Style.BLUE : word;
      Style style =
          switch (isHead ? '.' : look) {
            case '*' -> Style.BOLD;
            case '.' -> Style.DIM;
            case '~', '|' -> word;
            default -> Style.PLAIN;
          };
      boolean isLast = i == widths.length - 1;
      String padded =
          look == '>'
              ? TextWidth.padLeft(text, widths[i])
              : TextWidth.padRight(text, isLast ? 0 : widths[i]);
      line.append(screen.style(style, padded)).append(isLast ? "" : GAP);
    }
    return line.toString().stripTrailing();
  }
}
