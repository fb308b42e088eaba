package dev.sessionlifecycle.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.verification.postgres.KillablePostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** For a while no file of PostgreSQL can grow, as on a full disk; then the server is killed. */
@Tag("long")
class FullDiskTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Blocks of 512 bytes, in some shells of 1,024: more than a WAL segment has. */
  private static final int BLOCKS = 34_001;

  private static final int CLOSERS = 3;

  /** How long nothing can grow once every call has failed. */
  private static final Duration FULL = Duration.ofSeconds(2);

  private final Queue<FinalizerEvent> events = new ConcurrentLinkedQueue<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Queue<StoreException> failures = new ConcurrentLinkedQueue<>();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  @Test
  void a_full_disk_fails_calls_clearly_loses_nothing_and_the_finalizer_recovers() throws Exception {
    try (KillablePostgres server = KillablePostgres.start(Map.of())) {
      server.kill();
      server.restartWithFilesUpTo(BLOCKS);
      SessionStore store =
          JdbcSessionStore.postgresBuilder(server.url(), "postgres", "postgres")
              .schemaMode(SchemaMode.MIGRATE)
              .build();
      try (SessionLifecycle lifecycle = lifecycle(store);
          FinalizerRun run = start(lifecycle)) {
        OrganizationSessions sessions = lifecycle.organization(KilledWorker.ORGANIZATION);
        fill(sessions);
        // PostgreSQL has no SQLSTATE for a file that may not grow.
        assertThat(failures).allMatch(it -> it.getMessage().endsWith("(XX000)"));
        assertBacksOff();

        server.kill();
        server.restart();
        await().atMost(SOON).until(() -> unfinished(sessions) == 0);
        assertAcknowledgedCallsKept(store, lifecycle, sessions);
        assertThat(run.close(SOON)).isTrue();
      }
    }
  }

  private SessionLifecycle lifecycle(SessionStore store) {
    FinalizeStep summarize =
        FinalizeStep.of(
            "summarize",
            context -> StepOutcome.done(Effects.builder().summary(noise(16_000)).build()));
    return SessionLifecycle.builder(store)
        .finalizeWith(KilledWorker.chain().then(summarize))
        .finalizerListener(events::add)
        .build();
  }

  private static FinalizerRun start(SessionLifecycle lifecycle) {
    return lifecycle
        .finalizer()
        .start(FinalizerOptions.builder().lease(Duration.ofSeconds(2)).build());
  }

  /** Writes until appends and settlements have failed for lack of space. */
  private void fill(OrganizationSessions sessions) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLOSERS; i++) {
      Thread thread = new Thread(() -> work(sessions));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join(SOON.toMillis());
      assertThat(thread.isAlive()).as("failed so far: %s", failed).isFalse();
    }
    assertThat(failed).contains("appended");
  }

  private void work(OrganizationSessions sessions) {
    while (!failed.contains("appended") || !isSettlingRefused()) {
      UUID id = UUID.randomUUID();
      tell("opened", id, () -> sessions.open(SessionRequest.with(id).withId(id)).orThrow());
      if (said.contains("opened " + id)) {
        tell("appended", id, () -> sessions.append(id, Message.fromUser(noise(30_000))));
        tell("closed", id, () -> sessions.close(id, "USER_REQUESTED"));
      }
    }
  }

  private void tell(String what, UUID id, Runnable call) {
    try {
      call.run();
      said.add(what + " " + id);
    } catch (StoreException e) {
      failures.add(e);
      failed.add(what);
    }
  }

  private boolean isSettlingRefused() {
    return storeFailures().stream().anyMatch(it -> it.operation().equals("settle"));
  }

  private List<FinalizerEvent.StoreFailed> storeFailures() {
    return events.stream()
        .filter(FinalizerEvent.StoreFailed.class::isInstance)
        .map(FinalizerEvent.StoreFailed.class::cast)
        .toList();
  }

  /** Checks that repeated failures are retried in growing pauses. */
  private void assertBacksOff() {
    int before = storeFailures().size();
    // A pause may be longer than the time in which they are counted.
    await().atMost(SOON).until(() -> storeFailures().size() > before);
    int next = storeFailures().size();
    await().pollDelay(FULL).until(() -> true);
    assertThat(storeFailures().size() - next).isLessThanOrEqualTo(100);
  }

  private static long unfinished(OrganizationSessions sessions) {
    return AcknowledgedCalls.all(sessions, SessionFilter.inStatus(SessionStatus.CLOSED)).stream()
        .filter(it -> it.finalizedAt() == null)
        .count();
  }

  private void assertAcknowledgedCallsKept(
      SessionStore store, SessionLifecycle lifecycle, OrganizationSessions sessions) {
    new AcknowledgedCalls(List.copyOf(said)).isThere(sessions);
    AcknowledgedCalls.isWhole(store, sessions);
    AcknowledgedCalls.finishesOnce(lifecycle, sessions);
    AcknowledgedCalls.all(sessions, SessionFilter.inStatus(SessionStatus.CLOSED))
        .forEach(
            it -> {
              assertThat(it.summary()).hasSize(16_000);
              attemptsAddUp(store.chains().attempts(new SessionKey(it.organizationId(), it.id())));
            });
  }

  /**
   * Checks that each step is done once, in its last attempt, and that attempt numbers have no gaps.
   */
  private static void attemptsAddUp(List<AttemptRecord> attempts) {
    for (String step : List.of("count", "summarize")) {
      List<AttemptRecord> own = attempts.stream().filter(it -> it.step().equals(step)).toList();
      assertThat(own).isNotEmpty();
      for (int i = 0; i < own.size(); i++) {
        boolean isLast = i == own.size() - 1;
        assertThat(own.get(i).attempt()).isEqualTo(i + 1);
        assertThat(own.get(i).result() == AttemptRecord.Result.DONE).isEqualTo(isLast);
      }
    }
  }

  /** Returns text that cannot be compressed. */
  private static String noise(int length) {
    Random random = ThreadLocalRandom.current();
    return random
        .ints(length, '!', '~')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
