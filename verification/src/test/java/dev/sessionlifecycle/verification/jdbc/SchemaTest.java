package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.Race;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("long")
class SchemaTest {
  private static final int NODES = 4;

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_missing_schema_is_refused_and_schema_sql_creates_it(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      StoreException refusal = refusal(pool);
      assertThat(refusal).hasMessageContaining("schemaSql()").hasMessageContaining("MIGRATE");
      assertThat(refusal.getMessage()).hasSizeLessThan(200);
      for (int twice = 0; twice < 2; twice++) {
        for (String one : script(JdbcSessionStore.builder(pool))) {
          execute(pool, one);
        }
      }
      assertThat(versions(pool)).containsExactly(1, 2);
      try (JdbcSessionStore store = JdbcSessionStore.of(pool)) {
        store.open(SampleIntents.open(SampleIntents.key()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void the_printed_sql_runs_with_a_custom_schema_and_prefix(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      JdbcSessionStoreBuilder builder =
          JdbcSessionStore.builder(pool).schema("calls").tablePrefix("my_");
      for (String one : script(builder)) {
        execute(pool, one);
      }
      builder.build().open(SampleIntents.open(SampleIntents.key()));
      execute(pool, "DELETE FROM calls.my_lifecycle_schema");
      assertThat(refusal(builder)).hasMessageContaining("version 0");
    }
  }

  @Test
  void a_role_that_may_not_create_a_schema_migrates_in_an_existing_one() throws SQLException {
    String keeper = "keeper_" + UUID.randomUUID().toString().substring(0, 8);
    String url = TestDatabase.POSTGRESQL.url();
    try (HikariDataSource admin = new HikariDataSource(TestDatabase.config(url, 1))) {
      execute(admin, "CREATE ROLE " + keeper + " LOGIN PASSWORD 'keeper'");
      execute(admin, "CREATE SCHEMA calls AUTHORIZATION " + keeper);
    }
    HikariConfig config = TestDatabase.config(url.replaceAll("[?].*", ""), 1);
    config.setUsername(keeper);
    config.setPassword("keeper");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      JdbcSessionStoreBuilder builder =
          JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE);
      builder.schema("calls").build().open(SampleIntents.open(SampleIntents.key()));
      assertThat(refusal(builder.schema("others"))).hasMessageContaining("42501");
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_newer_schema_is_refused(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      migrated(pool).close();
      execute(pool, "INSERT INTO sl_lifecycle_schema (version, applied_at) VALUES (99, now())");
      assertThat(refusal(pool)).hasMessageContaining("version 99").hasMessageContaining("newer");
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void two_stores_share_a_database_by_schema_and_prefix(TestDatabase database) {
    try (HikariDataSource pool = database.pool(2);
        JdbcSessionStore one =
            JdbcSessionStore.builder(pool)
                .schema("calls")
                .tablePrefix("my_")
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        JdbcSessionStore other = migrated(pool)) {
      SessionKey key = SampleIntents.key();
      one.open(SampleIntents.open(key));
      one.append(SampleIntents.append(key, "hello"));
      one.close(SampleIntents.close(key));
      assertThat(one.find(key).orElseThrow().isEnded()).isTrue();
      assertThat(other.find(key)).isEmpty();
      JdbcSessionStore.builder(pool).schema("calls").tablePrefix("my_").build().close();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void nodes_that_start_concurrently_migrate_once(TestDatabase database) throws Exception {
    try (HikariDataSource pool = database.pool(NODES)) {
      startAtOnce(pool);
      assertThat(versions(pool)).containsExactly(1, 2);
    }
  }

  /** There is no cleanup: a node died after this many statements, and then the others all start. */
  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void nodes_that_start_concurrently_resume_a_migration_from_any_point(TestDatabase database)
      throws Exception {
    for (int quarter = 1; quarter <= 4; quarter++) {
      try (HikariDataSource pool = database.pool(NODES)) {
        List<String> statements = script(JdbcSessionStore.builder(pool));
        int done = quarter == 4 ? statements.size() - 1 : statements.size() * quarter / 4;
        for (String statement : statements.subList(0, done)) {
          execute(pool, statement);
        }
        startAtOnce(pool);
        assertThat(versions(pool)).containsExactly(1, 2);
        try (JdbcSessionStore store = JdbcSessionStore.of(pool)) {
          SessionKey key = SampleIntents.key();
          store.open(SampleIntents.open(key));
          store.append(SampleIntents.append(key, "hello"));
          store.close(SampleIntents.close(key));
          assertThat(store.chains().find(key)).isPresent();
        }
      }
    }
  }

  private static void startAtOnce(HikariDataSource pool) {
    Race.values(
        NODES,
        i -> {
          migrated(pool).close();
          return i;
        });
  }

  private static List<Integer> versions(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT version FROM sl_lifecycle_schema ORDER BY 1")) {
      List<Integer> versions = new ArrayList<>();
      while (rows.next()) {
        versions.add(rows.getInt(1));
      }
      return versions;
    }
  }

  private static List<String> script(JdbcSessionStoreBuilder builder) {
    return List.of(builder.schemaSql().split(";\n", 0));
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_interrupted_migration_is_resumed(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      migrated(pool).close();
      execute(pool, "DELETE FROM sl_lifecycle_schema");
      execute(pool, "DROP TABLE sl_receipt");
      execute(pool, "DROP TABLE sl_chain");
      try (JdbcSessionStore store = migrated(pool)) {
        SessionKey key = SampleIntents.key();
        store.open(SampleIntents.open(key));
        store.close(SampleIntents.close(key));
        assertThat(store.chains().find(key)).isPresent();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_unusable_data_source_is_refused_with_the_remedy(TestDatabase database) {
    String url = database.url();
    HikariConfig manual = TestDatabase.config(url, 1);
    manual.setAutoCommit(false);
    try (HikariDataSource pool = new HikariDataSource(manual)) {
      assertThat(refusal(pool))
          .hasMessageContaining("autoCommit=true")
          .hasMessageContaining("joining");
    }
    HikariDataSource closed = new HikariDataSource(TestDatabase.config(url, 1));
    closed.close();
    assertThat(refusal(closed)).hasMessageContaining("closed");
    HikariConfig repeating = TestDatabase.config(url, 1);
    repeating.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    try (HikariDataSource pool = new HikariDataSource(repeating)) {
      assertThat(refusal(pool)).hasMessageContaining("TRANSACTION_READ_COMMITTED");
    }
    if (database == TestDatabase.POSTGRESQL) {
      HikariConfig readOnly = TestDatabase.config(url, 1);
      readOnly.setReadOnly(true);
      try (HikariDataSource pool = new HikariDataSource(readOnly)) {
        assertThat(refusal(pool)).hasMessageContaining("readOnly=false");
      }
    }
  }

  @Test
  void a_read_only_server_is_refused_with_the_remedy() throws SQLException {
    String url = TestDatabase.POSTGRESQL.url();
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 1))) {
      migrated(pool).close();
      execute(
          pool,
          """
          DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',
            current_database()); END $$\
          """);
    }
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 1))) {
      assertThat(refusal(pool))
          .hasMessageContaining("default_transaction_read_only")
          .hasMessageContaining("targetServerType=primary");
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_name_with_sql_in_it_is_refused(TestDatabase database) {
    try (HikariDataSource pool = database.pool(1)) {
      assertThatThrownBy(() -> JdbcSessionStore.builder(pool).tablePrefix("x; DROP").build())
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> JdbcSessionStore.builder(pool).schema("a\"; DROP").build())
          .isInstanceOf(InvalidInputException.class);
    }
  }

  private static StoreException refusal(HikariDataSource pool) {
    return refusal(JdbcSessionStore.builder(pool));
  }

  private static StoreException refusal(JdbcSessionStoreBuilder builder) {
    try (JdbcSessionStore store = builder.build()) {
      throw new AssertionError("was not refused: " + store);
    } catch (StoreException e) {
      return e;
    }
  }

  private static JdbcSessionStore migrated(HikariDataSource pool) {
    return JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
