package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Pools that are too small or closed, and other load on the same database. */
@Tag("long")
class PoolFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int MANY = 40;

  private final Queue<FinalizerEvent> events = new ConcurrentLinkedQueue<>();
  private final FinalizeChain chain =
      FinalizeChain.first(
          FinalizeStep.of(
              "summarize",
              context -> {
                String text = context.transcript().messages().get(0).text();
                return StepOutcome.done(Effects.builder().summary(text).build());
              }));

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
  void one_connection_suffices_for_closing_and_a_started_finalizer(EngineStore kind) {
    try (HikariDataSource pool = pool(kind, 1);
        SessionLifecycle lifecycle = lifecycle(pool);
        FinalizerRun run = lifecycle.finalizer().start()) {
      end(lifecycle, MANY);
      await().atMost(SOON).until(() -> lifecycle.finalizer().snapshot().chainsFinished() == MANY);
      assertThat(run.close(SOON)).isTrue();
    }
    assertThat(events).noneMatch(FinalizerEvent.StoreFailed.class::isInstance);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
  void a_closed_pool_is_reported_and_leaves_no_thread_behind(EngineStore kind) {
    HikariDataSource pool = pool(kind, 1);
    try (SessionLifecycle lifecycle = lifecycle(pool)) {
      FinalizerRun run = lifecycle.finalizer().start();
      end(lifecycle, 1);
      await().atMost(SOON).until(() -> lifecycle.finalizer().snapshot().chainsFinished() == 1);
      // A caller waiting for a connection when HikariCP is closed waits for all of this.
      pool.setConnectionTimeout(2_000);
      pool.close();
      await()
          .atMost(SOON)
          .until(() -> events.stream().anyMatch(FinalizerEvent.StoreFailed.class::isInstance));
      assertThat(run.close(SOON)).isTrue();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(it -> it.getName().startsWith("session-lifecycle-finalize-"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
  void an_exhausted_pool_is_reported_in_time_as_transient(EngineStore kind) throws SQLException {
    try (HikariDataSource pool = pool(kind, 1);
        SessionLifecycle lifecycle = lifecycle(pool)) {
      pool.setConnectionTimeout(300);
      try (Connection taken = pool.getConnection()) {
        assertThat(taken.isValid(1)).isTrue();
        StoreException failure =
            catchThrowableOfType(StoreException.class, () -> end(lifecycle, 1));
        assertThat(failure.isTransient()).isTrue();
      }
      end(lifecycle, 1);
      assertThat(lifecycle.finalizer().runDue(10).finished()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
  void a_locked_session_delays_only_its_own_chain(EngineStore kind) throws SQLException {
    try (HikariDataSource pool = pool(kind, 6);
        SessionLifecycle lifecycle = lifecycle(pool);
        Connection other = pool.getConnection();
        Statement statement = other.createStatement()) {
      end(lifecycle, MANY);
      other.setAutoCommit(false);
      statement.execute(
          "UPDATE sl_session SET version = version WHERE id IN (SELECT id FROM sl_session ORDER BY"
              + " id LIMIT 1)");
      try (FinalizerRun run = lifecycle.finalizer().start()) {
        await()
            .atMost(SOON)
            .until(() -> lifecycle.finalizer().snapshot().chainsFinished() == MANY - 1);
        other.rollback();
        await().atMost(SOON).until(() -> lifecycle.finalizer().snapshot().chainsFinished() == MANY);
        assertThat(run.close(SOON)).isTrue();
      }
    }
  }

  private static HikariDataSource pool(EngineStore kind, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        kind == EngineStore.H2
            ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=300"
            : PostgresServer.shared().createDatabase().url() + "&options=-c%20lock_timeout=300ms");
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  private SessionLifecycle lifecycle(HikariDataSource pool) {
    return SessionLifecycle.builder(
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
        .finalizeWith(chain)
        .finalizerListener(events::add)
        .build();
  }

  private static void end(SessionLifecycle lifecycle, int count) {
    OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
    for (int i = 0; i < count; i++) {
      UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
      sessions.append(id, Message.fromUser("hello"));
      sessions.close(id, "user_hangup");
    }
  }
}
