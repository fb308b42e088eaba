package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.Housekeeping;
import dev.sessionlifecycle.HousekeepingOptions;
import dev.sessionlifecycle.HousekeepingReport;
import dev.sessionlifecycle.HousekeepingRun;
import dev.sessionlifecycle.MonthsReport;
import dev.sessionlifecycle.internal.Door;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sweeps over live and over ended sessions, run by the caller or by threads of a run. */
public final class DefaultHousekeeping implements Housekeeping, AutoCloseable {
  private static final int LARGEST = 100_000;
  private static final int PAGE = 1_000;

  private final SessionStore store;
  private final HousekeepingOptions options;
  private final Pace pace;
  private final LiveSweep live;
  private final EndedSweep ended;
  private final MonthSweep months;
  private final Set<Loop> loops = ConcurrentHashMap.newKeySet();

  /** On this store. */
  public DefaultHousekeeping(SessionStore store, Wiring wiring, Keeping keeping) {
    this.store = store;
    this.options = keeping.options();
    this.pace = new Pace(options);
    this.live = new LiveSweep(store, wiring, keeping.recovery());
    this.ended = new EndedSweep(store, wiring, keeping.archive());
    this.months = new MonthSweep(store, wiring, options, pace);
  }

  @Override
  public HousekeepingReport runDue(int limit) {
    return run(limit, false);
  }

  @Override
  public HousekeepingReport preview(int limit) {
    return run(limit, true);
  }

  private HousekeepingReport run(int limit, boolean dryRun) {
    Door door = new Door();
    door.range("limit", limit, 1, LARGEST);
    door.close();
    Tally tally = new Tally();
    live.run(limit, dryRun, tally);
    ended.run(limit, dryRun, options, pace, tally);
    return tally.report();
  }

  @Override
  public MonthsReport purgeMonths(int mostSessions) {
    Door door = new Door();
    door.range("most_sessions", mostSessions, 1, LARGEST);
    door.close();
    return months.run(mostSessions);
  }

  @Override
  public int recheckAll() {
    int pages = 0;
    Optional<SessionKey> last = store.sweeps().recall(null, PAGE);
    while (last.isPresent()) {
      pages++;
      last = store.sweeps().recall(last.get(), PAGE);
    }
    return pages;
  }

  @Override
  public HousekeepingRun start() {
    return start(options);
  }

  @Override
  public HousekeepingRun start(HousekeepingOptions how) {
    Objects.requireNonNull(how, "options");
    int batch = how.batch();
    Pace own = new Pace(how);
    Loop loop =
        new Loop(
            how.every(),
            tally -> live.run(batch, false, tally),
            tally -> ended.run(batch, false, how, own, tally),
            loops::remove);
    loops.add(loop);
    loop.start();
    return loop;
  }

  /** Stops every run that was started. */
  @Override
  public void close() {
    loops.forEach(Loop::close);
  }
}
