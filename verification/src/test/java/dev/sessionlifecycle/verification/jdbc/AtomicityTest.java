package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an end, an opening or an append leaves behind when one of its writes fails: nothing. */
class AtomicityTest {

  @ParameterizedTest
  @EnumSource(Database.class)
  void an_end_whose_history_cannot_be_written_changes_nothing(Database database) {
    failing(database, "history");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void an_end_whose_chain_cannot_be_born_changes_nothing(Database database) {
    failing(database, "chain");
  }

  private static void failing(Database database, String table) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = Intents.key();
      store.chains().register(Intents.SHAPE);
      store.open(Intents.open(key));
      Session before = store.find(key).orElseThrow();
      sql(pool, "ALTER TABLE " + table + " RENAME TO away");
      assertThatThrownBy(() -> store.close(Intents.close(key))).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.closeAll(List.of(Intents.close(key))))
          .isInstanceOf(StoreException.class);
      sql(pool, "ALTER TABLE away RENAME TO " + table);
      assertThat(store.find(key)).contains(before);
      assertThat(store.history(key, 0, 9)).hasSize(1);
      assertThat(store.chains().find(key)).isEmpty();
      assertThat(store.close(Intents.close(key))).isInstanceOf(CloseReply.Closed.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void an_opening_that_fails_half_way_leaves_no_session(Database database) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = Intents.key();
      sql(pool, "ALTER TABLE history RENAME TO away");
      assertThatThrownBy(() -> store.open(Intents.open(key))).isInstanceOf(StoreException.class);
      sql(pool, "ALTER TABLE away RENAME TO history");
      assertThat(store.find(key)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void an_append_that_fails_counts_nothing(Database database) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = Intents.key();
      store.open(Intents.open(key));
      Session before = store.find(key).orElseThrow();
      sql(pool, "ALTER TABLE message RENAME TO away");
      assertThatThrownBy(() -> store.append(Intents.append(key, "lost")))
          .isInstanceOf(StoreException.class);
      sql(pool, "ALTER TABLE away RENAME TO message");
      assertThat(store.find(key)).contains(before);
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void a_row_of_a_newer_version_is_read_and_listed_and_never_written(Database database) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = Intents.key();
      store.chains().register(Intents.SHAPE);
      store.open(Intents.open(key));
      sql(pool, "UPDATE session SET status = 'snoozed'");
      Session drifted = store.find(key).orElseThrow();
      assertThat(drifted.status()).isEqualTo(SessionStatus.UNRECOGNIZED);
      assertThat(drifted.statusText()).isEqualTo("snoozed");
      assertThat(store.close(Intents.close(key))).isInstanceOf(CloseReply.NotMet.class);
      assertThat(store.append(Intents.append(key, "no"))).isInstanceOf(AppendReply.NotLive.class);
      assertThat(store.find(key)).contains(drifted);
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void a_reason_of_a_newer_version_is_read_as_unknown(Database database) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = Intents.key();
      store.chains().register(Intents.SHAPE);
      store.open(Intents.open(key));
      store.close(Intents.close(key));
      sql(pool, "UPDATE session SET termination_reason = 'quantum_flip', outcome = 'odd'");
      assertThat(store.find(key).orElseThrow().reason()).isEqualTo(TerminationReason.UNKNOWN);
    }
  }

  private static SessionStore store(HikariDataSource pool) {
    return JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
  }

  private static void sql(HikariDataSource pool, String statement) {
    try (Connection connection = pool.getConnection();
        var executed = connection.createStatement()) {
      executed.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
