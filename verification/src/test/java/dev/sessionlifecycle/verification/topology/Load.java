package dev.sessionlifecycle.verification.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.verification.crash.AcknowledgedCalls;
import dev.sessionlifecycle.verification.crash.KilledWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that open, append and close without pause while a started finalizer works the ends off.
 * Every acknowledged call is remembered, and every one that failed.
 */
final class Load implements AutoCloseable {
  private static final int THREADS = 6;
  private static final Duration SOON = Duration.ofSeconds(60);

  private final SessionStore store;
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;
  private final FinalizerRun finalizer;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<StoreException> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closed = new AtomicInteger();
  private volatile boolean stopped;

  Load(SessionStore store) {
    this.store = store;
    this.lifecycle = SessionLifecycle.builder(store).finalizeWith(KilledWorker.chain()).build();
    this.sessions = lifecycle.organization(KilledWorker.ORGANIZATION);
    this.finalizer = lifecycle.finalizer().start();
    for (int i = 0; i < THREADS; i++) {
      threads.execute(this::run);
    }
  }

  private void run() {
    while (!stopped) {
      try {
        UUID id = sessions.open(SessionRequest.with(new UUID(1, 1))).orThrow().id();
        acknowledged.add("opened " + id);
        sessions.append(id, Message.fromUser("hello"));
        acknowledged.add("appended " + id);
        sessions.close(id, "USER_REQUESTED");
        acknowledged.add("closed " + id);
        closed.incrementAndGet();
      } catch (StoreException e) {
        failures.add(e);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  /** Waits until this many further sessions have been closed. */
  void proceeds(int further) {
    int target = closed.get() + further;
    await().atMost(SOON).until(() -> closed.get() >= target);
  }

  /** Waits until this many further calls have failed. */
  void fails(int further) {
    int target = failures.size() + further;
    await().atMost(SOON).until(() -> failures.size() >= target);
  }

  int closed() {
    return closed.get();
  }

  List<StoreException> failures() {
    return new ArrayList<>(failures);
  }

  /** Stops the threads; then everything acknowledged must be there, whole, and finalized once. */
  void stopAndCheck() throws InterruptedException {
    stopped = true;
    threads.shutdown();
    assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
    await().atMost(SOON).ignoreExceptionsInstanceOf(StoreException.class).until(this::nothingIsDue);
    new AcknowledgedCalls(List.copyOf(acknowledged)).isThere(sessions);
    AcknowledgedCalls.isWhole(store, sessions);
    AcknowledgedCalls.finishesOnce(lifecycle, sessions);
  }

  private boolean nothingIsDue() {
    ChainStore.Backlog backlog = store.chains().backlog();
    return backlog.due() + backlog.leased() + backlog.waiting() == 0;
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
    finalizer.close(Duration.ofSeconds(10));
    lifecycle.close();
  }
}
