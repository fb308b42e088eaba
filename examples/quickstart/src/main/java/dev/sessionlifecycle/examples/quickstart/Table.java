package dev.sessionlifecycle.examples.quickstart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table as wide as its content, of columns that are cut where they are too wide. */
final class Table {
  /** A cell and how it looks. */
  record Cell(String text, Style style) {
    static Cell of(Object value) {
      return value instanceof Cell cell ? cell : new Cell(String.valueOf(value), Style.PLAIN);
    }
  }

  private final List<String> heads;
  private final int[] most;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** Begins with the heads of the columns; one that begins with {@code >} is flush right. */
  Table(String... heads) {
    this.heads = List.of(heads);
    this.most = new int[heads.length];
    Arrays.fill(most, Screen.WIDTH);
  }

  /** At most this many characters in this column. */
  Table atMost(int column, int columns) {
    most[column] = columns;
    return this;
  }

  Table row(Object... cells) {
    rows.add(
        Arrays.stream(cells)
            .map(Cell::of)
            .map(cell -> new Cell(Widths.clean(cell.text()), cell.style()))
            .toList());
    return this;
  }

  List<String> lines(Screen screen) {
    List<String> lines = new ArrayList<>();
    List<Cell> head = heads.stream().map(text -> new Cell(name(text), Style.DIM)).toList();
    int[] widths = new int[most.length];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      int widest = rows.stream().mapToInt(row -> Widths.of(row.get(column).text())).max().orElse(0);
      widths[i] = Math.min(most[i], Math.max(Widths.of(name(heads.get(i))), widest));
    }
    if (!heads.stream().allMatch(String::isEmpty)) {
      lines.add(line(screen, head, widths));
    }
    rows.forEach(row -> lines.add(line(screen, row, widths)));
    return lines;
  }

  void print(Screen screen) {
    lines(screen).forEach(line -> screen.line("   " + line));
  }

  private String line(Screen screen, List<Cell> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      boolean right = heads.get(i).startsWith(">");
      boolean last = i == widths.length - 1;
      String text = Widths.cut(cells.get(i).text(), widths[i]);
      String filled = last && !right ? text : Widths.fill(text, widths[i], right);
      line.append(screen.style(cells.get(i).style(), filled)).append(last ? "" : "  ");
    }
    return line.toString();
  }

  private static String name(String head) {
    return head.startsWith(">") ? head.substring(1) : head;
  }
}
