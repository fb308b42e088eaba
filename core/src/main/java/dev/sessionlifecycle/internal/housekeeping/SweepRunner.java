package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one sweep, notifies the listener, and remembers how it went. One thread runs it at a time.
 */
final class SweepRunner {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.housekeeping");

  private final String name;
  private final Consumer<HousekeepingReportBuilder> sweep;
  private final InstantSource clock;
  private final HousekeepingListener listener;
  private volatile @Nullable HousekeepingFailure failure;
  private volatile @Nullable Instant lastSuccess;

  SweepRunner(
      String name,
      Consumer<HousekeepingReportBuilder> sweep,
      InstantSource clock,
      HousekeepingListener listener) {
    this.name = name;
    this.sweep = sweep;
    this.clock = clock;
    this.listener = listener;
  }

  /** Returns the last failure, unless the sweep has succeeded since. */
  @Nullable HousekeepingFailure failure() {
    return failure;
  }

  /** Returns when the sweep last succeeded; null if it has not. */
  @Nullable Instant lastSuccess() {
    return lastSuccess;
  }

  /** Runs the sweep and returns what it did; never throws. */
  HousekeepingReport run() {
    HousekeepingReportBuilder tally = new HousekeepingReportBuilder();
    try {
      sweep.accept(tally);
      lastSuccess = clock.instant();
      failure = null;
      listener.completed(tally.report());
    } catch (Throwable e) { // a missing class or lack of memory must not stop the run
      tally.failed();
      HousekeepingFailure before = failure;
      failed(e, before == null ? 1 : before.consecutive() + 1);
    }
    return tally.report();
  }

  static HousekeepingFailure failure(String sweep, Instant at, Throwable e, int consecutive) {
    return new HousekeepingFailure(
        sweep,
        at,
        e.getClass().getName(),
        ErrorText.code(e),
        ErrorText.sqlState(e),
        ErrorText.of(e),
        consecutive);
  }

  private void failed(Throwable e, int times) {
    HousekeepingFailure now = failure(name, clock.instant(), e, times);
    failure = now;
    LOG.atWarn()
        .addKeyValue("sweep", name)
        .addKeyValue("code", now.code())
        .addKeyValue("sqlState", now.sqlState())
        .addKeyValue("consecutive", times)
        .log(
            "Housekeeping of {} sessions failed, {} in a row, and goes on later: {}",
            name,
            times,
            now.text());
    listener.failed(now);
  }
}
