package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.SessionRuntimeBuilder;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Database faults during a runtime call lead to a clear result, and in time. */
class RuntimeOnDatabaseFaultsTest {
  private static final Duration IN_TIME = Duration.ofSeconds(5);

  enum On {
    H2,
    POSTGRESQL;

    HikariDataSource pool() {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(
          this == H2
              ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"
              : PostgresServer.shared().createDatabase().url());
      config.setMaximumPoolSize(2);
      return new HikariDataSource(config);
    }
  }

  private final UUID organization = UUID.randomUUID();
  private final ExecutorService pool = Executors.newFixedThreadPool(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void stop() {
    go.countDown();
    pool.shutdown();
  }

  private SessionLifecycle lifecycle(HikariDataSource source) {
    return SessionLifecycle.builder(
            JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build())
        .build();
  }

  private SessionRuntime open(
      SessionLifecycle lifecycle, String channel, UnaryOperator<SessionRuntimeBuilder> options) {
    OrganizationSessions sessions = lifecycle.organization(organization);
    UUID id = sessions.open(SessionRequest.on(channel, UUID.randomUUID())).orThrow().id();
    return options
        .apply(
            SessionRuntime.builder(
                    lifecycle,
                    organization,
                    turn -> {
                      if (turn.text().equals("throw")) {
                        throw new IllegalStateException("the agent is broken");
                      }
                      return TurnReply.say("You said: " + turn.text());
                    })
                .deadline(Duration.ofMillis(100)))
        .open(id);
  }

  @ParameterizedTest
  @EnumSource
  void a_cleanup_that_hangs_and_a_handler_that_throws_end_in_time(On on) {
    try (HikariDataSource source = on.pool();
        SessionLifecycle lifecycle = lifecycle(source)) {
      SessionRuntime runtime =
          open(lifecycle, "voice", it -> it.onEnd(pool, context -> go.await()));
      runtime.runTurn("one");
      TurnResult failed = runtime.runTurn("throw");
      assertThat(failed.error()).startsWith("java.lang.IllegalStateException");
      assertThat(failed.status()).isEqualTo(RuntimeStatus.ERROR);
      RuntimeEnd end = assertTimeout(IN_TIME, () -> runtime.endSession("error", "system"));
      assertThat(end.winner()).isTrue();
      assertThat(end.cleanedUp()).isFalse();
      assertThat(end.session().status()).isEqualTo(SessionStatus.CLOSED);
      assertThat(lifecycle.organization(organization).messages(runtime.sessionId()))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_closed_database_is_reported_in_time_and_no_loss_is_silent(On on) {
    HikariDataSource source = on.pool();
    SessionLifecycle lifecycle = lifecycle(source);
    SessionRuntime chat = open(lifecycle, "chat", it -> it);
    SessionRuntime voice =
        open(lifecycle, "voice", it -> it.strategy(PersistStrategy.FLUSH_AT_END).renewOwn());
    voice.runTurn("one");
    source.setConnectionTimeout(1_000); // who waits for a connection meanwhile waits for all of it
    source.close();

    TurnResult failed = assertTimeout(IN_TIME, () -> chat.runTurn("one"));
    assertThat(failed.error()).startsWith("store_");
    assertThat(failed.status()).isEqualTo(RuntimeStatus.ERROR);
    for (SessionRuntime runtime : new SessionRuntime[] {chat, voice}) {
      assertTimeout(
          IN_TIME,
          () ->
              assertThatThrownBy(() -> runtime.endSession("resolved", "agent"))
                  .isInstanceOf(StoreException.class));
      assertThat(runtime.status()).isEqualTo(RuntimeStatus.END_PROCESSING);
    }
    assertThat(voice.bufferedMessages()).isEqualTo(2);
    assertTimeout(IN_TIME, lifecycle::close);
  }
}
