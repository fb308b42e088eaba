package dev.sessionlifecycle.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonalDataSearchTest {
  @TempDir Path directory;

  @Test
  void a_value_is_found_in_any_column_type_and_letter_case() throws IOException, SQLException {
    Path file = directory.resolve("missing");
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:search;DB_CLOSE_DELAY=-1");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE mixed (a VARCHAR, b CLOB, c JSON, d VARBINARY, e INT, f VARCHAR ARRAY)");
      statement.execute(
          "INSERT INTO mixed VALUES ('x A@example.com', 'a@example.com', JSON '{\"k\":\"a@example.com\"}',"
              + " CAST(STRINGTOUTF8('a@example.com') AS VARBINARY), 1, ARRAY['a@example.com'])");
      statement.execute("INSERT INTO mixed VALUES ('[EMAIL]', null, null, null, null, null)");
    }
    assertEquals(
        Map.of(
            "\"PUBLIC\".\"MIXED\".A", 1,
            "\"PUBLIC\".\"MIXED\".B", 1,
            "\"PUBLIC\".\"MIXED\".C", 1,
            "\"PUBLIC\".\"MIXED\".D", 1,
            "\"PUBLIC\".\"MIXED\".F", 1),
        PersonalDataSearch.run(source, file, List.of("a@example.com")).hits());
    assertEquals(
        new PersonalDataSearch(1, 6, Map.of()),
        PersonalDataSearch.run(source, file, List.of("b@example.com")));
  }

  @Test
  void lines_of_a_file_are_searched_too() throws IOException, SQLException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:empty-search");
    Path file = directory.resolve("memories.jsonl");
    Files.writeString(file, "x\nA@EXAMPLE.com\na@example.com\n");
    assertEquals(
        new PersonalDataSearch(1, 0, Map.of("memories.jsonl", 2)),
        PersonalDataSearch.run(source, file, List.of("a@example.com")));
  }
}
