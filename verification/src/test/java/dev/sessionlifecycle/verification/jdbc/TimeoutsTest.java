package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** How long a store waits for a database that it connects to itself. */
class TimeoutsTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void a_lock_wait_ends_at_the_lock_timeout() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    StoreException failure = whileLocked(url, postgres(url).lockTimeout(SHORT));
    assertThat(failure).hasMessageContaining("55P03");
    assertThat(failure.isTransient()).isTrue();
  }

  @Test
  void a_statement_ends_at_the_statement_timeout() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    StoreException failure = whileLocked(url, postgres(url).statementTimeout(SHORT));
    assertThat(failure).hasMessageContaining("57014");
    assertThat(failure.isTransient()).isTrue();
  }

  @Test
  void an_embedded_database_accepts_timeouts() {
    try (JdbcSessionStore store =
        JdbcSessionStore.h2MemoryBuilder("timeouts")
            .lockTimeout(Duration.ofSeconds(20))
            .statementTimeout(Duration.ofSeconds(20))
            .build()) {
      assertThat(store.find(SampleIntents.key())).isEmpty();
    }
  }

  @Test
  void invalid_timeouts_are_refused() {
    assertThatThrownBy(() -> postgres("jdbc:postgresql:x").lockTimeout(Duration.ZERO))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> postgres("jdbc:postgresql:x").socketTimeout(SHORT))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> JdbcSessionStore.builder(new JdbcDataSource()).lockTimeout(SHORT).build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("host");
  }

  private static JdbcSessionStoreBuilder postgres(String url) {
    return JdbcSessionStore.postgresBuilder(url, "postgres", "")
        .schemaMode(SchemaMode.NONE)
        .socketTimeout(Duration.ofSeconds(20));
  }

  /**
   * Ends a session whose row another transaction has locked. Only the end meets the time limit: on
   * a busy machine, creating the schema or opening a session may take longer than that, and so may
   * the checks of a store that starts, which then starts again.
   */
  private static StoreException whileLocked(String url, JdbcSessionStoreBuilder limited)
      throws Exception {
    SessionKey key = SampleIntents.key();
    try (JdbcSessionStore unlimited = postgres(url).schemaMode(SchemaMode.MIGRATE).build()) {
      unlimited.open(SampleIntents.open(key));
    }
    try (JdbcSessionStore store =
            await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(StoreException.class)
                .until(limited::build, built -> true);
        Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT 1 FROM sl_session FOR UPDATE");
      return catchThrowableOfType(
          StoreException.class, () -> store.close(SampleIntents.close(key)));
    }
  }
}
