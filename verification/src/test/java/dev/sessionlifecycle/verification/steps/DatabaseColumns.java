package dev.sessionlifecycle.verification.steps;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Every column of every table of a database, as SQL shows it. */
public final class DatabaseColumns {

  private DatabaseColumns() {}

  /**
   * Returns the places that contain the value, ignoring case: {@code table.column}, with the count.
   */
  public static Map<String, Integer> holding(String value, DataSource source) throws SQLException {
    String wanted = value.toLowerCase(Locale.ROOT);
    Map<String, Integer> places = new TreeMap<>();
    try (Connection connection = source.getConnection()) {
      for (String table : tables(connection)) {
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              String text = rows.getString(i);
              if (text != null && text.toLowerCase(Locale.ROOT).contains(wanted)) {
                places.merge(table + "." + rows.getMetaData().getColumnName(i), 1, Integer::sum);
              }
            }
          }
        }
      }
    }
    return places;
  }

  static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE lower(table_schema) = 'public'")) {
      while (rows.next()) {
        tables.add("\"" + rows.getString(1) + "\"");
      }
    }
    return tables;
  }
}
