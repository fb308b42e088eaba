package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.SessionRuntimeBuilder;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A renewal that follows an end elsewhere holds up no other renewal, whatever the hooks do. */
class RenewalDuringCleanupTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final UUID organization = UUID.randomUUID();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final CountDownLatch blocked = new CountDownLatch(1);
  private final List<Boolean> cancelled = new CopyOnWriteArrayList<>();
  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(InMemorySessionStore.create()).build();
  private final OrganizationSessions sessions = lifecycle.organization(organization);

  /** Runs what is scheduled when the test says so. */
  private static final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final List<Runnable> renewals = new CopyOnWriteArrayList<>();
    private @Nullable Runnable last;
    private @Nullable Duration delay;
    private boolean refuses;

    ManualScheduler() {
      super(1);
      setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable task, long initial, long delay, TimeUnit unit) {
      renewals.add(task);
      return super.scheduleWithFixedDelay(task, 1, 1, TimeUnit.DAYS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long after, TimeUnit unit) {
      if (refuses) {
        throw new RejectedExecutionException();
      }
      last = task;
      delay = Duration.of(after, unit.toChronoUnit());
      return super.schedule(task, 1, TimeUnit.DAYS);
    }

    void renew() {
      renewals.forEach(Runnable::run);
    }
  }

  @AfterEach
  void stop() {
    blocked.countDown();
    scheduler.shutdownNow();
    pool.shutdownNow();
    lifecycle.close();
  }

  private SessionRuntimeBuilder builder() {
    return SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("fine"))
        .strategy(PersistStrategy.FLUSH_AT_END)
        .renewOn(scheduler)
        .deadline(DEADLINE)
        .onEnd(
            pool,
            context -> {
              blocked.await();
              cancelled.add(context.isCancelled());
            });
  }

  private SessionRuntime endedElsewhere(SessionRuntimeBuilder builder) {
    SessionRuntime runtime = builder.open(SessionRequest.on("voice", UUID.randomUUID()));
    runtime.runTurn("hello");
    sessions.close(runtime.sessionId(), "participant_left");
    return runtime;
  }

  @Test
  void a_renewal_flushes_and_does_not_wait_for_the_hooks() {
    SessionRuntime runtime = endedElsewhere(builder());
    scheduler.renew();
    assertThat(runtime.end()).isEmpty();
    assertThat(runtime.status()).isEqualTo(RuntimeStatus.END_PROCESSING);
    assertThat(sessions.messages(runtime.sessionId())).hasSize(2);
    scheduler.renew();

    blocked.countDown();
    RuntimeEnd end = runtime.endSession();
    assertThat(end.winner()).isFalse();
    assertThat(end.isClean()).isTrue();
    assertThat(runtime.status()).isEqualTo(RuntimeStatus.ENDED);
    assertThat(cancelled).containsExactly(false);
    await().until(() -> scheduler.getQueue().isEmpty());
  }

  @Test
  void hooks_that_outlast_their_deadline_do_not_keep_the_end_open() throws Exception {
    SessionRuntime runtime = endedElsewhere(builder());
    scheduler.renew();
    assertThat(runtime.end()).isEmpty();
    assertThat(scheduler.delay).isEqualTo(DEADLINE);
    Objects.requireNonNull(scheduler.last).run();

    RuntimeEnd end = runtime.end().orElseThrow();
    assertThat(end.cleanedUp()).isFalse();
    assertThat(end.unwritten()).isZero();
    assertThat(runtime.status()).isEqualTo(RuntimeStatus.ENDED);
    blocked.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(cancelled).containsExactly(true);
    assertThat(runtime.end()).contains(end);
  }

  @Test
  void letting_go_waits_for_the_hooks_that_a_renewal_has_started() throws Exception {
    SessionRuntime runtime = endedElsewhere(builder());
    scheduler.renew();
    assertThat(runtime.end()).isEmpty();
    Thread closer = new Thread(runtime::close);
    closer.start();
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    blocked.countDown();
    closer.join();
    assertThat(runtime.end().orElseThrow().isClean()).isTrue();
    assertThat(cancelled).containsExactly(false);
  }

  @Test
  void a_scheduler_that_refuses_the_deadline_does_not_keep_the_end_open() {
    SessionRuntime runtime = endedElsewhere(builder().deadline(Duration.ofMillis(50)));
    scheduler.refuses = true;
    scheduler.renew();
    assertThat(runtime.end().orElseThrow().cleanedUp()).isFalse();
  }

  @Test
  void the_renewal_thread_of_the_library_ends_with_the_hooks_and_not_later() {
    SessionRuntime runtime =
        endedElsewhere(
            builder().lease(Duration.ofSeconds(1)).deadline(Duration.ofHours(1)).renewOwn());
    await().until(() -> runtime.status() == RuntimeStatus.END_PROCESSING);
    blocked.countDown();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(it -> it.getName().equals("session-lifecycle-renew")));
    await().until(() -> runtime.end().isPresent());
    assertThat(runtime.end().orElseThrow().isClean()).isTrue();
  }
}
