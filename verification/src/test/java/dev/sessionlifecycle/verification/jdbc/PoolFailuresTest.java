package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a store answers, with each pool of a host, to each way in which a connection fails. */
@Tag("long")
class PoolFailuresTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** How long pools wait that give what is asked for at once, however slow the machine is. */
  private static final Duration LONG = Duration.ofSeconds(30);

  /** How long pools wait in vain. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Map<String, String> SEEN = new TreeMap<>();

  private static final String UNEXPLAINED =
      "transient, no connection could be had: all are in use, or none could be made and the log of"
          + " the pool says why";

  private interface Call {
    void run() throws Exception;
  }

  @AfterAll
  static void print() {
    SEEN.forEach((what, answer) -> System.out.printf("%-46s %s%n", what, answer));
    SEEN.clear();
  }

  @ParameterizedTest
  @EnumSource
  void a_pool_without_a_free_connection_is_transient(HostPool kind) throws Exception {
    try (Stage stage = new Stage(kind, SHORT);
        Connection taken = stage.pool.getConnection()) {
      stage.expect(
          "exhausted",
          kind == HostPool.H2_POOL ? "transient, no connection could be had" : UNEXPLAINED,
          stage::read);
      assertThat(taken.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_interrupted_wait_for_a_connection_is_transient(HostPool kind) throws Exception {
    boolean waitsOn = kind == HostPool.H2_POOL;
    try (Stage stage = new Stage(kind, waitsOn ? Duration.ofSeconds(5) : LONG);
        Connection taken = stage.pool.getConnection()) {
      stage.expect(
          "interrupted while waiting",
          "transient, no connection could be had" + (waitsOn ? "" : ": interrupted while waiting"),
          () -> interruptedWhileWaiting(stage::read));
      assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
      assertThat(taken.isClosed()).isFalse();
    }
  }

  /** A flag that is set before the call is kept for its end, so the wait itself is interrupted. */
  private static void interruptedWhileWaiting(Call call) throws Exception {
    Thread caller = Thread.currentThread();
    Thread other =
        new Thread(
            () -> {
              await()
                  .pollInterval(Duration.ofMillis(10))
                  .atMost(SOON)
                  .until(() -> caller.getState() == Thread.State.TIMED_WAITING);
              caller.interrupt();
            });
    other.start();
    try {
      call.run();
    } finally {
      boolean interrupted = Thread.interrupted();
      other.join();
      if (interrupted) {
        caller.interrupt();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_closed_pool_is_final(HostPool kind) throws Exception {
    try (Stage stage = new Stage(kind, LONG)) {
      stage.read();
      HostPool.close(stage.pool);
      // Tomcat's data source opens another pool.
      String expected = "final, no connection could be had: the pool is closed";
      stage.expect("closed", kind == HostPool.TOMCAT_JDBC ? "done" : expected, stage::read);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "H2_POOL")
  void a_connection_that_the_server_ended_is_replaced_at_once(HostPool kind) throws Exception {
    try (Stage stage = new Stage(kind, LONG)) {
      stage.read();
      try (Connection pooled = stage.pool.getConnection()) {
        limit(pooled, "idle_session_timeout");
      }
      await().atMost(SOON).until(() -> stage.connections() == 0);
      stage.expect("57P05, idle for too long", "done", stage::read);
    }
    try (Stage stage = new Stage(kind, LONG)) {
      stage.read();
      stage.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity" + stage.others());
      await().atMost(SOON).until(() -> stage.connections() == 0);
      stage.expect("57P01, ended by the administrator", "done", stage::read);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "H2_POOL")
  void a_joined_transaction_that_the_server_ended_is_transient(HostPool kind) throws Exception {
    try (Stage stage = new Stage(kind, LONG);
        Connection joined = stage.pool.getConnection()) {
      joined.setAutoCommit(false);
      SessionStore view = stage.store.joining(joined);
      view.find(SampleIntents.key());
      limit(joined, "idle_in_transaction_session_timeout");
      await().atMost(SOON).until(() -> stage.connections() == 0);
      stage.expect(
          "25P03, idle in a joined transaction",
          "transient, the database is not available (25P03)",
          () -> view.find(SampleIntents.key()));
      joined.close();
      stage.expect(
          "a closed connection, joined",
          "final, the connection to join is closed",
          () -> view.find(SampleIntents.key()));
    }
  }

  /** Lets the server end this connection: only now, since whatever came before may have paused. */
  private static void limit(Connection connection, String timeout) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET " + timeout + " = 100");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "H2_POOL")
  void a_read_only_server_is_transient_and_a_read_only_transaction_final(HostPool kind)
      throws Exception {
    try (Stage stage = new Stage(kind, LONG)) {
      try (Connection joined = stage.pool.getConnection()) {
        joined.setReadOnly(true);
        joined.setAutoCommit(false);
        SessionStore view = stage.store.joining(joined);
        stage.expect(
            "25006, joined",
            "final, the joined transaction is read-only (25006)",
            () -> view.open(SampleIntents.open(SampleIntents.key())));
        joined.rollback();
        joined.setAutoCommit(true);
        joined.setReadOnly(false);
      }
      stage.run(
          "CREATE FUNCTION demote() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " RAISE EXCEPTION 'read-only' USING ERRCODE = '25006'; END $$;"
              + "CREATE TRIGGER demoted BEFORE INSERT ON sl_session EXECUTE FUNCTION demote()");
      stage.expect(
          "25006, the server",
          "transient, the database is not available (25006)",
          () -> stage.store.open(SampleIntents.open(SampleIntents.key())));
      for (Map.Entry<String, String> state :
          Map.of("40001", "transient", "53100", "transient", "XX000", "final", "57014", "transient")
              .entrySet()) {
        stage.run(
            "CREATE OR REPLACE FUNCTION demote() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE EXCEPTION 'x' USING ERRCODE = '"
                + state.getKey()
                + "'; END $$");
        stage.expect(
            state.getKey(),
            state.getValue()
                + (state.getValue().equals("final")
                    ? ", the database refused what the store asked ("
                    : ", the database is not available (")
                + state.getKey()
                + ")",
            () -> stage.store.open(SampleIntents.open(SampleIntents.key())));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "H2_POOL")
  void a_connection_that_is_never_made_is_transient_unless_it_is_configured_wrongly(HostPool kind)
      throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    refused(kind, "no server", "jdbc:postgresql://127.0.0.1:1/x?user=x", "transient");
    refused(kind, "3D000, no database", url.replaceAll("/[^/?]+([?]|$)", "/nothing$1"), "final");
    refused(kind, "28000, no user", url.replaceAll("user=[^&]*", "user=nobody"), "final");
  }

  private static void refused(HostPool kind, String what, String url, String expected)
      throws Exception {
    // HikariCP tries for the whole wait, and knows no reason if no attempt has ended by then.
    DataSource pool = kind.open(url, kind == HostPool.HIKARI_CP ? SHORT : LONG);
    try {
      String answer =
          await()
              .atMost(SOON)
              .until(
                  () -> answer(() -> JdbcSessionStore.of(pool).close()),
                  it -> !it.startsWith(UNEXPLAINED));
      SEEN.put(what + " · " + kind, answer);
      // c3p0 gives every failure the same state, and logs why.
      assertThat(answer)
          .as(what + " · " + kind)
          .startsWith(
              kind == HostPool.C3P0
                  ? "transient, no connection could be had (08001)"
                  : expected + ", no connection could be had");
    } finally {
      HostPool.close(pool);
    }
  }

  private static String answer(Call call) throws Exception {
    try {
      call.run();
      return "done";
    } catch (StoreException e) {
      String text =
          String.valueOf(e.getMessage()).replaceFirst("^SessionStore\\.(find|open) failed: ", "");
      return (e.isTransient() ? "transient, " : "final, ") + text;
    }
  }

  /** A store on a pool of one connection, and a connection beside it. */
  private static final class Stage implements AutoCloseable {
    final HostPool kind;
    final DataSource pool;
    final JdbcSessionStore store;
    private final Connection admin;

    Stage(HostPool kind, Duration wait) throws SQLException {
      String url = PostgresServer.shared().createDatabase().url();
      this.kind = kind;
      admin = DriverManager.getConnection(url);
      JdbcSessionStore.postgresBuilder(url, "postgres", "")
          .schemaMode(SchemaMode.MIGRATE)
          .build()
          .close();
      pool = kind.open(url, wait);
      await().atMost(SOON).ignoreExceptions().until(this::hasConnection); // which it keeps
      SchemaMode mode = kind == HostPool.H2_POOL ? SchemaMode.MIGRATE : SchemaMode.NONE;
      store = JdbcSessionStore.builder(pool).schemaMode(mode).build();
    }

    private boolean hasConnection() throws SQLException {
      try (Connection connection = pool.getConnection()) {
        return connection != null;
      }
    }

    void read() {
      store.find(SampleIntents.key());
    }

    String others() {
      return " WHERE datname = current_database() AND pid <> pg_backend_pid()";
    }

    int connections() throws SQLException {
      try (Statement statement = admin.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT count(*) FROM pg_stat_activity" + others())) {
        rows.next();
        return rows.getInt(1);
      }
    }

    void run(String sql) throws SQLException {
      try (Statement statement = admin.createStatement()) {
        statement.execute(sql);
      }
    }

    void expect(String what, String expected, Call call) throws Exception {
      String answer = answer(call);
      SEEN.put(what + " · " + kind, answer);
      assertThat(answer).as(what + " · " + kind).startsWith(expected);
    }

    @Override
    public void close() throws Exception {
      HostPool.close(pool);
      admin.close();
    }
  }
}
