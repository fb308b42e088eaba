package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A finalizer at work: the workers, the poller that feeds them and the renewer of their leases. */
final class Started implements FinalizerRun {
  /** What is over its time gets a moment to notice that it was cancelled. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final EngineParts parts;
  private final FinalizerOptions options;
  private final Crew crew;
  private final Leases leases;
  private final Workers workers;
  private final Poller poller;
  private final Consumer<Started> whenClosed;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean inTime;

  Started(
      EngineParts parts,
      FinalizerOptions options,
      Claimer claimer,
      Counters counters,
      Consumer<Started> whenClosed) {
    UUID owner = parts.owners().get();
    Tally tally = new Tally(parts, counters);
    WorkQueue queue = new WorkQueue(options, parts.ticks());
    this.parts = parts;
    this.options = options;
    this.crew = new Crew(options);
    this.leases = new Leases(parts, options, claimer, tally);
    this.workers = new Workers(parts, options, claimer, counters, tally, queue, crew, leases);
    this.poller = new Poller(workers, owner, parts, options, claimer, queue, leases);
    this.whenClosed = whenClosed;
  }

  void start() {
    crew.start("poll", poller::run);
    crew.start("renew", leases::run);
  }

  void wake() {
    poller.wake();
  }

  @Override
  public void pause() {
    poller.pause(true);
    workers.giveBackWaiting();
  }

  @Override
  public void resume() {
    poller.pause(false);
  }

  @Override
  public boolean isPaused() {
    return poller.isPaused();
  }

  @Override
  public void close() {
    close(options.stop());
  }

  @Override
  public boolean close(Duration timeout) {
    if (!closing.compareAndSet(false, true)) {
      return awaitClosed(timeout) && inTime;
    }
    long end = parts.tick() + timeout.toNanos();
    poller.close();
    workers.stop();
    boolean drained = leases.awaitNone(Duration.ofNanos(end - parts.tick()));
    if (!drained) {
      workers.giveUpAll();
    }
    poller.stop();
    leases.stop();
    Duration rest = Duration.ofNanos(Math.max(end - parts.tick(), MOMENT.toNanos()));
    inTime = crew.join(rest) && drained;
    whenClosed.accept(this);
    closed.countDown();
    return inTime;
  }

  private boolean awaitClosed(Duration timeout) {
    try {
      return closed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
