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
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The network to PostgreSQL swallows everything: no response arrives, and nothing is refused
 * either.
 */
@Tag("long")
class BlackHoleTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int MANY = 100;

  /** What the timeouts of the pool below end; without them a call would wait for hours. */
  private static final Duration NOT_FOREVER = Duration.ofSeconds(10);

  private final UUID organization = UUID.randomUUID();
  private final Queue<FinalizerEvent> events = new ConcurrentLinkedQueue<>();
  private final FinalizeChain chain =
      FinalizeChain.first(FinalizeStep.of("count", context -> count(context.session().metadata())));

  @Test
  void calls_time_out_and_the_finalizer_resumes_when_the_network_returns() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    // Prepares and inspects, which on a busy machine may take longer than the timeouts below.
    try (HikariDataSource direct = pool(url);
        SessionLifecycle beside = lifecycle(migrated(direct));
        BlackHole network = new BlackHole(URI.create(url.substring("jdbc:".length())).getPort());
        HikariDataSource pool = pool(url, network.port());
        SessionLifecycle lifecycle = lifecycle(connected(pool))) {
      OrganizationSessions sessions = beside.organization(organization);
      UUID open = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
      List<UUID> ended = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        ended.add(end(sessions));
      }
      FinalizerRun run =
          lifecycle
              .finalizer()
              .start(FinalizerOptions.builder().lease(Duration.ofSeconds(3)).build());
      await().atMost(SOON).until(() -> lifecycle.finalizer().snapshot().chainsFinished() > 0);
      network.block(true);
      events.clear();

      long before = System.nanoTime();
      StoreException failure =
          catchThrowableOfType(
              StoreException.class,
              () -> lifecycle.organization(organization).close(open, "user_hangup"));
      assertThat(since(before)).isLessThan(NOT_FOREVER);
      assertThat(failure.isTransient()).isTrue();
      assertThat(failure.code()).isEqualTo("store_unavailable");
      await()
          .atMost(SOON)
          .until(() -> events.stream().anyMatch(FinalizerEvent.StoreFailed.class::isInstance));

      network.block(false);
      sessions.close(open, "user_hangup"); // the first may have arrived meanwhile: once, either way
      ended.add(open);
      await().atMost(SOON).until(() -> ended.stream().allMatch(id -> isFinished(sessions, id)));
      assertThat(ended)
          .allMatch(id -> Long.valueOf(1).equals(sessions.get(id).metadata().get("effects")));

      network.block(true);
      before = System.nanoTime();
      run.close(Duration.ofSeconds(1));
      assertThat(since(before)).isLessThan(NOT_FOREVER);
      network.block(false);
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(it -> it.getName().startsWith("session-lifecycle-finalize-")));
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  private static HikariDataSource pool(String url, int port) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        url.replaceFirst("//([^:/]+):\\d+/", "//localhost:" + port + "/")
            + "&sslmode=disable&gssEncMode=disable&connectTimeout=1&socketTimeout=1");
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setMaximumPoolSize(6);
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(500);
    config.setInitializationFailTimeout(-1); // connected() tries again
    return new HikariDataSource(config);
  }

  private static JdbcSessionStore migrated(HikariDataSource pool) {
    return JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
  }

  private static JdbcSessionStore connected(HikariDataSource pool) {
    return await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(StoreException.class)
        .until(() -> JdbcSessionStore.builder(pool).build(), store -> true);
  }

  private SessionLifecycle lifecycle(JdbcSessionStore store) {
    return SessionLifecycle.builder(store)
        .finalizeWith(chain)
        .finalizerListener(events::add)
        .build();
  }

  private static UUID end(OrganizationSessions sessions) {
    UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
    sessions.append(id, Message.fromUser("hello"));
    sessions.close(id, "user_hangup");
    return id;
  }

  /** Counts in the metadata how often its effects were written; takes a moment. */
  private static StepOutcome count(Map<String, Object> metadata) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    Map<String, Object> values = new HashMap<>(metadata);
    values.merge("effects", 1L, (one, two) -> (Long) one + (Long) two);
    return StepOutcome.done(Effects.builder().metadata(values).build());
  }

  private static boolean isFinished(OrganizationSessions sessions, UUID id) {
    return sessions.get(id).finalizedAt() != null;
  }

  private static Duration since(long before) {
    return Duration.ofNanos(System.nanoTime() - before);
  }
}
