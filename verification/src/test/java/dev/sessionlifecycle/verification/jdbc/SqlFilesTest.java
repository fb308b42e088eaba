package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.store.jdbc.internal.connect.SchemaFiles;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.H2Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The statements of the SQL files, each prepared on its own database and on every schema. */
class SqlFilesTest {
  /** Up to this many blocks of a statement are tried in all combinations, more of them in pairs. */
  private static final int FEW_BLOCKS = 4;

  @Test
  void every_statement_of_h2_can_be_prepared() throws SQLException {
    for (int version = 1; version <= SchemaFiles.newest(); version++) {
      String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
      prepareAll(url, TableLayout.PLAIN, version);
    }
  }

  @Test
  void every_statement_of_postgresql_can_be_prepared() throws SQLException {
    for (int version = 1; version <= SchemaFiles.newest(); version++) {
      String url = PostgresServer.shared().createDatabase().url();
      prepareAll(url, TableLayout.PARTITIONED, version);
    }
  }

  @Test
  void every_statement_of_distributed_tables_can_be_prepared() throws SQLException {
    for (int version = 1; version <= SchemaFiles.newest(); version++) {
      String url = PostgresServer.shared().createDatabase().url();
      try (Connection connection = DriverManager.getConnection(url)) {
        prepareAll(url, TableLayout.PLAIN, version, Dialect.of(connection, true));
      }
    }
  }

  private static void prepareAll(String url, TableLayout layout, int version) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      prepareAll(url, layout, version, Dialect.of(connection));
    }
  }

  private static void prepareAll(String url, TableLayout layout, int version, Dialect dialect)
      throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection()) {
      SchemaVersions.create(pool, layout, version);
      try (JdbcSessionStore store = JdbcSessionStore.builder(pool).tableLayout(layout).build()) {
        store.prepareMonths(1);
      }
      List<String> failed = new ArrayList<>();
      for (boolean databaseClock : List.of(true, false)) {
        SqlTemplates sql =
            new SqlTemplates(dialect, null, "sl_", databaseClock).forVersion(version);
        assertThat(sql.names()).hasSizeGreaterThan(50);
        for (String name : sql.names()) {
          for (Set<String> blocks : combinations(List.copyOf(sql.blocks(name)))) {
            String problem = problem(connection, complete(sql.get(name, blocks)));
            if (problem != null) {
              failed.add(name + " " + blocks + ": " + problem);
            }
          }
        }
      }
      assertThat(failed).isEmpty();
    }
  }

  @Test
  void unknown_names_are_refused() {
    SqlTemplates sql = new SqlTemplates(new H2Dialect(true), null, "", true);
    assertThatThrownBy(() -> sql.get("no_such_statement"))
        .hasMessage("no statement is named no_such_statement in sql/common or sql/h2");
    assertThatThrownBy(() -> sql.get("find_session", "no_such_block"))
        .hasMessage("statement find_session has the blocks []");
  }

  private static String complete(String statement) {
    String month = YearMonth.now(ZoneOffset.UTC).toString().replace("-", "");
    return SqlTemplates.limit(statement, 1)
        .replace("<month>", month)
        .replace("{statuses}", "'active'")
        .replaceAll("(?<!:):[a-zA-Z][a-zA-Z0-9]*", "?");
  }

  private static String problem(Connection connection, String statement) {
    // Whatever is still in braces was never expanded; asking for the parameters makes PostgreSQL
    // parse the statement.
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.getParameterMetaData();
      return statement.contains("{") ? "not expanded: " + statement : null;
    } catch (SQLException e) {
      return e.getMessage() + " in " + statement;
    }
  }

  private static Set<Set<String>> combinations(List<String> blocks) {
    Set<Set<String>> all = new LinkedHashSet<>();
    all.add(Set.of());
    if (blocks.size() <= FEW_BLOCKS) {
      for (int bits = 0; bits < 1 << blocks.size(); bits++) {
        Set<String> some = new LinkedHashSet<>();
        for (int i = 0; i < blocks.size(); i++) {
          if ((bits & 1 << i) != 0) {
            some.add(blocks.get(i));
          }
        }
        all.add(some);
      }
    } else {
      all.add(Set.copyOf(blocks));
      blocks.forEach(
          one -> blocks.forEach(other -> all.add(new LinkedHashSet<>(List.of(one, other)))));
    }
    return all;
  }
}
