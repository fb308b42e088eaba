package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
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

/** A close, an open or an append leaves nothing behind when one of its writes fails. */
class AtomicityTest {

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_end_whose_history_cannot_be_written_changes_nothing(TestDatabase database) {
    failing(database, "sl_history");
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_end_whose_chain_cannot_be_written_changes_nothing(TestDatabase database) {
    failing(database, "sl_chain");
  }

  private static void failing(TestDatabase database, String table) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = SampleIntents.key();
      store.chains().register(SampleIntents.SHAPE);
      store.open(SampleIntents.open(key));
      Session before = store.find(key).orElseThrow();
      sql(pool, "ALTER TABLE " + table + " RENAME TO away");
      assertThatThrownBy(() -> store.close(SampleIntents.close(key)))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.closeAll(List.of(SampleIntents.close(key))))
          .isInstanceOf(StoreException.class);
      sql(pool, "ALTER TABLE away RENAME TO " + table);
      assertThat(store.find(key)).contains(before);
      assertThat(store.history(key, 0, 9)).hasSize(1);
      assertThat(store.chains().find(key)).isEmpty();
      assertThat(store.close(SampleIntents.close(key))).isInstanceOf(CloseReply.Closed.class);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_open_that_fails_halfway_leaves_no_session(TestDatabase database) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = SampleIntents.key();
      sql(pool, "ALTER TABLE sl_history RENAME TO away");
      assertThatThrownBy(() -> store.open(SampleIntents.open(key)))
          .isInstanceOf(StoreException.class);
      sql(pool, "ALTER TABLE away RENAME TO sl_history");
      assertThat(store.find(key)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_failed_append_counts_no_message(TestDatabase database) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = SampleIntents.key();
      store.open(SampleIntents.open(key));
      Session before = store.find(key).orElseThrow();
      sql(pool, "ALTER TABLE sl_message RENAME TO away");
      assertThatThrownBy(() -> store.append(SampleIntents.append(key, "lost")))
          .isInstanceOf(StoreException.class);
      sql(pool, "ALTER TABLE away RENAME TO sl_message");
      assertThat(store.find(key)).contains(before);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_session_of_unrecognized_status_is_read_and_listed_but_never_written(
      TestDatabase database) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = SampleIntents.key();
      store.chains().register(SampleIntents.SHAPE);
      store.open(SampleIntents.open(key));
      sql(pool, "UPDATE sl_session SET status = 'snoozed'");
      Session drifted = store.find(key).orElseThrow();
      assertThat(drifted.status()).isEqualTo(SessionStatus.UNRECOGNIZED);
      assertThat(drifted.statusText()).isEqualTo("snoozed");
      assertThat(store.close(SampleIntents.close(key))).isInstanceOf(CloseReply.GuardFailed.class);
      assertThat(store.append(SampleIntents.append(key, "no")))
          .isInstanceOf(AppendReply.NotLive.class);
      assertThat(store.find(key)).contains(drifted);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_unrecognized_reason_is_read_as_unknown(TestDatabase database) {
    try (HikariDataSource pool = database.pool(2);
        SessionStore store = store(pool)) {
      SessionKey key = SampleIntents.key();
      store.chains().register(SampleIntents.SHAPE);
      store.open(SampleIntents.open(key));
      store.close(SampleIntents.close(key));
      sql(pool, "UPDATE sl_session SET termination_reason = 'quantum_flip', outcome = 'odd'");
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
