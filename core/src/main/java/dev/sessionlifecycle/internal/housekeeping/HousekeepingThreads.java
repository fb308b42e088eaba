package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two threads, each of which runs one sweep and rests while nothing is due. */
final class HousekeepingThreads implements HousekeepingRun {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.housekeeping");
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final Duration every;
  private final List<SweepRunner> sweeps;
  private final List<Thread> threads;
  private final Consumer<HousekeepingThreads> onClose;

  /** Totals of the run; guarded by their own monitor. */
  private final HousekeepingReportBuilder total = new HousekeepingReportBuilder();

  /** Given when the run should stop; resting threads wait for it. */
  private final StopSignal stop;

  HousekeepingThreads(
      Duration every,
      StopSignal stop,
      SweepRunner live,
      SweepRunner ended,
      Consumer<HousekeepingThreads> onClose) {
    this.every = every;
    this.stop = stop;
    this.onClose = onClose;
    this.sweeps = List.of(live, ended);
    this.threads = List.of(thread(1, live), thread(2, ended));
  }

  private Thread thread(int number, SweepRunner sweep) {
    Thread thread = new Thread(() -> repeat(sweep), "session-lifecycle-housekeeping-" + number);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void repeat(SweepRunner sweep) {
    boolean more = false;
    while (!stopsWithin(more ? Duration.ZERO : every)) {
      more = once(sweep);
    }
  }

  private boolean once(SweepRunner sweep) {
    HousekeepingReport report = sweep.run();
    // set by a callback of the host: only an interrupt while resting stops the run
    Thread.interrupted();
    synchronized (total) {
      total.add(report);
    }
    return report.more();
  }

  /** Rests; returns whether the run should stop. An interrupt stops it as well. */
  private boolean stopsWithin(Duration time) {
    stop.rest(time.toNanos());
    return stop.isStopped() || Thread.currentThread().isInterrupted();
  }

  @Override
  public HousekeepingReport report() {
    synchronized (total) {
      return total.report(failures(), lastSuccess().orElse(null));
    }
  }

  @Override
  public List<HousekeepingFailure> failures() {
    return sweeps.stream().map(SweepRunner::failure).filter(Objects::nonNull).toList();
  }

  @Override
  public Optional<Instant> lastSuccess() {
    List<Instant> times =
        sweeps.stream().map(SweepRunner::lastSuccess).filter(Objects::nonNull).sorted().toList();
    return times.size() < sweeps.size() ? Optional.empty() : Optional.of(times.get(0));
  }

  @Override
  public boolean isRunning() {
    return !stop.isStopped();
  }

  @Override
  public void close() {
    close(CLOSING);
  }

  @Override
  public boolean close(Duration timeout) {
    stop.stop();
    long end = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    for (Thread thread : threads) {
      // Not interrupted: that would close an embedded database under all of its users.
      while (isBusy(thread) && end - System.nanoTime() > 0) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    onClose.accept(this);
    boolean ended = threads.stream().noneMatch(HousekeepingThreads::isBusy);
    if (!ended) {
      LOG.warn("Housekeeping is inside a batch that does not end");
    }
    return ended;
  }

  private static boolean isBusy(Thread thread) {
    return thread.isAlive() && !thread.equals(Thread.currentThread());
  }
}
