package dev.sessionlifecycle.testkit.host;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A table of the store, as the catalog of the database describes it.
 *
 * @param name its name, in lower case: without quotes it is found in any case
 * @param types the types of its columns by name, in lower case
 */
record StoreTable(String name, Map<String, String> types) {
  /** The prefix that the store gives its tables unless told otherwise. */
  private static final String PREFIX = "sl_";

  /** A partition is a part of its table, and the catalog has both. */
  private static final String OF_POSTGRES =
      """
      SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
        AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY c.relname, a.attnum\
      """;

  private static final String OF_H2 =
      """
      SELECT table_name, column_name, data_type FROM information_schema.columns
      WHERE table_schema = CURRENT_SCHEMA
      ORDER BY table_name, ordinal_position\
      """;

  /** Reads the tables of the store, in the schema of the connection. */
  static List<StoreTable> in(Connection connection) throws SQLException {
    boolean isH2 = connection.getMetaData().getDatabaseProductName().equals("H2");
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(isH2 ? OF_H2 : OF_POSTGRES)) {
      try (ResultSet columns = statement.executeQuery()) {
        while (columns.next()) {
          tables
              .computeIfAbsent(lower(columns, 1), it -> new LinkedHashMap<>())
              .put(lower(columns, 2), lower(columns, 3));
        }
      }
      tables.keySet().removeIf(name -> !name.startsWith(PREFIX));
    }
    List<StoreTable> all = new ArrayList<>();
    tables.forEach((name, types) -> all.add(new StoreTable(name, types)));
    return all;
  }

  /** Returns the table of sessions. */
  static StoreTable sessions(List<StoreTable> tables) {
    return tables.stream().filter(it -> it.is("session")).findFirst().orElseThrow();
  }

  private static String lower(ResultSet row, int column) throws SQLException {
    return row.getString(column).toLowerCase(Locale.ROOT);
  }

  boolean is(String nameWithoutPrefix) {
    return name.equals(PREFIX + nameWithoutPrefix);
  }

  boolean has(String column) {
    return types.containsKey(column);
  }

  /** Returns the columns that hold a time. */
  List<String> timeColumns() {
    return types.entrySet().stream()
        .filter(it -> it.getValue().startsWith("timestamp") || it.getValue().startsWith("date"))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Adds each column that has the text. */
  void search(Connection connection, SearchedText text, Set<String> places) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + name);
        ResultSet rows = statement.executeQuery()) {
      List<String> columns = List.copyOf(types.keySet());
      while (rows.next()) {
        for (String column : columns) {
          text.add(rows.getString(column), name + "." + column, places);
        }
      }
    }
  }
}
