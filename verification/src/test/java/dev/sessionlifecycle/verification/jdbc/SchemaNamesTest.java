package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.api.Trigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are taken, tables that were changed, and schemas with unusual names. */
@Tag("long")
class SchemaNamesTest {
  private static final List<String> TABLES =
      List.of(
          "session",
          "session_detail",
          "message",
          "history",
          "external_ref",
          "chain_shape",
          "chain",
          "current_chain",
          "attempt",
          "eval_run",
          "retention_policy",
          "retention_rule",
          "retention_default",
          "hold",
          "guard",
          "receipt",
          "lifecycle_schema");

  private static final String PASS =
      "CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";

  private static final List<String> INDEXES =
      List.of(
          "session_listing",
          "session_end_user",
          "session_active",
          "session_sweep_due",
          "session_retention_due",
          "message_id",
          "external_ref_kept",
          "chain_due",
          "chain_parked",
          "hold_end_user",
          "hold_session");

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_table_that_the_library_did_not_make_is_refused_by_name(TestDatabase database)
      throws SQLException {
    List<String> existing = new ArrayList<>();
    TABLES.forEach(table -> existing.add("CREATE TABLE %s.sl_" + table + " (id integer)"));
    existing.add("CREATE TABLE %s.sl_lifecycle_schema (version varchar(9))");
    existing.add("CREATE VIEW %s.sl_hold AS SELECT 1 AS x");
    refused(database, existing);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_index_of_the_host_with_a_name_of_the_library_is_refused(TestDatabase database)
      throws SQLException {
    String index = database == TestDatabase.H2 ? "%s.sl_" : "sl_";
    refused(
        database,
        INDEXES.stream()
            .map(
                name ->
                    "CREATE TABLE %s.orders (u uuid); CREATE INDEX "
                        + index
                        + name
                        + " ON %s.orders (u)")
            .toList());
  }

  @Test
  void a_sequence_or_a_type_of_the_host_is_refused_by_name() throws SQLException {
    refused(
        TestDatabase.POSTGRESQL,
        List.of(
            "CREATE SEQUENCE %s.sl_hold",
            "CREATE TYPE %s.sl_hold AS ENUM ('a')",
            "CREATE TYPE %s.sl_hold AS (a integer)",
            "CREATE DOMAIN %s.sl_hold AS integer",
            "CREATE MATERIALIZED VIEW %s.sl_hold AS SELECT 1 AS x",
            "CREATE TABLE %s.sl_hold_session (a integer)",
            "CREATE SEQUENCE %s.sl_chain_due"));
  }

  private static void refused(TestDatabase database, List<String> existing) throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      for (int i = 0; i < existing.size(); i++) {
        String schema = "host" + i;
        String taken = existing.get(i).replace("%s", schema);
        String name = taken.replaceAll("(?s).*(?<!FROM )(sl_\\w+).*", "$1");
        execute(pool, "CREATE SCHEMA " + schema + "; " + taken);
        List<String> before = tables(pool);
        for (JdbcSessionStoreBuilder builder :
            List.of(migrating(pool), JdbcSessionStore.builder(pool))) {
          StoreException refusal = refusal(builder.schema(schema));
          assertThat(refusal.getMessage()).as(taken).containsIgnoringCase(name);
          assertThat(refusal.isTransient()).isFalse();
          assertThat(tables(pool)).as(taken).isEqualTo(before);
        }
      }
      use(migrating(pool).schema("host0").tablePrefix("other_"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void names_without_the_prefix_stay_free_for_the_host(TestDatabase database) throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      for (String table : TABLES) {
        execute(pool, "CREATE TABLE " + table + " (id integer)");
      }
      for (String index : INDEXES) {
        execute(pool, "CREATE INDEX " + index + " ON receipt (id)");
      }
      use(migrating(pool));
      use(JdbcSessionStore.builder(pool));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void every_difference_is_listed_with_the_sql_that_mends_it(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      use(migrating(pool));
      List<String> changes =
          List.of(
              "DROP TABLE sl_hold",
              "DROP INDEX sl_session_active",
              "ALTER TABLE sl_session DROP COLUMN duration_ms",
              "ALTER TABLE sl_session ALTER COLUMN has_recording DROP DEFAULT",
              "ALTER TABLE sl_session ALTER COLUMN version DROP NOT NULL",
              "ALTER TABLE sl_message ALTER COLUMN role TYPE varchar(20)",
              "ALTER TABLE sl_history ADD COLUMN tenant integer DEFAULT 1 NOT NULL",
              "ALTER TABLE sl_history ALTER COLUMN tenant DROP DEFAULT",
              "DROP INDEX sl_message_id",
              "CREATE INDEX sl_message_id ON sl_message (organization_id, id)",
              "DROP INDEX sl_chain_due",
              "CREATE INDEX sl_chain_due ON sl_session_detail (id)");
      for (String change : changes) {
        execute(pool, database == TestDatabase.H2 ? change.replace(" TYPE ", " ") : change);
      }
      StoreException refusal = refusal(JdbcSessionStore.builder(pool));
      String text = String.valueOf(refusal.getMessage());
      assertThat(text.lines().filter(line -> line.startsWith("- "))).hasSize(9);
      assertThat(refusal(migrating(pool))).hasMessage(text);
      for (String statement : statements(text)) {
        execute(pool, statement);
      }
      use(JdbcSessionStore.builder(pool));
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void what_the_host_added_and_may_refuse_writes_is_listed_with_sql(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      use(migrating(pool));
      execute(pool, "CREATE TABLE crm (id uuid PRIMARY KEY)");
      execute(pool, "CREATE INDEX harmless ON sl_session (channel)");
      execute(pool, "ALTER TABLE crm ADD CONSTRAINT sl_hold_session CHECK (id IS NOT NULL)");
      List<String> changes = new ArrayList<>();
      changes.add("CREATE UNIQUE INDEX one_subject ON sl_session_detail (subject)");
      changes.add("CREATE UNIQUE INDEX \"One Hold\" ON sl_hold (end_user_id)");
      changes.add("ALTER TABLE sl_message ADD CONSTRAINT one_role UNIQUE (role)");
      changes.add("ALTER TABLE sl_message ADD CONSTRAINT \"Short\" CHECK (role <> 'x')");
      changes.add("ALTER TABLE sl_chain ADD CONSTRAINT sl_chain_due CHECK (parked >= 0)");
      changes.add(
          "ALTER TABLE sl_hold ADD CONSTRAINT of_crm FOREIGN KEY (end_user_id)"
              + " REFERENCES crm (id)");
      if (database == TestDatabase.POSTGRESQL) {
        changes.add("CREATE UNIQUE INDEX lower_role ON sl_message (lower(role)) WHERE role = 'x'");
        changes.add("ALTER TABLE sl_hold ADD EXCLUDE (session_id WITH =)");
        execute(pool, PASS);
        changes.add(
            "CREATE TRIGGER \"Stamp\" BEFORE UPDATE ON sl_session FOR EACH ROW EXECUTE FUNCTION pass()");
        changes.add("CREATE RULE nothing AS ON DELETE TO sl_message DO INSTEAD NOTHING");
        changes.add("ALTER TABLE sl_chain SET UNLOGGED");
        execute(
            pool,
            "CREATE TRIGGER audit AFTER INSERT ON sl_session FOR EACH ROW EXECUTE FUNCTION pass();"
                + "CREATE TRIGGER off BEFORE INSERT ON sl_hold FOR EACH ROW EXECUTE FUNCTION pass();"
                + "ALTER TABLE sl_hold DISABLE TRIGGER off;"
                + "ALTER TABLE sl_hold ENABLE ROW LEVEL SECURITY"); // not for the owner
      } else {
        String trigger = " FOR EACH ROW CALL '" + PassingTrigger.class.getName() + "'";
        changes.add("CREATE TRIGGER stamp BEFORE UPDATE ON sl_session" + trigger);
        execute(pool, "CREATE TRIGGER audit AFTER INSERT ON sl_session" + trigger);
      }
      for (String change : changes) {
        execute(pool, change);
      }
      String text = String.valueOf(refusal(JdbcSessionStore.builder(pool)).getMessage());
      assertThat(text.lines().filter(line -> line.startsWith("- "))).hasSize(changes.size());
      assertThat(refusal(migrating(pool))).hasMessage(text);
      for (String statement : statements(text)) {
        execute(pool, statement);
      }
      use(JdbcSessionStore.builder(pool));
    }
  }

  /** Does nothing; H2 makes it from its name. */
  public static final class PassingTrigger implements Trigger {
    @Override
    public void fire(Connection connection, Object[] before, Object[] after) {}
  }

  @Test
  void what_is_on_a_partition_is_listed_too() throws SQLException {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2)) {
      use(migrating(pool).tableLayout(TableLayout.PARTITIONED));
      execute(
          pool,
          PASS
              + "; ALTER TABLE sl_message_other SET UNLOGGED;"
              + "CREATE TRIGGER each BEFORE INSERT ON sl_session FOR EACH ROW EXECUTE FUNCTION pass();"
              + "CREATE TRIGGER one BEFORE INSERT ON sl_session_1 FOR EACH ROW EXECUTE FUNCTION pass()");
      String text = String.valueOf(refusal(JdbcSessionStore.builder(pool)).getMessage());
      assertThat(text.lines().filter(line -> line.startsWith("- "))).hasSize(3);
      for (String statement : statements(text)) {
        execute(pool, statement);
      }
      use(JdbcSessionStore.builder(pool));
    }
  }

  @Test
  void row_level_security_that_applies_to_the_user_is_listed() throws SQLException {
    String url = TestDatabase.POSTGRESQL.url();
    String role = "r" + System.nanoTime();
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 2))) {
      use(migrating(pool));
      execute(
          pool,
          "CREATE ROLE %s LOGIN PASSWORD 'x'; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN"
              .concat(" SCHEMA public TO %s; ALTER TABLE sl_session ENABLE ROW LEVEL SECURITY;")
              .concat("CREATE POLICY own ON sl_session USING (organization_id = gen_random_uuid())")
              .replace("%s", role));
      var config = TestDatabase.config(url.replaceAll("[?].*", ""), 1);
      config.setUsername(role);
      config.setPassword("x");
      try (HikariDataSource limited = new HikariDataSource(config)) {
        String text = String.valueOf(refusal(JdbcSessionStore.builder(limited)).getMessage());
        assertThat(text).contains("row level security on \"public\".\"sl_session\"");
        assertThat(refusal(JdbcSessionStore.builder(limited).readOnly())).hasMessage(text);
        use(JdbcSessionStore.builder(pool)); // of which it hides nothing
        for (String statement : statements(text)) {
          execute(pool, statement);
        }
        use(JdbcSessionStore.builder(limited));
      }
      execute(pool, "DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }

  private static List<String> statements(String refusal) {
    return refusal
        .lines()
        .filter(line -> line.startsWith("    "))
        .reduce("", (all, line) -> all + line + "\n")
        .transform(all -> List.of(all.strip().split(";\n", 0)));
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_schema_and_a_prefix_may_have_any_name(TestDatabase database) {
    List<String> names =
        List.of(
            "Tenant-A", "user", "order", "all", "tenant.a", "my schema", "1st", "MONTH", "Müller");
    try (HikariDataSource pool = database.pool(2)) {
      for (String name : names) {
        use(migrating(pool).schema(name));
        use(JdbcSessionStore.builder(pool).schema(name));
      }
      use(migrating(pool).schema("x".repeat(63)).tablePrefix(""));
      use(migrating(pool).schema("MONTH").tablePrefix("Of-All MONTH "));
      if (database == TestDatabase.POSTGRESQL) {
        use(migrating(pool).schema("Of MONTH").tableLayout(TableLayout.PARTITIONED));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a\"b", "a;b", "a:b", "a?b", "a{b}", "a'b", "a\nb", "a\0b", "a/b"})
  void a_name_that_no_statement_could_have_is_refused(String name) {
    try (HikariDataSource pool = TestDatabase.H2.pool(1)) {
      for (String longer : List.of(name, name + "x".repeat(64), "ü".repeat(32))) {
        assertThatThrownBy(() -> JdbcSessionStore.builder(pool).schema(longer).build())
            .isInstanceOf(InvalidInputException.class);
      }
      if (!name.isEmpty()) {
        assertThatThrownBy(() -> JdbcSessionStore.builder(pool).tablePrefix(name).build())
            .isInstanceOf(InvalidInputException.class);
      }
      assertThatThrownBy(() -> JdbcSessionStore.builder(pool).tablePrefix("x".repeat(33)).build())
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void a_schema_is_found_on_h2_however_it_was_created() throws SQLException {
    for (String how : List.of("tenant", "\"tenant\"", "\"TENANT\"")) {
      try (HikariDataSource pool = TestDatabase.H2.pool(2)) {
        execute(pool, "CREATE SCHEMA " + how);
        use(migrating(pool).schema("tenant"));
        assertThat(tables(pool)).hasSize(TABLES.size());
      }
    }
  }

  @Test
  void tables_anywhere_on_the_search_path_are_found() throws SQLException {
    String url = TestDatabase.POSTGRESQL.url();
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 2))) {
      execute(pool, "CREATE SCHEMA app; CREATE SCHEMA lib");
      use(migrating(pool).schema("lib"));
      for (String path : List.of("currentSchema=app,lib", "options=-c%20search_path=app,lib")) {
        String onPath = url + (url.contains("?") ? "&" : "?") + path;
        try (HikariDataSource other = new HikariDataSource(TestDatabase.config(onPath, 2))) {
          use(JdbcSessionStore.builder(other));
          use(migrating(other));
          assertThat(tables(other)).hasSize(TABLES.size());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_joined_connection_with_another_search_path_gets_a_hint(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(2);
        JdbcSessionStore store = migrating(pool).build();
        Connection joined = pool.getConnection()) {
      execute(pool, "CREATE SCHEMA tenant");
      execute(pool, "CREATE TABLE tenant.sl_session (id integer)");
      joined.setSchema(database == TestDatabase.H2 ? "TENANT" : "tenant");
      joined.setAutoCommit(false);
      SessionStore view = store.joining(joined);
      for (int tries = 0; tries < 2; tries++) {
        StoreException refusal =
            catchThrowableOfType(StoreException.class, () -> view.find(SampleIntents.key()));
        assertThat(refusal).hasMessageContaining(".schema(").hasMessageContaining("search path");
        assertThat(refusal.isTransient()).isFalse();
        joined.rollback();
        execute(pool, "DROP TABLE IF EXISTS tenant.sl_session");
      }
      joined.rollback();
    }
  }

  @Test
  void missing_privileges_are_named() throws SQLException {
    String url = TestDatabase.POSTGRESQL.url();
    String role = "r" + System.nanoTime();
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 2))) {
      execute(pool, "CREATE SCHEMA lib; CREATE ROLE " + role + " LOGIN PASSWORD 'x'");
      use(migrating(pool).schema("lib"));
      var config = TestDatabase.config(url.replaceAll("[?].*", ""), 1);
      config.setUsername(role);
      config.setPassword("x");
      try (HikariDataSource limited = new HikariDataSource(config)) {
        assertThat(refusal(JdbcSessionStore.builder(limited).schema("lib")))
            .hasMessageContaining("GRANT USAGE ON SCHEMA \"lib\"");
        execute(pool, "ALTER ROLE " + role + " SET search_path = lib");
        limited.getHikariPoolMXBean().softEvictConnections();
        assertThat(refusal(JdbcSessionStore.builder(limited)))
            .hasMessageContaining("GRANT USAGE ON SCHEMA \"lib\"");
        execute(pool, "GRANT USAGE ON SCHEMA lib TO " + role);
        execute(pool, "GRANT SELECT ON lib.sl_session TO " + role);
        assertThat(refusal(JdbcSessionStore.builder(limited).schema("lib")))
            .hasMessageContaining("may not read \"lib\".\"sl_lifecycle_schema\"")
            .hasMessageContaining("GRANT SELECT");
        execute(pool, "GRANT SELECT ON ALL TABLES IN SCHEMA lib TO " + role);
        try (JdbcSessionStore reader = JdbcSessionStore.builder(limited).schema("lib").build()) {
          StoreException refusal =
              catchThrowableOfType(
                  StoreException.class, () -> reader.open(SampleIntents.open(SampleIntents.key())));
          assertThat(refusal)
              .hasMessageContaining("lacks a privilege")
              .hasMessageContaining("sl_session");
        }
        execute(
            pool, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA lib TO " + role);
        use(JdbcSessionStore.builder(limited).schema("lib"));
      }
    }
  }

  private static void use(JdbcSessionStoreBuilder builder) {
    try (JdbcSessionStore store = builder.build()) {
      SessionKey key = SampleIntents.key();
      store.open(SampleIntents.open(key));
      store.append(SampleIntents.append(key, "hello"));
      store.close(SampleIntents.close(key));
      assertThat(store.find(key).orElseThrow().isEnded()).isTrue();
    }
  }

  private static JdbcSessionStoreBuilder migrating(HikariDataSource pool) {
    return JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE);
  }

  private static StoreException refusal(JdbcSessionStoreBuilder builder) {
    StoreException refusal =
        catchThrowableOfType(StoreException.class, () -> builder.build().close());
    assertThat(refusal).isNotNull();
    return refusal;
  }

  /** Returns the tables with a name of the library. */
  private static List<String> tables(HikariDataSource pool) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        ResultSet rows = connection.getMetaData().getTables(null, null, "%", null)) {
      while (rows.next()) {
        String name = rows.getString("TABLE_NAME");
        if (name.regionMatches(true, 0, "sl_", 0, 3)
            && rows.getString("TABLE_TYPE").contains("TABLE")) {
          tables.add(rows.getString("TABLE_SCHEM") + "." + name);
        }
      }
    }
    return tables;
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
