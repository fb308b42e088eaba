package dev.sessionlifecycle.benchmarks.purge;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Plain statements for tasks outside the library. */
final class Sql implements AutoCloseable {
  private final Connection connection;
  private final Statement statement;

  private Sql(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
  }

  static Sql on(DataSource source) throws SQLException {
    return new Sql(source.getConnection());
  }

  void run(String sql) throws SQLException {
    statement.execute(sql);
  }

  List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  long number(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Returns the rows of a query whose first column is a name and whose others are numbers. */
  Map<String, long[]> numbers(String sql) throws SQLException {
    Map<String, long[]> numbers = new LinkedHashMap<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        long[] row = new long[columns - 1];
        for (int i = 0; i < row.length; i++) {
          row[i] = rows.getLong(i + 2);
        }
        numbers.put(rows.getString(1), row);
      }
    }
    return numbers;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
    connection.close();
  }
}
