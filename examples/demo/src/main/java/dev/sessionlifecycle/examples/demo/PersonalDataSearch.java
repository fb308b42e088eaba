package dev.sessionlifecycle.examples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The result of a case-insensitive search for known personal data in a file and in every column of
 * every row of a database, as visible to SQL. Reads everything, so it suits only small databases.
 *
 * @param pieces the number of pieces of personal data searched for
 * @param columns the number of columns read
 * @param hits the columns and files that contain a piece, with the number of rows; never the piece
 *     itself
 */
record PersonalDataSearch(int pieces, int columns, Map<String, Integer> hits) {
  private static final String SAMPLE = "sample-personal-data.txt";

  /** Returns every e-mail address, telephone number and card number of the sample. */
  static List<String> sample() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PersonalDataSearch.class.getResourceAsStream(SAMPLE), SAMPLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  static PersonalDataSearch run(DataSource source, Path file, List<String> pieces)
      throws IOException, SQLException {
    Map<String, Integer> hits = new TreeMap<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      search(line, String.valueOf(file.getFileName()), pieces, hits);
    }
    int columns = 0;
    try (Connection connection = source.getConnection();
        var statement = connection.createStatement()) {
      for (String table : tables(connection)) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          int width = row.getMetaData().getColumnCount();
          columns += width;
          while (row.next()) {
            for (int i = 1; i <= width; i++) {
              String text =
                  row.getObject(i) instanceof byte[] bytes
                      ? new String(bytes, StandardCharsets.UTF_8)
                      : row.getString(i);
              String place = table + "." + row.getMetaData().getColumnName(i);
              search(String.valueOf(text), place, pieces, hits);
            }
          }
        }
      }
    }
    return new PersonalDataSearch(pieces.size(), columns, hits);
  }

  private static void search(
      String text, String place, List<String> pieces, Map<String, Integer> hits) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    if (pieces.stream().anyMatch(piece -> lowerCase.contains(piece.toLowerCase(Locale.ROOT)))) {
      hits.merge(place, 1, Integer::sum);
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    String quote = connection.getMetaData().getIdentifierQuoteString();
    try (ResultSet rows = connection.getMetaData().getTables(null, null, "%", null)) {
      while (rows.next()) {
        String schema = rows.getString("TABLE_SCHEM");
        boolean isSystem = schema.matches("(?i)information_schema|pg_.*");
        if (!isSystem && String.valueOf(rows.getString("TABLE_TYPE")).contains("TABLE")) {
          tables.add(quote + schema + quote + "." + quote + rows.getString("TABLE_NAME") + quote);
        }
      }
    }
    return tables;
  }
}
