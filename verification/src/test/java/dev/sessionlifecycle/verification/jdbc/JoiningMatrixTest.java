package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.model.Command;
import dev.sessionlifecycle.verification.model.Commands;
import dev.sessionlifecycle.verification.model.Comparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Autocommit on and off, joined by connection and by handle, on pools with a single connection. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("long")
class JoiningMatrixTest {
  private static final long SEED = 20260302;
  private static final int COMMANDS = 80;

  /** How the host passes its transaction. */
  enum By {
    CONNECTION,
    HANDLE;

    SessionStore join(JdbcSessionStore store, Connection connection) {
      return this == CONNECTION
          ? store.joining(connection)
          : store.joining(Jdbi.open(() -> connection));
    }
  }

  private final SettableClock clock = SettableClock.create();

  /**
   * Nothing is committed to these, so queries over all organizations see only the test's own data.
   */
  private final Map<TestDatabase, String> urls = new EnumMap<>(TestDatabase.class);

  private final Map<TestDatabase, String> written = new EnumMap<>(TestDatabase.class);

  static Stream<Arguments> cells() {
    return Stream.of(TestDatabase.values())
        .flatMap(
            database ->
                Stream.of(By.values())
                    .flatMap(
                        by ->
                            Stream.of(true, false)
                                .map(autoCommit -> Arguments.of(database, by, autoCommit))));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void every_call_of_a_joined_view_uses_the_callers_connection_and_never_commits(
      TestDatabase database, By by, boolean poolCommits) throws SQLException {
    String url = urls.computeIfAbsent(database, JoiningMatrixTest::migrated);
    HikariConfig config = TestDatabase.config(url, 1);
    config.setAutoCommit(poolCommits);
    try (HikariDataSource host = new HikariDataSource(config);
        HikariDataSource committing = new HikariDataSource(TestDatabase.config(url, 1))) {
      CountingDataSource watched = new CountingDataSource(poolCommits ? host : committing);
      JdbcSessionStore store = store(watched.dataSource());
      int atStart = watched.borrowed();
      watched.decisions().clear();
      try (Connection connection = host.getConnection()) {
        connection.setAutoCommit(false);
        int before = rows(connection);
        SessionStore joined = by.join(store, watched.watch(connection));
        new Comparison(clock, Map.of("joined", joined)).run(commands());
        assertThat(watched.borrowed()).isEqualTo(atStart);
        assertThat(watched.decisions()).isEmpty();
        assertThat(rows(connection)).isGreaterThan(before);
        connection.rollback();
        assertThat(rows(connection)).isEqualTo(before);
        assertThat(connection.getAutoCommit()).isFalse();
        connection.rollback();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void own_transactions_need_one_autocommit_connection_and_return_it(TestDatabase database) {
    String url = migrated(database);
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 1))) {
      new Comparison(clock, Map.of("own", store(pool))).run(commands());
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
    HikariConfig off = TestDatabase.config(url, 1);
    off.setAutoCommit(false);
    try (HikariDataSource pool = new HikariDataSource(off)) {
      assertThatThrownBy(() -> store(pool))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("autoCommit=true")
          .hasMessageContaining("joining(connection)");
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void a_failed_call_is_undone_and_the_earlier_work_of_the_caller_remains(
      TestDatabase database, By by, boolean poolCommits) throws SQLException {
    String url = written.computeIfAbsent(database, JoiningMatrixTest::migrated);
    HikariConfig config = TestDatabase.config(url, 1);
    config.setAutoCommit(poolCommits);
    try (HikariDataSource host = new HikariDataSource(config);
        HikariDataSource committing = new HikariDataSource(TestDatabase.config(url, 1))) {
      JdbcSessionStore store = store(poolCommits ? host : committing);
      SessionKey key = SampleIntents.key();
      try (Connection connection = host.getConnection()) {
        connection.setAutoCommit(false);
        SessionStore joined = by.join(store, connection);
        joined.chains().register(SampleIntents.SHAPE);
        joined.open(SampleIntents.open(key));
        execute(connection, "ALTER TABLE sl_chain RENAME TO elsewhere");
        assertThatThrownBy(() -> joined.close(SampleIntents.close(key)))
            .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> joined.closeAll(List.of(SampleIntents.close(key))))
            .isInstanceOf(StoreException.class);
        execute(connection, "ALTER TABLE elsewhere RENAME TO sl_chain");
        assertThat(joined.history(key, 0, 9)).hasSize(1);
        assertThat(joined.close(SampleIntents.close(key))).isInstanceOf(CloseReply.Closed.class);
        connection.commit();
      }
      assertThat(store.find(key).orElseThrow().isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_bulk_call_that_fails_at_its_last_part_leaves_nothing(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(migrated(database), 2));
        Connection connection = pool.getConnection()) {
      JdbcSessionStore store = store(pool);
      List<SessionKey> keys =
          List.of(SampleIntents.key(), SampleIntents.key(), SampleIntents.key());
      store.chains().register(SampleIntents.SHAPE);
      store.open(SampleIntents.open(keys.get(0)));
      store.open(SampleIntents.open(keys.get(1)));
      execute(connection, "ALTER TABLE sl_history ADD CHECK (triggered_by <> 'refused')");
      execute(connection, "ALTER TABLE sl_message ADD CHECK (body <> 'refused')");
      connection.setAutoCommit(false);
      SessionStore joined = store.joining(connection);
      for (ThrowingCallable call : failingAtTheLast(joined, keys)) {
        assertThatThrownBy(call).isInstanceOf(StoreException.class);
        assertThat(joined.find(keys.get(0)).orElseThrow().isEnded()).isFalse();
        assertThat(joined.messages(keys.get(0), 0, 9)).isEmpty();
        assertThat(joined.find(keys.get(2))).isEmpty();
      }
      connection.commit();
      assertThat(store.history(keys.get(0), 0, 9)).hasSize(1);
      assertThat(store.find(keys.get(2))).isEmpty();
    }
  }

  /** Calls with two parts each, of which the database refuses the second. */
  private static List<ThrowingCallable> failingAtTheLast(
      SessionStore joined, List<SessionKey> keys) {
    CloseDefaults others =
        new CloseDefaults(
            ChainsByType.of(SampleIntents.SHAPE), RetentionPolicy.keepFor(Duration.ofDays(4)));
    OpenIntent plain = SampleIntents.open(SampleIntents.key());
    OpenIntent refused =
        new OpenIntent(
            plain.draft(), OpenPolicy.REUSE, "refused", null, null, plain.closeDefaults());
    return List.of(
        () -> joined.openAll(List.of(SampleIntents.open(keys.get(2)), refused)),
        () ->
            joined.appendAll(
                List.of(
                    SampleIntents.append(keys.get(0), "first"),
                    SampleIntents.append(keys.get(1), "refused"))),
        () ->
            joined.closeAll(
                List.of(
                    SampleIntents.close(keys.get(0)),
                    SampleIntents.close(keys.get(1), "refused", others))));
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_handle_without_a_transaction_cannot_be_joined(TestDatabase database) {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
        Handle handle = Jdbi.open(pool)) {
      SessionStore joined = store.joining(handle);
      assertThatThrownBy(() -> joined.find(SampleIntents.key()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("begin a transaction");
    }
  }

  private static List<Command> commands() {
    Random random = new Random(SEED);
    return Stream.generate(() -> Commands.random(random)).limit(COMMANDS).toList();
  }

  private JdbcSessionStore store(DataSource source) {
    return JdbcSessionStore.builder(source).clock(StoreClock.of(clock)).build();
  }

  private static String migrated(TestDatabase database) {
    String url = database.url();
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 1))) {
      JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build().close();
    }
    return url;
  }

  private static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM sl_session")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
