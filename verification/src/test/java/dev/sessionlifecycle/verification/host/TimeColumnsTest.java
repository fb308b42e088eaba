package dev.sessionlifecycle.verification.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.testkit.host.JdbcTestStore;
import dev.sessionlifecycle.testkit.host.TestStore;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Time passes on a database by making everything older: so every column that holds a time has to be
 * moved. They are taken from the catalog, each table gets a row, and each column is compared.
 */
class TimeColumnsTest {
  private static final Instant AT = Instant.parse("2026-03-01T00:30:00.123457Z");
  private static final UUID ID = new UUID(1, 2);
  private static final Duration BY = Duration.ofDays(40).plusNanos(7_000);

  /** A column of a table, with the type of JDBC. */
  private record Column(String table, String name, int type, String typeName) {
    boolean isTime() {
      return Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE, Types.TIME)
          .contains(type);
    }

    boolean soundsLikeTime() {
      return name.matches(".*_(at|since|until|month|time|date)");
    }

    Object value() {
      if (isTime()) {
        return Timestamp.from(AT);
      }
      if (name.equals("created_month")) {
        return 202603;
      }
      if (name.equals("state")) {
        return new ChainState(List.of(new ChainState.Progress(ChainState.Phase.PENDING, 1, AT)))
            .encode();
      }
      return switch (type) {
        case Types.INTEGER, Types.BIGINT, Types.SMALLINT -> 99;
        case Types.BIT, Types.BOOLEAN -> false;
        default -> typeName.equalsIgnoreCase("uuid") ? ID : "{}";
      };
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2", "POSTGRESQL", "PARTITIONED"})
  void every_column_that_holds_a_time_moves(TestStoreKind kind) throws SQLException {
    try (TestStore store = kind.open()) {
      DataSource source = store.dataSource().orElseThrow();
      fill(source);
      Set<String> expected =
          columns(source).stream()
              .filter(Column::isTime)
              .map(column -> column.table() + "." + column.name())
              .collect(Collectors.toSet());
      store.advance(BY);
      Map<String, Object> moved = times(source);
      assertThat(moved.keySet()).isEqualTo(expected).hasSizeGreaterThan(30);
      assertThat(moved).allSatisfy((column, time) -> assertThat(time).isEqualTo(AT.minus(BY)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2", "POSTGRESQL", "PARTITIONED"})
  void months_and_retries_move_with_the_times(TestStoreKind kind) throws SQLException {
    try (TestStore store = kind.open()) {
      DataSource source = store.dataSource().orElseThrow();
      fill(source);
      store.advance(BY);
      assertThat(values(source, "SELECT state FROM sl_chain"))
          .containsExactly("p1@" + micros(AT.minus(BY)));
      for (String table : List.of("sl_session", "sl_message", "sl_history")) {
        assertThat(values(source, "SELECT created_month FROM " + table))
            .as(table)
            .containsExactly("202601");
      }
    }
  }

  /** Whatever has the name of a time is one of its type, but for the month that is tested above. */
  @ParameterizedTest
  @EnumSource(names = {"H2", "POSTGRESQL"})
  void no_other_column_sounds_like_a_time(TestStoreKind kind) throws SQLException {
    try (TestStore store = kind.open()) {
      assertThat(columns(store.dataSource().orElseThrow()))
          .filteredOn(column -> !column.isTime() && column.soundsLikeTime())
          .extracting(column -> column.table() + "." + column.name())
          .containsExactlyInAnyOrder(
              "sl_session.created_month", "sl_message.created_month", "sl_history.created_month");
    }
  }

  @Test
  void a_column_that_a_later_version_adds_moves_too() throws SQLException {
    try (TestStore before = TestStoreKind.H2.open()) {
      DataSource source = before.dataSource().orElseThrow();
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER TABLE sl_guard ADD COLUMN later_at timestamp");
      }
      try (TestStore store = JdbcTestStore.emptying(source)) {
        fill(source);
        store.advance(BY);
        assertThat(times(source)).containsEntry("sl_guard.later_at", AT.minus(BY));
      }
    }
  }

  private static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }

  private static List<Column> columns(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      DatabaseMetaData catalog = connection.getMetaData();
      List<Column> columns = new ArrayList<>();
      try (ResultSet rows =
          catalog.getColumns(connection.getCatalog(), connection.getSchema(), "%", "%")) {
        while (rows.next()) {
          columns.add(
              new Column(
                  rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT),
                  rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT),
                  rows.getInt("DATA_TYPE"),
                  rows.getString("TYPE_NAME")));
        }
      }
      columns.removeIf(column -> !column.table().startsWith("sl_"));
      List<String> partitions = partitions(connection);
      columns.removeIf(column -> partitions.contains(column.table()));
      return columns;
    }
  }

  /** Returns the parts of tables, which the catalog lists beside these. */
  private static List<String> partitions(Connection connection) throws SQLException {
    List<String> partitions = new ArrayList<>();
    if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT relname FROM pg_class WHERE relispartition")) {
        while (rows.next()) {
          partitions.add(rows.getString(1));
        }
      }
    }
    return partitions;
  }

  private static void fill(DataSource source) throws SQLException {
    Map<String, List<Column>> tables =
        columns(source).stream().collect(Collectors.groupingBy(Column::table));
    assertThat(tables).containsKeys("sl_session", "sl_chain", "sl_hold");
    try (Connection connection = source.getConnection()) {
      for (List<Column> columns : tables.values()) {
        insert(connection, columns);
      }
    }
  }

  private static void insert(Connection connection, List<Column> columns) throws SQLException {
    String sql =
        columns.stream()
                .map(Column::name)
                .collect(
                    Collectors.joining(
                        ", ", "INSERT INTO " + columns.get(0).table() + " (", ") VALUES ("))
            + columns.stream()
                .map(column -> column.typeName().equals("json") ? "CAST(? AS json)" : "?")
                .collect(Collectors.joining(", ", "", ")"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < columns.size(); i++) {
        statement.setObject(i + 1, columns.get(i).value());
      }
      statement.executeUpdate();
    }
  }

  /** Returns the latest time in each column that holds one. */
  private static Map<String, Object> times(DataSource source) throws SQLException {
    Map<String, Object> times = new TreeMap<>();
    for (Column column : columns(source)) {
      if (column.isTime()) {
        String where = column.table().endsWith("lifecycle_schema") ? " WHERE version = 99" : "";
        try (Connection connection = source.getConnection();
            Statement statement = connection.createStatement();
            ResultSet rows =
                statement.executeQuery(
                    "SELECT " + column.name() + " FROM " + column.table() + where)) {
          assertThat(rows.next()).as(column.toString()).isTrue();
          times.put(column.table() + "." + column.name(), rows.getTimestamp(1).toInstant());
        }
      }
    }
    return times;
  }

  private static List<String> values(DataSource source, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
