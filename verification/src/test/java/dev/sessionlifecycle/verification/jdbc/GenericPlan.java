package dev.sessionlifecycle.verification.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How PostgreSQL runs a statement under a generic plan.
 *
 * @param sql the statement
 * @param text the plan
 * @param buffers how many pages it read
 */
record GenericPlan(String sql, String text, long buffers) {
  private static final Pattern BUFFERS = Pattern.compile("Buffers: shared ([^\\n]*)");
  private static final Pattern NUMBER = Pattern.compile("(?:hit|read)=(\\d+)");
  private static final Pattern WHOLE_TABLE =
      Pattern.compile("Seq Scan on sl_(session|session_detail|chain)\\b");

  /** Explains a statement by running it, and rolls it back. */
  static GenericPlan of(Connection connection, RecordedStatements.RecordedStatement heard)
      throws SQLException {
    StringBuilder numbered = new StringBuilder();
    int place = 0;
    for (char c : heard.sql().toCharArray()) {
      numbered.append(c == '?' ? "$" + ++place : c);
    }
    StringBuilder values = new StringBuilder();
    for (int i = 1; i <= place; i++) {
      String value = heard.parameters().get(i);
      values.append(i == 1 ? "(" : ", ");
      values.append(value == null ? "NULL" : "'" + value.replace("'", "''") + "'");
    }
    String execute = place == 0 ? "EXECUTE it" : "EXECUTE it " + values + ")";
    StringBuilder text = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("PREPARE it AS " + numbered);
      try (ResultSet rows =
          statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF) " + execute)) {
        while (rows.next()) {
          text.append(rows.getString(1)).append('\n');
        }
      }
      statement.execute("DEALLOCATE it");
      statement.execute("ROLLBACK");
    }
    return new GenericPlan(heard.sql(), text.toString(), buffers(text));
  }

  private static long buffers(CharSequence text) {
    long buffers = 0;
    Matcher first = BUFFERS.matcher(text);
    if (first.find()) {
      Matcher numbers = NUMBER.matcher(first.group(1));
      while (numbers.find()) {
        buffers += Long.parseLong(numbers.group(1));
      }
    }
    return buffers;
  }

  boolean readsAWholeTable() {
    return WHOLE_TABLE.matcher(text).find();
  }
}
