package dev.sessionlifecycle.verification.combine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.TransitionResult;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A campaign: thirty-two callers, whose writes are combined, while connections break at random,
 * some before and some after the commit. Nothing acknowledged is lost, nothing is done twice, and
 * no caller is answered for another. Each session has two callers that race to end it. The faults
 * are bounded, so that the run ends.
 *
 * <p>The system property {@code combine.seed} repeats the choices of the run, and {@code
 * combine.sessions} sets how many sessions each pair of callers ends.
 */
@Tag("long")
class CutConnectionsTest {
  private static final long SEED = Long.getLong("combine.seed", 20261130);
  private static final int SESSIONS = Integer.getInteger("combine.sessions", 40);
  private static final int PAIRS = 16;
  private static final int FAULTS = 60;

  private static final FinalizeChain CHAIN =
      FinalizeChain.first(FinalizeStep.of("any", context -> StepOutcome.done()));

  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger(2 * PAIRS);

  /** What one of the two callers of a session was answered. */
  private record Caller(
      UUID session, String name, List<UUID> messages, boolean sawError, CloseResult end) {}

  @Test
  void connections_that_break_lose_nothing_and_double_nothing() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    int serverPort = URI.create(url.substring("jdbc:".length())).getPort();
    try (CuttingProxy proxy = new CuttingProxy(serverPort);
        HikariDataSource direct = pool(url);
        HikariDataSource cut = pool(url.replace(":" + serverPort + "/", ":" + proxy.port() + "/"));
        JdbcSessionStore store =
            JdbcSessionStore.builder(direct).schemaMode(SchemaMode.MIGRATE).build();
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(JdbcSessionStore.of(cut))
                .finalizeWith(CHAIN)
                .combineWriters(2)
                .build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < PAIRS * SESSIONS; i++) {
        ids.add(sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id());
      }
      List<List<Caller>> answered =
          Race.values(
              2 * PAIRS + 1,
              racer -> racer == 2 * PAIRS ? breakConnections(proxy) : call(sessions, ids, racer));
      OrganizationSessions quiet =
          SessionLifecycle.builder(store)
              .finalizeWith(CHAIN)
              .build()
              .organization(sessions.organizationId());
      check(quiet, ids, answered.stream().flatMap(List::stream).toList());
      lifecycle.finalizer().runDue(10 * ids.size());
      assertThat(ids).allMatch(id -> quiet.get(id).finalizedAt() != null);
      assertThat(proxy.lostResponses()).as("responses lost").isGreaterThan(10);
      assertThat(errors).as("errors of callers").hasPositiveValue();
    }
  }

  private static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    return new HikariDataSource(config);
  }

  private List<Caller> breakConnections(CuttingProxy proxy) {
    Random random = new Random(SEED);
    for (int fault = 0; fault < FAULTS && running.get() > 0; fault++) {
      if (random.nextInt(4) == 0) {
        proxy.cutAll();
      } else {
        proxy.loseResponses(1 + random.nextInt(2));
      }
      // A while in which connections are made again, and statements succeed.
      long end = System.nanoTime() + 1_000_000L * (20 + random.nextInt(100));
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }
    proxy.loseResponses(0);
    return List.of();
  }

  private List<Caller> call(OrganizationSessions sessions, List<UUID> ids, int racer) {
    List<Caller> answered = new ArrayList<>();
    try {
      for (int i = 0; i < SESSIONS; i++) {
        UUID id = ids.get(racer / 2 * SESSIONS + i);
        answered.add(one(sessions, id, "caller-" + racer + "-" + i, racer % 2 == 0));
      }
    } finally {
      running.decrementAndGet();
    }
    return answered;
  }

  private Caller one(OrganizationSessions sessions, UUID id, String name, boolean moves) {
    List<UUID> messages = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Message message = Message.fromUser(name + " says " + i).withId(UUID.randomUUID());
      AppendResult result = repeated(() -> sessions.append(id, List.of(message)));
      if (result instanceof AppendResult.Appended appended) {
        StoredMessage stored = appended.messages().get(0);
        assertThat(stored.id()).isEqualTo(message.id());
        assertThat(stored.text()).isEqualTo(message.text());
        messages.add(stored.id());
      } else {
        assertThat(((AppendResult.AlreadyEnded) result).session().id()).isEqualTo(id);
      }
    }
    if (moves) {
      TransitionResult moved =
          repeated(() -> sessions.transition(id, SessionStatus.PAUSED, name, null));
      assertThat(moved.session().id()).isEqualTo(id);
    }
    int before = errorsOfThread.get();
    CloseResult end =
        repeated(() -> sessions.close(id, EndRequest.unspecified().withTriggeredBy(name)));
    assertThat(end.session().id()).isEqualTo(id);
    return new Caller(id, name, messages, errorsOfThread.get() > before, end);
  }

  private final ThreadLocal<Integer> errorsOfThread = ThreadLocal.withInitial(() -> 0);

  /** Repeats a call whose connection broke, as a host does. */
  private <T> T repeated(Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (StoreException e) {
        assertThat(e.isTransient()).as(e.toString()).isTrue();
        errorsOfThread.set(errorsOfThread.get() + 1);
        errors.incrementAndGet();
      }
    }
  }

  private static void check(OrganizationSessions sessions, List<UUID> ids, List<Caller> callers) {
    for (UUID id : ids) {
      Session session = sessions.get(id);
      List<Caller> both = callers.stream().filter(it -> it.session().equals(id)).toList();
      assertThat(both).hasSize(2);
      assertThat(both)
          .as("callers of an end that is not the one stored")
          .allMatch(it -> Objects.equals(it.end().session().triggeredBy(), session.triggeredBy()));
      for (Caller caller : both) {
        boolean isOwn = caller.name().equals(session.triggeredBy());
        assertThat(caller.end().isWinner())
            .as("%s won, and the end is by %s", caller, session.triggeredBy())
            .isEqualTo(isOwn && (caller.end().isWinner() || !caller.sawError()));
      }
      List<HistoryEntry> history = sessions.history(id);
      assertThat(history).filteredOn(it -> it.kind() == HistoryEntry.Kind.ENDED).hasSize(1);
      assertThat(history)
          .filteredOn(it -> it.kind() == HistoryEntry.Kind.MOVED)
          .hasSizeLessThanOrEqualTo(1);
      List<UUID> stored = sessions.messages(id).stream().map(StoredMessage::id).toList();
      assertThat(stored).doesNotHaveDuplicates();
      assertThat(stored).hasSize(session.messageCount());
      for (Caller caller : both) {
        assertThat(stored).as("messages that were acknowledged").containsAll(caller.messages());
      }
    }
  }
}
