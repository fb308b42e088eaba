package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.housekeeping.Housekeeping;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The sweeps over live and ended sessions, run on the caller's thread or in the background. */
public final class DefaultHousekeeping implements Housekeeping, AutoCloseable {
  private static final int LARGEST = 100_000;
  private static final int PAGE = 1_000;

  private final SessionStore store;
  private final LifecycleContext wiring;
  private final HousekeepingListener listener;
  private final HousekeepingOptions options;
  private final AdaptiveBatcher pace;
  private final ExpirySweep live;
  private final RetentionSweep ended;
  private final MonthSweep months;
  private final Set<HousekeepingThreads> loops = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** On this store. */
  public DefaultHousekeeping(
      SessionStore store, LifecycleContext wiring, HousekeepingConfig keeping) {
    this.store = store;
    this.wiring = wiring;
    this.listener = keeping.listener();
    this.options = keeping.options();
    this.pace = new AdaptiveBatcher(options, StopSignal.never());
    this.live = new ExpirySweep(store, wiring, keeping.orphanPolicy());
    this.ended = new RetentionSweep(store, wiring, keeping);
    this.months = new MonthSweep(store, wiring, keeping, pace);
  }

  @Override
  public HousekeepingReport runDue(int limit) {
    HousekeepingReport report;
    try {
      report = run(limit, false);
    } catch (StoreException e) {
      listener.failed(SweepRunner.failure("due", wiring.now(), e, 1));
      throw e;
    }
    listener.completed(report);
    return report;
  }

  @Override
  public HousekeepingReport preview(int limit) {
    return run(limit, true);
  }

  private HousekeepingReport run(int limit, boolean dryRun) {
    Validator.requireBetween("limit", limit, 1, LARGEST);
    HousekeepingReportBuilder tally = new HousekeepingReportBuilder();
    live.run(limit, dryRun, StopSignal.never(), tally);
    ended.run(limit, dryRun, options, pace, tally);
    return tally.report();
  }

  @Override
  public MonthPurgeReport purgeMonths(int mostSessions) {
    Validator.requireBetween("most_sessions", mostSessions, 1, LARGEST);
    return months.run(mostSessions);
  }

  @Override
  public int recheckLiveSessions() {
    int sessions = 0;
    List<SessionKey> page = store.sweeps().markAllDue(null, PAGE);
    while (!page.isEmpty()) {
      sessions += page.size();
      page = store.sweeps().markAllDue(page.get(page.size() - 1), PAGE);
    }
    return sessions;
  }

  @Override
  public HousekeepingRun start() {
    return start(options);
  }

  @Override
  public HousekeepingRun start(HousekeepingOptions how) {
    Validator.require("options", how);
    int batch = how.batch();
    StopSignal stop = new StopSignal();
    AdaptiveBatcher own = new AdaptiveBatcher(how, stop);
    HousekeepingThreads loop =
        new HousekeepingThreads(
            how.every(),
            stop,
            sweep("live", tally -> live.run(batch, false, stop, tally)),
            sweep("ended", tally -> ended.run(batch, false, how, own, tally)),
            loops::remove);
    loops.add(loop);
    if (closed.get()) {
      loops.remove(loop);
      throw new IllegalStateException("the lifecycle is closed");
    }
    loop.start();
    return loop;
  }

  private SweepRunner sweep(String name, Consumer<HousekeepingReportBuilder> sweep) {
    return new SweepRunner(name, sweep, wiring::now, listener);
  }

  /** Stops every run that has been started; none is started from then on. */
  @Override
  public void close() {
    closed.set(true);
    loops.forEach(HousekeepingThreads::close);
  }
}
