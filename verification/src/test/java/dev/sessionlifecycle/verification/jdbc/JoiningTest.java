package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store in the host's transaction, on a pool that has no second connection to lend. */
class JoiningTest {

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void joined_work_commits_or_rolls_back_with_the_callers_transaction(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store = store(pool)) {
      SessionKey kept = SampleIntents.key();
      SessionKey gone = SampleIntents.key();
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
  @EnumSource(TestDatabase.class)
  void a_jdbi_handle_is_joined_like_its_connection(TestDatabase database) {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store = store(pool)) {
      SessionKey key = SampleIntents.key();
      Jdbi.create(pool)
          .useTransaction(handle -> store.joining(handle).open(SampleIntents.open(key)));
      assertThat(store.find(key)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_failed_joined_call_leaves_the_transaction_unchanged(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store = store(pool)) {
      SessionKey key = SampleIntents.key();
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        SessionStore joined = store.joining(connection);
        joined.open(SampleIntents.open(key));
        try (var statement = connection.createStatement()) {
          statement.execute("ALTER TABLE sl_history RENAME TO elsewhere");
          assertThatThrownBy(() -> joined.close(SampleIntents.close(key)))
              .isInstanceOf(StoreException.class);
          statement.execute("ALTER TABLE elsewhere RENAME TO sl_history");
        }
        assertThat(joined.find(key).orElseThrow().status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(joined.close(SampleIntents.close(key))).isInstanceOf(CloseReply.Closed.class);
        connection.commit();
      }
      assertThat(store.find(key).orElseThrow().isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_autocommit_connection_is_refused_with_instructions_for_joining(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(1);
        JdbcSessionStore store = store(pool)) {
      SessionKey key = SampleIntents.key();
      try (Connection connection = pool.getConnection()) {
        SessionStore joined = store.joining(connection);
        assertThatThrownBy(() -> joined.open(SampleIntents.open(key)))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("setAutoCommit(false)");
        assertThat(connection.getAutoCommit()).isTrue();
      }
      assertThat(store.find(key)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_joined_opening_is_answered_with_no_other_session(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(2);
        JdbcSessionStore store = store(pool);
        Connection connection = pool.getConnection()) {
      SessionLifecycle lifecycle = SessionLifecycle.builder(store).build();
      UUID organization = UUID.randomUUID();
      SessionRequest request = SessionRequest.on("chat", UUID.randomUUID()).withId(organization);
      lifecycle.organization(organization).open(request);
      connection.setAutoCommit(false);
      OrganizationSessions joined =
          lifecycle.joining(store.joining(connection)).organization(organization);
      SessionRequest other = SessionRequest.on("chat", UUID.randomUUID()).withId(organization);
      assertThatThrownBy(() -> joined.open(other)).isInstanceOf(SessionConflictException.class);
      assertThat(joined.open(request)).isInstanceOf(OpenResult.Reused.class);
      UUID policy = UUID.randomUUID();
      SessionRequest kept =
          SessionRequest.on("chat", UUID.randomUUID()).withRetentionPolicy(policy);
      assertThatThrownBy(() -> joined.open(kept)).isInstanceOf(InvalidInputException.class);
      store
          .joining(connection)
          .policies()
          .define(organization, policy, RetentionPolicy.forEver(), false);
      assertThat(joined.open(kept)).isInstanceOf(OpenResult.Opened.class);
      connection.rollback();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_joined_opening_with_an_early_end_commits_or_rolls_back_whole(TestDatabase database)
      throws SQLException {
    List<UUID> announced = new ArrayList<>();
    SessionListener listener =
        new SessionListener() {
          @Override
          public void ended(Session session) {
            announced.add(session.id());
          }
        };
    try (HikariDataSource pool = database.pool(2);
        JdbcSessionStore store = store(pool);
        Connection connection = pool.getConnection()) {
      SessionLifecycle lifecycle = SessionLifecycle.builder(store).listener(listener).build();
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      connection.setAutoCommit(false);
      OrganizationSessions joined =
          lifecycle.joining(store.joining(connection)).organization(sessions.organizationId());
      for (boolean isBulk : List.of(false, true)) {
        ExternalRef ref = new ExternalRef("twilio", "CA" + isBulk);
        assertThat(sessions.close(ref, EndRequest.reported("callee_busy"))).isEmpty();
        SessionRequest request = SessionRequest.on("voice", UUID.randomUUID()).withExternalRef(ref);
        assertThat(open(joined, request, isBulk)).isInstanceOf(OpenResult.AlreadyEnded.class);
        connection.rollback();
        assertThat(sessions.find(ref)).isEmpty();
        OpenResult ended = open(joined, request, isBulk);
        assertThat(ended).isInstanceOf(OpenResult.AlreadyEnded.class);
        connection.commit();
        assertThat(sessions.find(ref)).contains(ended.session());
        assertThat(ended.session().reason()).isEqualTo(TerminationReason.CALLEE_BUSY);
        assertThat(sessions.history(ended.session().id())).hasSize(2);
        assertThat(open(sessions, request, isBulk))
            .isEqualTo(new OpenResult.AlreadyEnded(ended.session(), false));
        assertThat(announced).isEmpty(); // what is joined announces nothing
      }
    }
  }

  private static OpenResult open(
      OrganizationSessions sessions, SessionRequest request, boolean isBulk) {
    return isBulk
        ? sessions.bulk().open(List.of(request)).get(0).orThrow()
        : sessions.open(request);
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_joined_call_that_finds_a_limit_passed_ends_the_session_with_its_transaction(
      TestDatabase database) throws SQLException {
    try (HikariDataSource pool = database.pool(2);
        JdbcSessionStore store = store(pool);
        Connection connection = pool.getConnection()) {
      SessionLifecycle lifecycle =
          SessionLifecycle.builder(store)
              .timeLimits(TimeLimits.none().withIdle(Duration.ofNanos(1_000)))
              .build();
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      connection.setAutoCommit(false);
      OrganizationSessions joined =
          lifecycle.joining(store.joining(connection)).organization(sessions.organizationId());
      List<Consumer<UUID>> calls =
          List.of(
              id -> joined.append(id, Message.fromUser("late")),
              id -> joined.touch(id),
              id -> joined.markRecorded(id),
              id -> joined.transition(id, SessionStatus.PAUSED));
      for (Consumer<UUID> call : calls) {
        UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
        call.accept(id);
        assertThat(joined.get(id).reason()).isEqualTo(TerminationReason.SILENCE_TIMEOUT);
        connection.rollback();
        assertThat(sessions.get(id).status()).isEqualTo(SessionStatus.ACTIVE);
        call.accept(id);
        connection.commit();
        assertThat(sessions.get(id).status()).isEqualTo(SessionStatus.EXPIRED);
        assertThat(sessions.get(id).messageCount()).isZero();
      }
    }
  }

  private static JdbcSessionStore store(HikariDataSource pool) {
    return JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
  }

  private static void livesAndEnds(SessionStore store, SessionKey key) {
    assertThat(store.open(SampleIntents.open(key))).isInstanceOf(OpenResult.Opened.class);
    assertThat(store.append(SampleIntents.append(key, "hello")))
        .isInstanceOf(AppendReply.Appended.class);
    CloseReply.Closed closed = (CloseReply.Closed) store.close(SampleIntents.close(key));
    assertThat(store.find(key)).contains(closed.session());
    assertThat(store.close(SampleIntents.close(key)))
        .isEqualTo(new CloseReply.AlreadyEnded(closed.session()));
    assertThat(store.closeAll(List.of(SampleIntents.close(key))))
        .containsExactly(new CloseReply.AlreadyEnded(closed.session()));
    assertThat(store.history(key, 0, 10)).hasSize(2);
    assertThat(store.messages(key, 0, 10)).hasSize(1);
  }
}
