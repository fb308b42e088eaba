package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Partitioned tables: which partitions exist, where rows go, and what is refused. */
class PartitionedTest {
  private static final FinalizeChain TWO_STEPS =
      FinalizeChain.first(FinalizeStep.of("one", context -> StepOutcome.done()))
          .then(FinalizeStep.of("two", context -> StepOutcome.done()));

  /** With these, each attempt is counted before it begins, and has a row of its own. */
  private static final FinalizerOptions ONE_ATTEMPT =
      FinalizerOptions.builder().steps(StepOptions.defaults().withAttempts(1)).build();

  /** The settings of tables, once for all partitions of a table that have the same. */
  private static final String AUTOVACUUM =
      """
      SELECT DISTINCT (regexp_match(c.relname, '^sl_(.+?)(_[0-9]+|_other)?$'))[1] || ' ' ||
        (SELECT string_agg(substr(o, length('autovacuum_') + 1), ' ' ORDER BY o)
         FROM unnest(c.reloptions) o WHERE o LIKE 'autovacuum%')
      FROM pg_class c WHERE c.relkind = 'r' AND c.relname ~
        '^sl_(session|session_detail|chain|message|history|attempt|external_ref)(_[0-9]+|_other)?$'
      """;

  private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-05T10:00:00Z"));

