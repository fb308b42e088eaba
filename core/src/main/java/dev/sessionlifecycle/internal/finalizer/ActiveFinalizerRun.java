package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run on threads of its own: a poller claims chains, workers run steps, and a keeper renews the
 * leases.
 */
final class ActiveFinalizerRun implements FinalizerRun {
  /** How long overdue work may take to notice that it was cancelled. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final FinalizerContext context;
  private final FinalizerOptions options;
  private final LeaseKeeper leases;
  private final StepWorker worker;
  private final FinalizerThreads threads;
  private final Poller poller;
  private final Consumer<ActiveFinalizerRun> whenClosed;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean inTime;

  ActiveFinalizerRun(
      FinalizerContext context,
      FinalizerOptions options,
      ChainRegistry registry,
      FinalizerTotals totals,
      AtomicReference<@Nullable UUID> lastOrganization,
      Consumer<ActiveFinalizerRun> whenClosed) {
    UUID owner = context.owners().get();
    Duration lease = options.lease();
    RunStats stats = new RunStats(context, totals);
    Claimer claimer = new Claimer(context, options, registry, owner, lease, lastOrganization);
    WorkQueue queue = WorkQueue.forThreads(options, context.ticks());
    this.context = context;
    this.options = options;
    this.leases = new LeaseKeeper(context, lease, stats);
    this.worker = new StepWorker(context, options, totals, stats, queue, leases, false);
    this.threads = new FinalizerThreads(options, queue, worker);
    this.poller = new Poller(context, options, claimer, worker, queue, leases, threads);
    this.whenClosed = whenClosed;
  }

  void start() {
    threads.start("poll", poller::run);
    threads.start("renew", leases::run);
  }

  void wake() {
    poller.wake();
  }

  @Override
  public void pause() {
    poller.pause(true);
    giveBackWaiting();
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
    long end = context.tick() + timeout.toNanos();
    poller.close();
    worker.stop();
    giveBackWaiting();
    boolean drained = leases.awaitNone(Duration.ofNanos(end - context.tick()));
    if (!drained) {
      worker.giveUpAll();
    }
    poller.stop();
    leases.stop();
    Duration rest = Duration.ofNanos(Math.max(end - context.tick(), MOMENT.toNanos()));
    inTime = threads.join(rest) && drained;
    whenClosed.accept(this);
    closed.countDown();
    return inTime;
  }

  private void giveBackWaiting() {
    worker.giveBackWaiting();
    threads.startWorkers(); // to write what cannot simply be released
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
