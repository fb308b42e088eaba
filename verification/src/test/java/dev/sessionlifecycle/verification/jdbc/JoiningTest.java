package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OpenResult;
import dev.sessionlifecycle.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store in the host's transaction, on a pool that has no second connection to give. */
class JoiningTest {

  @ParameterizedTest
  @EnumSource(Database.class)
  void joined_work_stands_when_the_host_commits_and_is_gone_when_it_rolls_back(Database database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store = store(pool)) {
      SessionKey kept = Intents.key();
      SessionKey gone = Intents.key();
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        SessionStore joined = store.joining(connection);
        assertThat(joined.isJoined()).isTrue();
        livesAndEnds(joined, kept);
        connection.commit();
        livesAndEnds(joined, gone);
        connection.rollback();
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(connection.isClosed()).isFalse();
      }
      assertThat(store.find(kept).orElseThrow().status()).isEqualTo(SessionStatus.CLOSED);
      assertThat(store.chains().find(kept)).map(ChainRecord::leased).hasValue(false);
      assertThat(store.find(gone)).isEmpty();
      assertThat(store.chains().find(gone)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void a_handle_of_jdbi_is_joined_like_its_connection(Database database) {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store = store(pool)) {
      SessionKey key = Intents.key();
      Jdbi.create(pool).useTransaction(handle -> store.joining(handle).open(Intents.open(key)));
      assertThat(store.find(key)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void a_joined_call_that_fails_leaves_the_transaction_as_it_was(Database database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store = store(pool)) {
      SessionKey key = Intents.key();
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        SessionStore joined = store.joining(connection);
        joined.open(Intents.open(key));
        try (var statement = connection.createStatement()) {
          statement.execute("ALTER TABLE history RENAME TO elsewhere");
          assertThatThrownBy(() -> joined.close(Intents.close(key)))
              .isInstanceOf(StoreException.class);
          statement.execute("ALTER TABLE elsewhere RENAME TO history");
        }
        assertThat(joined.find(key).orElseThrow().status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(joined.close(Intents.close(key))).isInstanceOf(CloseReply.Closed.class);
        connection.commit();
      }
      assertThat(store.find(key).orElseThrow().isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void a_connection_in_autocommit_mode_cannot_be_joined_and_is_told_how(Database database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store = store(pool)) {
      SessionKey key = Intents.key();
      try (Connection connection = pool.getConnection()) {
        SessionStore joined = store.joining(connection);
        assertThatThrownBy(() -> joined.open(Intents.open(key)))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("setAutoCommit(false)");
        assertThat(connection.getAutoCommit()).isTrue();
      }
      assertThat(store.find(key)).isEmpty();
    }
  }

  private static JdbcSessionStore store(HikariDataSource pool) {
    return JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
  }

  private static void livesAndEnds(SessionStore store, SessionKey key) {
    assertThat(store.open(Intents.open(key))).isInstanceOf(OpenResult.Opened.class);
    assertThat(store.append(Intents.append(key, "hello"))).isInstanceOf(AppendReply.Done.class);
    CloseReply.Closed closed = (CloseReply.Closed) store.close(Intents.close(key));
    assertThat(store.find(key)).contains(closed.session());
    assertThat(store.close(Intents.close(key)))
        .isEqualTo(new CloseReply.AlreadyEnded(closed.session()));
    assertThat(store.closeAll(List.of(Intents.close(key))))
        .containsExactly(new CloseReply.AlreadyEnded(closed.session()));
    assertThat(store.history(key, 0, 10)).hasSize(2);
    assertThat(store.messages(key, 0, 10)).hasSize(1);
  }
}
