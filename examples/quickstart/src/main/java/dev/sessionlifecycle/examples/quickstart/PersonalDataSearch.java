package dev.sessionlifecycle.examples.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Looks for pieces of text in every column of every row of every table, as SQL sees them, whatever
 * the type of the column. Reads the whole database: for small ones.
 */
final class PersonalDataSearch {
  /**
   * What was found.
   *
   * @param columns how many columns were read
   * @param found the columns that hold a piece, each with the number of rows; never the piece
   */
  record Result(int columns, Map<String, Integer> found) {
    int rows() {
      return found.values().stream().mapToInt(Integer::intValue).sum();
    }

    Result and(Result other) {
      Map<String, Integer> both = new TreeMap<>(found);
      both.putAll(other.found);
      return new Result(columns + other.columns, both);
    }
  }

  private PersonalDataSearch() {}

  static Result search(DataSource source, List<String> pieces) throws SQLException {
    List<String> folded = pieces.stream().map(PersonalDataSearch::fold).toList();
    Map<String, Integer> found = new TreeMap<>();
    int columns = 0;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : tables(connection.getMetaData())) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          columns += rows.getMetaData().getColumnCount();
          while (rows.next()) {
            searchRow(table, rows, folded, found);
          }
        }
      }
    }
    return new Result(columns, found);
  }

  /** The same for the lines of a file; a missing one has none. */
  static Result search(Path file, List<String> pieces) throws IOException {
    if (!Files.exists(file)) {
      return new Result(0, Map.of());
    }
    List<String> folded = pieces.stream().map(PersonalDataSearch::fold).toList();
    try (Stream<String> lines = Files.lines(file)) {
      int found = (int) lines.filter(line -> holds(fold(line), folded)).count();
      return new Result(0, found == 0 ? Map.of() : Map.of(file.getFileName() + "", found));
    }
  }

  private static boolean holds(String text, List<String> pieces) {
    return pieces.stream().anyMatch(text::contains);
  }

  private static void searchRow(
      String table, ResultSet row, List<String> pieces, Map<String, Integer> found)
      throws SQLException {
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String value = text(row, i);
      if (holds(value, pieces)) {
        found.merge(table + "." + row.getMetaData().getColumnName(i), 1, Integer::sum);
      }
    }
  }

  /** Letter case does not hide anything. */
  private static String text(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof byte[] bytes) {
      return fold(new String(bytes, StandardCharsets.UTF_8));
    }
    String text = row.getString(column);
    return text == null ? "" : fold(text);
  }

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static List<String> tables(DatabaseMetaData database) throws SQLException {
    List<String> tables = new ArrayList<>();
    String quote = database.getIdentifierQuoteString();
    try (ResultSet rows = database.getTables(null, null, "%", null)) {
      while (rows.next()) {
        String schema = rows.getString("TABLE_SCHEM");
        String type = String.valueOf(rows.getString("TABLE_TYPE"));
        boolean ofTheSystem =
            schema.equalsIgnoreCase("information_schema")
                || schema.startsWith("pg_")
                || !type.contains("TABLE");
        if (!ofTheSystem) {
          tables.add(quote + schema + quote + "." + quote + rows.getString("TABLE_NAME") + quote);
        }
      }
    }
    return tables;
  }
}
