package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SchemaOutdatedException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.store.jdbc.internal.connect.SchemaFiles;
import dev.sessionlifecycle.store.jdbc.internal.sql.H2Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.testkit.Race;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From one version of the schema to the next, on data that an older library has written. */
@Tag("long")
class SchemaUpgradeTest {
  private static final int NODES = 3;
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  enum Layout {
    H2(TestDatabase.H2, TableLayout.PLAIN),
    POSTGRESQL(TestDatabase.POSTGRESQL, TableLayout.PLAIN),
    PARTITIONED(TestDatabase.POSTGRESQL, TableLayout.PARTITIONED);

    final TestDatabase database;
    final TableLayout tables;

    Layout(TestDatabase database, TableLayout tables) {
      this.database = database;
      this.tables = tables;
    }

    HikariDataSource poolOnVersion1() throws SQLException {
      HikariDataSource pool = database.pool(NODES);
      SchemaVersions.create(pool, tables, 1);
      return pool;
    }

    JdbcSessionStoreBuilder store(HikariDataSource pool) {
      return JdbcSessionStore.builder(pool).tableLayout(tables);
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void the_store_works_on_version_1_and_finds_its_data_after_the_upgrade(Layout layout)
      throws SQLException {
    try (HikariDataSource pool = layout.poolOnVersion1()) {
      SessionKey before = SampleIntents.key();
      for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.NONE)) {
        try (JdbcSessionStore store = layout.store(pool).schemaMode(mode).build()) {
          SessionKey key = mode == SchemaMode.NONE ? SampleIntents.key() : before;
          store.open(SampleIntents.open(key));
          store.append(SampleIntents.append(key, "hello"));
          store.close(traced(key));
          assertThat(claimed(store)).hasSize(1).containsOnlyNulls();
        }
      }
      assertThat(versions(pool)).containsExactly(1);
      SessionKey after = SampleIntents.key();
      try (JdbcSessionStore store = layout.store(pool).schemaMode(SchemaMode.MIGRATE).build()) {
        assertThat(store.find(before).orElseThrow().isEnded()).isTrue();
        assertThat(store.messages(before, 0, 10)).hasSize(1);
        assertThat(store.chains().find(before)).isPresent();
        store.open(SampleIntents.open(after));
        store.close(traced(after));
        assertThat(claimed(store)).containsExactly(TRACE);
      }
      assertThat(versions(pool)).containsExactly(1, 2);
      layout.store(pool).build().close();
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void attempts_of_version_1_come_before_those_after_the_upgrade(Layout layout)
      throws SQLException {
    try (HikariDataSource pool = layout.poolOnVersion1()) {
      SessionKey key = SampleIntents.key();
      SessionKey other = SampleIntents.key();
      AttemptRecord parked = attempt(AttemptRecord.Result.PARKED);
      AttemptRecord done = attempt(AttemptRecord.Result.DONE);
      try (JdbcSessionStore store = layout.store(pool).build()) {
        store.open(SampleIntents.open(other));
        store.close(SampleIntents.close(other));
        settle(store, "d1", done);
        store.open(SampleIntents.open(key));
        store.close(SampleIntents.close(key));
        settle(store, "x1", parked);
        ChainRecord chain = store.chains().find(key).orElseThrow();
        ChainState again = ChainState.decode("p0");
        assertThat(store.chains().revise(chain, again, Duration.ZERO, List.of())).isTrue();
      }
      try (JdbcSessionStore store = layout.store(pool).schemaMode(SchemaMode.MIGRATE).build()) {
        settle(store, "d1", done);
        assertThat(store.chains().attempts(key)).containsExactly(parked, done);
        assertThat(store.chains().attempts(other)).containsExactly(done);
        SessionKey after = SampleIntents.key();
        store.open(SampleIntents.open(after));
        store.close(SampleIntents.close(after));
        settle(store, "d1", done);
        assertThat(store.chains().attempts(after)).containsExactly(done);
      }
      assertThat(rows(pool, "SELECT result FROM sl_attempt ORDER BY id"))
          .containsExactly("done", "parked", "done");
    }
  }

  private static AttemptRecord attempt(AttemptRecord.Result result) {
    Instant at = SampleIntents.AT;
    return new AttemptRecord("scrub", 1, new UUID(0, 1), at, at.plusMillis(1), result, "why");
  }

  private static void settle(JdbcSessionStore store, String state, AttemptRecord attempt) {
    ChainLease lease =
        store
            .chains()
            .claim(
                new ClaimRequest(
                    new UUID(0, 1),
                    Duration.ofHours(1),
                    1,
                    1,
                    Set.of(SampleIntents.SHAPE.digest()),
                    null))
            .get(0);
    Settlement settlement =
        new Settlement(
            lease.ref(),
            lease.state(),
            ChainState.decode(state),
            new Settlement.ReleaseLease(null),
            List.of(attempt),
            List.of());
    assertThat(store.chains().settle(List.of(settlement))).containsExactly(SettleReply.SETTLED);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void usage_and_disposition_are_refused_on_version_1_and_sessions_are_read(Layout layout)
      throws SQLException {
    try (HikariDataSource pool = layout.poolOnVersion1();
        SessionLifecycle lifecycle = SessionLifecycle.builder(layout.store(pool).build()).build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      UUID id = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
      Map<String, BigDecimal> amounts = Map.of("cost", BigDecimal.ONE);
      assertOutdated(() -> sessions.addUsage(id, amounts));
      sessions.close(id);
      assertOutdated(() -> sessions.disposition(id, "sold", null));
      assertOutdated(() -> sessions.list(SessionFilter.all().withDisposition("sold")));
      assertThat(sessions.list(SessionFilter.all()).items())
          .singleElement()
          .satisfies(it -> assertThat(it.usage()).isEmpty())
          .satisfies(it -> assertThat(it.disposition()).isNull());
    }
  }

  private static void assertOutdated(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(SchemaOutdatedException.class)
        .hasMessageContaining("needs version 2");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void an_upgraded_schema_equals_a_new_one(Layout layout) throws SQLException {
    try (HikariDataSource upgraded = layout.poolOnVersion1();
        HikariDataSource created = layout.database.pool(1)) {
      layout.store(upgraded).schemaMode(SchemaMode.MIGRATE).build().close();
      layout.store(created).schemaMode(SchemaMode.MIGRATE).build().close();
      assertThat(columns(upgraded)).hasSizeGreaterThan(150).isEqualTo(columns(created));
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void nodes_that_start_together_upgrade_once_and_resume_from_any_point(Layout layout)
      throws SQLException {
    int statements = files(layout).statements(2).size();
    for (int done = 0; done <= statements; done += 4) {
      try (HikariDataSource pool = layout.poolOnVersion1();
          Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        for (String one : files(layout).statements(2).subList(0, done)) {
          statement.execute(one);
        }
        connection.close();
        Race.values(
            NODES,
            node -> {
              layout.store(pool).schemaMode(SchemaMode.MIGRATE).build().close();
              return node;
            });
        assertThat(versions(pool)).containsExactly(1, 2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void validate_warns_of_version_1_with_the_sql_of_the_upgrade(Layout layout) throws SQLException {
    try (HikariDataSource pool = layout.poolOnVersion1()) {
      String logged = logged(() -> layout.store(pool).build().close());
      assertThat(logged).contains("has version 1", "need version 2", "MIGRATE");
      for (String one : logged.substring(logged.indexOf('\n') + 1).split(";\n", 0)) {
        if (!one.isBlank()) {
          execute(pool, one);
        }
      }
      assertThat(versions(pool)).containsExactly(1, 2);
      assertThat(logged(() -> layout.store(pool).build().close())).doesNotContain("version");
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void a_lost_column_is_refused_with_the_sql_that_adds_it_in_either_version(Layout layout)
      throws SQLException {
    try (HikariDataSource pool = layout.poolOnVersion1()) {
      execute(pool, "ALTER TABLE sl_chain DROP COLUMN waits_for");
      for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.MIGRATE)) {
        assertThat(refusal(layout.store(pool).schemaMode(mode)))
            .hasMessageContaining("ADD COLUMN waits_for bigint;")
            .hasMessageNotContaining("traceparent");
      }
      execute(pool, "ALTER TABLE sl_chain ADD COLUMN waits_for bigint");
      layout.store(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      execute(pool, "ALTER TABLE sl_chain DROP COLUMN traceparent");
      for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.MIGRATE)) {
        assertThat(refusal(layout.store(pool).schemaMode(mode)))
            .hasMessageContaining("ADD COLUMN traceparent varchar(55);");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void a_column_of_the_host_with_a_name_of_the_upgrade_is_refused(Layout layout)
      throws SQLException {
    try (HikariDataSource pool = layout.poolOnVersion1()) {
      execute(pool, "ALTER TABLE sl_chain ADD COLUMN traceparent integer");
      assertThat(refusal(layout.store(pool).schemaMode(SchemaMode.MIGRATE)))
          .hasMessageMatching("(?is).*traceparent.* has the type integer.*");
      assertThat(versions(pool)).containsExactly(1);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, names = "H2", mode = EnumSource.Mode.EXCLUDE)
  void an_upgrade_waits_for_a_long_transaction_and_blocks_others_only_briefly(Layout layout)
      throws SQLException {
    try (HikariDataSource pool = layout.poolOnVersion1();
        JdbcSessionStore store = layout.store(pool).build();
        Connection slow = pool.getConnection()) {
      slow.setAutoCommit(false);
      slow.createStatement().execute("SELECT 1 FROM sl_chain");
      Race.<Boolean>values(
          List.of(
              () -> {
                layout.store(pool).schemaMode(SchemaMode.MIGRATE).build().close();
                return true;
              },
              () -> {
                for (int i = 0; i < 20 || waitingForLocks(slow) == 0; i++) {
                  SessionKey key = SampleIntents.key();
                  store.open(SampleIntents.open(key));
                  store.close(SampleIntents.close(key));
                }
                slow.commit();
                return true;
              }));
      assertThat(versions(pool)).containsExactly(1, 2);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, names = "H2", mode = EnumSource.Mode.EXCLUDE)
  void an_upgrade_is_not_subject_to_the_statement_timeout(Layout layout) throws SQLException {
    try (HikariDataSource pool = layout.poolOnVersion1()) {
      limitStatements(pool);
      Set<String> waits = ConcurrentHashMap.newKeySet();
      try (Connection slow = pool.getConnection()) {
        slow.setAutoCommit(false);
        slow.createStatement().execute("SET statement_timeout = 0");
        slow.createStatement().execute("SELECT 1 FROM sl_chain");
        Race.<Boolean>values(
            List.of(
                () -> {
                  upgrade(layout, pool, waits);
                  return true;
                },
                () -> {
                  await()
                      .atMost(Duration.ofMinutes(1))
                      .until(() -> waits.addAll(waitsForLocks(slow)) && waits.size() > 1);
                  slow.commit();
                  return true;
                }));
        assertThat(versions(slow)).containsExactly(1, 2);
      }
    }
  }

  /**
   * Starts a store. On a busy machine its other statements may time out, before the upgrade first
   * waits and after the last wait: then it starts again.
   */
  private static void upgrade(Layout layout, HikariDataSource pool, Set<String> waits) {
    for (boolean isDone = false; !isDone; ) {
      try {
        layout.store(pool).schemaMode(SchemaMode.MIGRATE).build().close();
        isDone = true;
      } catch (StoreException e) {
        if (waits.size() == 1 || !String.valueOf(e.getMessage()).contains("57014")) {
          throw e;
        }
      }
    }
  }

  /** Lets no statement run as long as an upgrade waits for a lock, which is a second. */
  private static void limitStatements(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection
          .createStatement()
          .execute(
              String.format(
                  "ALTER ROLE CURRENT_USER IN DATABASE %s SET statement_timeout = '800ms'",
                  rows(connection, "SELECT current_database()").get(0)));
    }
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  @Test
  void statements_follow_the_version_of_the_schema() {
    SqlTemplates newest = new SqlTemplates(new H2Dialect(true), null, "", true);
    assertThat(newest.hasVersion(SchemaFiles.newest())).isTrue();
    SqlTemplates oldest = newest.forVersion(1);
    assertThat(oldest.hasVersion(2)).isFalse();
    newest.requireVersion(2, "disposition");
    assertThatThrownBy(() -> oldest.requireVersion(2, "disposition"))
        .isInstanceOfSatisfying(
            SchemaOutdatedException.class,
            e -> {
              assertThat(e.code()).isEqualTo("schema_outdated");
              assertThat(e.foundVersion()).isEqualTo(1);
              assertThat(e.neededVersion()).isEqualTo(2);
            })
        .hasMessageContaining("disposition needs version 2");
  }

  private static CloseIntent traced(SessionKey key) {
    return SampleIntents.close(key).toBuilder()
        .terms(SampleIntents.TERMS.withTraceParent(TRACE))
        .build();
  }

  private static List<@Nullable String> claimed(JdbcSessionStore store) {
    List<@Nullable String> traces = new ArrayList<>();
    store
        .chains()
        .claim(
            new ClaimRequest(
                UUID.randomUUID(),
                Duration.ofHours(1),
                10,
                10,
                Set.of(SampleIntents.SHAPE.digest()),
                null))
        .forEach(lease -> traces.add(lease.traceParent()));
    return traces;
  }

  private static SchemaFiles files(Layout layout) throws SQLException {
    try (HikariDataSource pool = layout.database.pool(1);
        Connection connection = pool.getConnection()) {
      return SchemaVersions.files(connection, layout.tables);
    }
  }

  private static int waitingForLocks(Connection connection) throws SQLException {
    return Integer.parseInt(
        rows(
                connection,
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'")
            .get(0));
  }

  /** Returns when each wait for the lock of an upgrade began. */
  private static List<String> waitsForLocks(Connection connection) throws SQLException {
    return rows(
        connection,
        "SELECT waitstart FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"
            + " AND waitstart IS NOT NULL");
  }

  private static String logged(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return lines.toString(StandardCharsets.UTF_8);
  }

  private static List<Integer> versions(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return versions(connection);
    }
  }

  private static List<Integer> versions(Connection connection) throws SQLException {
    return rows(connection, "SELECT version FROM sl_lifecycle_schema ORDER BY 1").stream()
        .map(Integer::valueOf)
        .toList();
  }

  private static List<String> columns(HikariDataSource pool) throws SQLException {
    return rows(
        pool,
        """
        SELECT CONCAT(table_name, '.', column_name, ' ', data_type, ' ', is_nullable, ' ',
          column_default) FROM information_schema.columns
        WHERE table_name LIKE 'sl%' OR table_name LIKE 'SL%'
        ORDER BY table_name, ordinal_position\
        """);
  }

  private static List<String> rows(HikariDataSource pool, String query) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return rows(connection, query);
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static StoreException refusal(JdbcSessionStoreBuilder builder) {
    try (JdbcSessionStore store = builder.build()) {
      throw new AssertionError("was not refused: " + store);
    } catch (StoreException e) {
      return e;
    }
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