  @Test
  void rows_go_to_the_partition_of_the_month_of_their_session() {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2);
        JdbcSessionStore store = partitioned(pool).schemaMode(SchemaMode.MIGRATE).build()) {
      SessionKey key = SampleIntents.key();
      store.open(SampleIntents.open(key));
      store.append(SampleIntents.append(key, "hello"));
      store.close(SampleIntents.close(key));
      assertThat(strings(pool, "SELECT DISTINCT tableoid::regclass::text FROM sl_message"))
          .containsExactly("sl_message_202603");
      assertThat(strings(pool, "SELECT DISTINCT tableoid::regclass::text FROM sl_history"))
          .containsExactly("sl_history_202603");
      assertThat(strings(pool, "SELECT tableoid::regclass::text FROM sl_session").get(0))
          .startsWith("sl_session_");
    }
  }

  @Test
  void months_are_prepared_ahead_and_only_missing_ones_are_added() {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2);
        JdbcSessionStore store = partitioned(pool).schemaMode(SchemaMode.MIGRATE).build()) {
      assertThat(parts(pool, "sl_message"))
          .hasSize(13)
          .contains("sl_message_202603", "sl_message_202702", "sl_message_other");
      assertThat(store.prepareMonths(12)).isZero();
      assertThat(store.prepareMonths(14)).isEqualTo(4);
      clock.advance(Duration.ofDays(60));
      partitioned(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      assertThat(parts(pool, "sl_history")).hasSize(15).contains("sl_history_202704");
    }
  }

  @Test
  void rows_stored_before_their_monthly_partition_exists_stay_in_the_default() {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2);
        JdbcSessionStore store = partitioned(pool).schemaMode(SchemaMode.MIGRATE).build()) {
      execute(pool, "DROP TABLE sl_message_202603");
      SessionKey key = SampleIntents.key();
      store.open(SampleIntents.open(key));
      store.append(SampleIntents.append(key, "hello"));
      assertThat(store.prepareMonths(1)).isZero();
      assertThat(strings(pool, "SELECT tableoid::regclass::text FROM sl_message"))
          .containsExactly("sl_message_other");
      assertThat(store.messages(key, 0, 9)).hasSize(1);
    }
  }

  @Test
  void a_missing_layout_is_refused_with_sql_that_creates_a_working_one() {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2)) {
      assertThat(refusal(partitioned(pool))).contains("schemaSql()");
      String script = partitioned(pool).schemaSql();
      assertThat(script).contains("PARTITION BY HASH (organization_id)", "sl_message_202603");
      for (String statement : script.split(";\n", 0)) {
        execute(pool, statement);
      }
      try (JdbcSessionStore store = partitioned(pool).build()) {
        store.open(SampleIntents.open(SampleIntents.key()));
        assertThat(store.prepareMonths(12)).isZero();
      }
      JdbcSessionStore.of(pool).close();
    }
  }

  @Test
  void the_partitioned_layout_is_refused_for_plain_tables_and_for_h2() {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2);
        HikariDataSource h2 = TestDatabase.H2.pool(1)) {
      try (JdbcSessionStore plain =
          JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build()) {
        assertThat(plain.prepareMonths(3)).isZero();
      }
      assertThat(refusal(partitioned(pool))).contains("not partitioned", "TableLayout.PLAIN");
      assertThatThrownBy(partitioned(h2)::build).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void tables_copied_as_documented_are_worked_on_as_before() throws IOException {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2)) {
      SessionKey key = endedInPlainTables(pool);
      execute(pool, "CREATE SCHEMA parts");
      partitioned(pool).schema("parts").schemaMode(SchemaMode.MIGRATE).build().close();
      for (String table : strings(pool, "SELECT relname FROM pg_stat_user_tables ORDER BY 1")) {
        if (strings(pool, "SELECT to_regclass('public." + table + "')").get(0) != null
            && strings(pool, "SELECT 1 FROM parts." + table).isEmpty()) {
          execute(pool, "INSERT INTO parts." + table + " SELECT * FROM public." + table);
        }
      }
      execute(pool, documentedSetval());
      try (JdbcSessionStore store = partitioned(pool).schema("parts").build();
          SessionLifecycle lifecycle =
              SessionLifecycle.builder(store).finalizeWith(TWO_STEPS).build()) {
        assertThat(store.find(key)).isPresent();
        OrganizationSessions sessions = lifecycle.organization(key.organizationId());
        UUID next = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
        sessions.close(next, "USER_REQUESTED");
        assertThat(lifecycle.finalizer().runDue(10, ONE_ATTEMPT).finished()).isEqualTo(1);
        assertThat(strings(pool, "SELECT id FROM parts.sl_attempt")).doesNotHaveDuplicates();
        assertThat(strings(pool, "SELECT count(*) FROM parts.sl_attempt")).containsExactly("4");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = TableLayout.class, names = "DISTRIBUTED", mode = EnumSource.Mode.EXCLUDE)
  void every_table_and_partition_has_the_documented_autovacuum(TableLayout layout) {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2)) {
      partitioned(pool).tableLayout(layout).schemaMode(SchemaMode.MIGRATE).build().close();
      String often = "analyze_scale_factor=0.05 vacuum_cost_limit=1000 vacuum_scale_factor=0.02";
      String rarely = "vacuum_cost_limit=1000 vacuum_scale_factor=0.05";
      assertThat(strings(pool, AUTOVACUUM))
          .containsExactlyInAnyOrder(
              "session " + often,
              "chain " + often,
              "session_detail " + rarely,
              "message " + rarely,
              "history " + rarely,
              "attempt " + rarely,
              "external_ref " + rarely);
    }
  }

  private static SessionKey endedInPlainTables(HikariDataSource pool) {
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
            .finalizeWith(TWO_STEPS)
            .build()) {
      UUID organization = UUID.randomUUID();
      OrganizationSessions sessions = lifecycle.organization(organization);
      UUID id = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
      sessions.close(id, "USER_REQUESTED");
      assertThat(lifecycle.finalizer().runDue(10, ONE_ATTEMPT).finished()).isEqualTo(1);
      return new SessionKey(organization, id);
    }
  }

  private static String documentedSetval() throws IOException {
    String page = Files.readString(Path.of("../docs/schema.md"));
    Matcher statement = Pattern.compile("`(SELECT setval\\([^`]+)`").matcher(page);
    assertThat(statement.find()).isTrue();
    return statement.group(1);
  }

  private JdbcSessionStoreBuilder partitioned(HikariDataSource pool) {
    return JdbcSessionStore.builder(pool)
        .tableLayout(TableLayout.PARTITIONED)
        .clock(StoreClock.of(clock));
  }

  private static String refusal(JdbcSessionStoreBuilder builder) {
    try (JdbcSessionStore store = builder.build()) {
      throw new AssertionError("was not refused: " + store);
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static List<String> parts(HikariDataSource pool, String table) {
    return strings(
        pool,
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '"
            + table
            + "'::regclass ORDER BY 1");
  }

  private static List<String> strings(HikariDataSource pool, String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(HikariDataSource pool, String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
