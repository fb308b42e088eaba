package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalogues of both databases and both layouts: what exists, and in which order. */
class CatalogueTest {
  /** Tables that belong to no organization. */
  private static final Set<String> OF_NOBODY =
      Set.of("sl_chain_shape", "sl_current_chain", "sl_lifecycle_schema");

  private static final Set<String> PARTIAL =
      Set.of("active", "check", "retention", "due", "parked");

  /** Columns and indexes of each table: each index by its columns, unique or not. */
  private record Catalogue(
      Map<String, List<String>> columns, Map<String, List<List<String>>> indexes) {}

  private static Catalogue h2 = new Catalogue(Map.of(), Map.of());
  private static Catalogue postgres = new Catalogue(Map.of(), Map.of());
  private static Catalogue partitioned = new Catalogue(Map.of(), Map.of());
  private static List<String> definitions = List.of();

  @BeforeAll
  static void read() throws SQLException {
    h2 = read(TestDatabase.H2, TableLayout.PLAIN);
    partitioned = read(TestDatabase.POSTGRESQL, TableLayout.PARTITIONED);
    postgres = read(TestDatabase.POSTGRESQL, TableLayout.PLAIN);
  }

  @AfterAll
  static void forget() {
    definitions = List.of();
  }

  @Test
  void tables_and_columns_are_equal_on_both_databases_and_in_both_layouts() {
    assertThat(h2.columns()).hasSizeGreaterThan(15).isEqualTo(postgres.columns());
    assertThat(partitioned.columns()).isEqualTo(postgres.columns());
  }

  @Test
  void indexes_are_equal_except_for_the_column_that_replaces_a_condition() {
    assertThat(withoutParked(h2)).isEqualTo(withoutParked(postgres));
    assertThat(partitioned.indexes()).isEqualTo(postgres.indexes());
  }

  @Test
  void the_organization_is_the_first_column_of_every_key_and_index() {
    for (Catalogue catalogue : List.of(h2, postgres, partitioned)) {
      assertThat(catalogue.indexes().keySet()).containsAll(catalogue.columns().keySet());
      catalogue
          .indexes()
          .forEach(
              (table, indexes) -> {
                if (!OF_NOBODY.contains(table)) {
                  assertThat(indexes)
                      .as(table)
                      .isNotEmpty()
                      .allMatch(it -> it.get(1).equals("organization_id"));
                  assertThat(catalogue.columns().get(table).get(0)).startsWith("organization_id");
                }
              });
    }
  }

  @Test
  void sessions_have_at_most_five_secondary_indexes() {
    assertThat(List.of(h2, postgres, partitioned))
        .allMatch(it -> it.indexes().getOrDefault("sl_session", List.of()).size() <= 1 + 5);
  }

  @Test
  void an_index_over_some_of_the_rows_is_partial_on_postgresql() {
    assertThat(definitions)
        .filteredOn(it -> PARTIAL.stream().anyMatch(name -> it.contains("_" + name + " ON")))
        .hasSize(PARTIAL.size())
        .allMatch(it -> it.contains(" WHERE "));
  }

  private static Map<String, List<List<String>>> withoutParked(Catalogue catalogue) {
    Map<String, List<List<String>>> indexes = new TreeMap<>(catalogue.indexes());
    indexes.computeIfPresent(
        "sl_chain",
        (table, all) ->
            all.stream()
                .map(it -> it.stream().filter(column -> !column.equals("parked")).toList())
                .distinct()
                .toList());
    return indexes;
  }

  private static Catalogue read(TestDatabase database, TableLayout layout) throws SQLException {
    try (HikariDataSource pool = database.pool(1)) {
      JdbcSessionStore.builder(pool)
          .schemaMode(SchemaMode.MIGRATE)
          .tableLayout(layout)
          .build()
          .close();
      try (Connection connection = pool.getConnection()) {
        if (database == TestDatabase.POSTGRESQL) {
          definitions =
              rows(
                  connection
                      .createStatement()
                      .executeQuery("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"),
                  1);
        }
        return read(connection);
      }
    }
  }

  private static Catalogue read(Connection connection) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    String schema = connection.getSchema();
    Map<String, List<String>> columns = new TreeMap<>();
    Map<String, List<List<String>>> indexes = new TreeMap<>();
    for (String table : tables(data, schema)) {
      String name = table.toLowerCase(Locale.ROOT);
      List<String> ofTable = new ArrayList<>();
      try (ResultSet rows = data.getColumns(null, schema, table, "%")) {
        while (rows.next()) {
          ofTable.add(
              lower(rows, "COLUMN_NAME") + (rows.getInt("NULLABLE") == 0 ? " not null" : ""));
        }
      }
      columns.put(name, ofTable);
      indexes.put(name, indexes(data, schema, table));
    }
    return new Catalogue(columns, indexes);
  }

  /** Returns the tables without partitions, which have no catalogue of their own to check. */
  private static List<String> tables(DatabaseMetaData data, String schema) throws SQLException {
    String[] types = {"TABLE", "BASE TABLE", "PARTITIONED TABLE"};
    return rows(data.getTables(null, schema, "%", types), 3).stream()
        .filter(it -> !it.matches("(?i)sl_(session|message|history)_(\\d+|other)"))
        .toList();
  }

  private static List<List<String>> indexes(DatabaseMetaData data, String schema, String table)
      throws SQLException {
    Map<String, List<String>> byName = new TreeMap<>();
    try (ResultSet rows = data.getIndexInfo(null, schema, table, false, true)) {
      while (rows.next()) {
        if (rows.getString("INDEX_NAME") != null) {
          List<String> index =
              byName.computeIfAbsent(
                  rows.getString("INDEX_NAME"),
                  it -> new ArrayList<>(List.of(isUnique(rows) ? "unique" : "not unique")));
          boolean isDescending = "D".equals(rows.getString("ASC_OR_DESC"));
          index.add(lower(rows, "COLUMN_NAME") + (isDescending ? " desc" : ""));
        }
      }
    }
    return byName.values().stream()
        .sorted((one, other) -> one.toString().compareTo(other.toString()))
        .collect(Collectors.toList());
  }

  private static boolean isUnique(ResultSet row) {
    try {
      return !row.getBoolean("NON_UNIQUE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> rows(ResultSet rows, int column) throws SQLException {
    List<String> all = new ArrayList<>();
    while (rows.next()) {
      all.add(rows.getString(column));
    }
    return all;
  }

  private static String lower(ResultSet row, String column) throws SQLException {
    return row.getString(column).toLowerCase(Locale.ROOT);
  }
}
