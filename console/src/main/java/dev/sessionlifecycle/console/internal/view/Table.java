package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/**
 * A table, whose rows become cards where there is little room.
 *
 * @param caption what it lists, for those who do not see the heading above it
 * @param columns the headings
 * @param rows as many cells each as there are headings
 * @param empty what to say if there are no rows
 */
public record Table(String caption, List<String> columns, List<Row> rows, String empty) {

  /**
   * A row.
   *
   * @param pick the value of the box with which it is picked for an action; empty for none
   */
  public record Row(String pick, List<Cell> cells) {}

  public static Row row(Cell... cells) {
    return new Row("", List.of(cells));
  }

  /** Whether a column has numbers; its heading stands above their ends. */
  public boolean isNumber(int column) {
    return rows.stream().anyMatch(row -> row.cells().get(column).isNumber());
  }

  public boolean isPicked() {
    return rows.stream().anyMatch(row -> !row.pick().isEmpty());
  }
}
