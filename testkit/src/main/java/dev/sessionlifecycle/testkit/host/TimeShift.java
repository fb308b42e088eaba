package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.spi.ChainState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Moves everything that a database says about times into the past. Its clock cannot be set, so time
 * passes the other way round: what is stored is older than it was.
 *
 * @param by how far, in whole microseconds
 */
record TimeShift(Duration by) {
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private static final String MONTH_OF_SESSION =
      "CAST(EXTRACT(YEAR FROM created_at AT TIME ZONE 'UTC') * 100"
          + " + EXTRACT(MONTH FROM created_at AT TIME ZONE 'UTC') AS integer)";

  /** Returns the duration cut to microseconds, or throws unless it is one that may pass. */
  static Duration checked(Duration by) {
    return Validator.requireBetween("by", by, Duration.ZERO, LONGEST)
        .truncatedTo(ChronoUnit.MICROS);
  }

  /** Moves the times of these tables, within the transaction of the connection. */
  void apply(Connection connection, List<StoreTable> tables) throws SQLException {
    for (StoreTable table : tables) {
      moveStamps(connection, table);
      if (table.is("chain")) {
        moveRetries(connection, table);
      }
    }
    StoreTable sessions = StoreTable.sessions(tables);
    moveMonth(connection, sessions, MONTH_OF_SESSION);
    for (StoreTable table : tables) {
      if (table.has("created_month") && !table.equals(sessions)) {
        moveMonth(connection, table, monthOf(sessions, table));
      }
    }
  }

  private void moveStamps(Connection connection, StoreTable table) throws SQLException {
    List<String> columns = table.timeColumns();
    if (columns.isEmpty()) {
      return;
    }
    String difference =
        isH2(connection)
            ? "DATEADD(MICROSECOND, -" + micros() + ", %s)"
            : "%s - " + micros() + " * interval '1 microsecond'";
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE "
              + table.name()
              + columns.stream()
                  .map(it -> it + " = " + difference.replace("%s", it))
                  .collect(Collectors.joining(", ", " SET ", "")));
    }
  }

  private static String monthOf(StoreTable sessions, StoreTable table) {
    return "(SELECT s.created_month FROM "
        + sessions.name()
        + " s WHERE s.organization_id = "
        + table.name()
        + ".organization_id AND s.id = "
        + table.name()
        + ".session_id)";
  }

  /** The month of a session is a column of its own, and of its messages and history too. */
  private static void moveMonth(Connection connection, StoreTable table, String month)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE "
              + table.name()
              + " SET created_month = "
              + month
              + " WHERE created_month <> "
              + month);
    }
  }

  /** When a step may be retried is part of the state of its chain. */
  private void moveRetries(Connection connection, StoreTable chains) throws SQLException {
    try (Statement read = connection.createStatement();
        PreparedStatement write =
            connection.prepareStatement(
                "UPDATE "
                    + chains.name()
                    + " SET state = ? WHERE organization_id = ? AND session_id = ?");
        ResultSet rows =
            read.executeQuery(
                "SELECT state, organization_id, session_id FROM "
                    + chains.name()
                    + " WHERE state LIKE '%@%'")) {
      while (rows.next()) {
        write.setString(1, moved(ChainState.decode(rows.getString(1))).encode());
        write.setObject(2, rows.getObject(2, UUID.class));
        write.setObject(3, rows.getObject(3, UUID.class));
        write.addBatch();
      }
      write.executeBatch();
    }
  }

  private ChainState moved(ChainState state) {
    return new ChainState(
        state.steps().stream()
            .map(
                it ->
                    new ChainState.Progress(
                        it.phase(),
                        it.attempts(),
                        it.notBefore() == null ? null : it.notBefore().minus(by),
                        it.kind(),
                        it.enrichments()))
            .toList(),
        state.purged());
  }

  private long micros() {
    return by.toSeconds() * 1_000_000 + by.toNanosPart() / 1_000;
  }

  private static boolean isH2(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("H2");
  }
}
