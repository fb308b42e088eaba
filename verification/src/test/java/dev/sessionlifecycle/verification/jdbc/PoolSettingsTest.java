package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the URL of a store's own pool sets, and what its builder sets. */
@Tag("long")
class PoolSettingsTest {
  private static final Duration TWO = Duration.ofSeconds(2);

  @Test
  void options_of_the_url_and_timeouts_of_the_builder_hold_together() {
    String app = "options=-c%20search_path=app%20-c%20work_mem=5MB";
    assertThat(show(url(app), it -> it.lockTimeout(TWO).statementTimeout(TWO)))
        .containsExactly("app", "5MB", "2s", "2s");
    assertThat(show(url(app), it -> it)).containsExactly("app", "5MB", "10s", "0");
    assertThat(show(url("options=-c%20lock_timeout=3s"), it -> it))
        .containsExactly("\"$user\", public", "4MB", "3s", "0");
    assertThat(show(url("options=-clock_timeout=3s"), it -> it.statementTimeout(TWO)))
        .containsExactly("\"$user\", public", "4MB", "3s", "2s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "options=-c%20lock_timeout=3s",
        "options=-c%20lock_timeout%3D2s",
        "options=--lock-timeout=3s",
        "options=-c%20LOCK_TIMEOUT=3s",
        "options=--Lock-Timeout%3D3s",
        "options=-c%20statement_timeout=3s",
        "socketTimeout=9",
        "prepareThreshold=3",
        "user=another",
        "password=another",
      })
  void what_the_url_and_the_builder_both_set_is_refused(String parameter) {
    JdbcSessionStoreBuilder builder =
        JdbcSessionStore.postgresBuilder(url(parameter), "postgres", "postgres")
            .lockTimeout(TWO)
            .statementTimeout(TWO)
            .socketTimeout(TWO)
            .prepareThreshold(0);
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            parameter
                .replaceAll(".*(lock|statement).timeout.*", "$1_timeout")
                .replaceAll("=.*", ""))
        .hasMessageNotContaining("another");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://user:s3cret@host/db",
        "postgresql://user:s3cret@host:5432/db?sslmode=require",
        "jdbc:postgresql://user:s3cret@host/db",
        "jdbc:postgresql://user:s3cret@host:5432/db",
        "jdbc:mysql://host/db?password=s3cret",
        "jdbc:postgresql://host:s3cret/db",
        "jdbc:postgresql://host/db?password=s3cret%s3cret",
      })
  void an_invalid_url_is_refused_without_the_password_in_it(String url) {
    InvalidInputException refusal =
        catchThrowableOfType(
            InvalidInputException.class, () -> JdbcSessionStore.postgres(url, "user", ""));
    assertThat(refusal).hasMessageContaining("jdbc:postgresql://host:5432/database");
    assertThat(printed(refusal)).doesNotContain("s3cret");
  }

  @Test
  void an_error_never_contains_a_password() {
    for (String url :
        List.of(
            "jdbc:postgresql://127.0.0.1:1/db?connectTimeout=1&password=s3cret",
            PostgresServer.shared()
                .createDatabase()
                .url()
                .replaceAll("[?].*", "?password=s3cret"))) {
      StoreException refusal =
          catchThrowableOfType(
              StoreException.class,
              () -> JdbcSessionStore.postgres(url, "no" + UUID.randomUUID(), ""));
      assertThat(refusal).hasMessageContaining("no connection could be had");
      assertThat(printed(refusal)).doesNotContain("s3cret");
    }
  }

  @Test
  void a_role_that_may_wait_forever_is_noticed_where_a_pooler_swallows_the_timeout()
      throws SQLException {
    String url = PostgresServer.shared().createDatabase().url();
    // A pooler that ignores the options: they are set, and then replaced for the session.
    String ignoring = url + "&options=-c%20lock_timeout=0";
    assertThatThrownBy(() -> builder(ignoring).build())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("lock_timeout is not in force")
        .hasMessageContaining("ALTER ROLE");
    builder(url).lockTimeout(TWO).build().close();
  }

  @Test
  void the_pool_of_the_store_asks_for_a_primary_unless_the_url_says_otherwise()
      throws SQLException {
    String url = PostgresServer.shared().createDatabase().url();
    try (Connection admin = DriverManager.getConnection(url)) {
      admin
          .createStatement()
          .execute(
              """
              DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',
                current_database()); END $$\
              """);
    }
    StoreException refusal = catchThrowableOfType(StoreException.class, () -> builder(url).build());
    assertThat(refusal).hasMessageContaining("none of the servers in the URL accepts writes");
    assertThat(refusal.isTransient()).isTrue();
    assertThatThrownBy(() -> builder(url + "&targetServerType=any").build())
        .hasMessageContaining("default_transaction_read_only");
  }

  /** As after a failover: the connections stay, and lead to a server that only reads. */
  @Test
  void connections_to_a_server_that_became_read_only_are_dropped() throws SQLException {
    String url = PostgresServer.shared().createDatabase().url();
    try (JdbcSessionStore store = builder(url).build();
        Connection admin = DriverManager.getConnection(url)) {
      for (int i = 0; i < 3; i++) {
        store.open(SampleIntents.open(SampleIntents.key()));
      }
      // Changes the default of the connections that exist, not of new ones.
      admin
          .createStatement()
          .execute(
              "CREATE FUNCTION demote() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                  + " RAISE EXCEPTION 'read-only' USING ERRCODE = '25006'; END $$;"
                  + "CREATE TRIGGER demoted BEFORE INSERT ON sl_session EXECUTE FUNCTION demote()");
      String pids =
          "SELECT string_agg(pid::text, ',' ORDER BY pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND application_name = 'session-lifecycle'";
      String before = text(admin, pids);
      StoreException failure =
          catchThrowableOfType(
              StoreException.class, () -> store.open(SampleIntents.open(SampleIntents.key())));
      assertThat(failure.isTransient()).isTrue();
      assertThat(failure.sqlState()).contains("25006");
      admin.createStatement().execute("DROP TRIGGER demoted ON sl_session");
      store.open(SampleIntents.open(SampleIntents.key()));
      assertThat(List.of(before.split(",", 0)))
          .doesNotContainAnyElementsOf(List.of(text(admin, pids).split(",", 0)));
    }
  }

  private static String url(String parameters) {
    return PostgresServer.shared().createDatabase().url().replaceAll("[?].*", "?") + parameters;
  }

  private static JdbcSessionStoreBuilder builder(String url) {
    return JdbcSessionStore.postgresBuilder(url, "postgres", "").schemaMode(SchemaMode.MIGRATE);
  }

  /** Returns the settings of a connection: search path, memory, lock and statement timeout. */
  private static List<String> show(String url, UnaryOperator<JdbcSessionStoreBuilder> set) {
    try (JdbcSessionStore store =
            set.apply(
                    JdbcSessionStore.postgresBuilder(url, "postgres", "")
                        .schema("app")
                        .schemaMode(SchemaMode.MIGRATE))
                .build();
        Connection admin = DriverManager.getConnection(url, "postgres", "")) {
      admin.createStatement().execute("CREATE TABLE public.shown (seen text)");
      admin
          .createStatement()
          .execute(
              "CREATE FUNCTION public.show() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT"
                  + " INTO public.shown VALUES (current_setting('search_path')),"
                  + " (current_setting('work_mem')), (current_setting('lock_timeout')),"
                  + " (current_setting('statement_timeout')); RETURN NULL; END $$;CREATE TRIGGER"
                  + " show AFTER INSERT ON app.sl_session EXECUTE FUNCTION public.show()");
      store.open(SampleIntents.open(SampleIntents.key()));
      return List.of(text(admin, "SELECT string_agg(seen, ';') FROM public.shown").split(";", 0));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String printed(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
