package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.Housekeeping;
import dev.sessionlifecycle.HousekeepingOptions;
import dev.sessionlifecycle.HousekeepingReport;
import dev.sessionlifecycle.HousekeepingRun;
import dev.sessionlifecycle.Recovery;
import dev.sessionlifecycle.internal.Door;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sweeps over live and over ended sessions, run by the caller or by threads of a run. */
public final class DefaultHousekeeping implements Housekeeping, AutoCloseable {
  private static final int LARGEST = 100_000;
  private static final int PAGE = 1_000;

  private final SessionStore store;
  private final LiveSweep live;
  private final EndedSweep ended;
  private final Set<Loop> loops = ConcurrentHashMap.newKeySet();

  /** On this store. */
  public DefaultHousekeeping(
      SessionStore store, Wiring wiring, Recovery recovery, @Nullable SessionArchive archive) {
    this.store = store;
    this.live = new LiveSweep(store, wiring, recovery);
    this.ended = new EndedSweep(store, wiring, archive);
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
    ended.run(limit, dryRun, tally);
    return tally.report();
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
  public HousekeepingRun start(HousekeepingOptions options) {
    Objects.requireNonNull(options, "options");
    int batch = options.batch();
    Loop loop =
        new Loop(
            options.every(),
            tally -> live.run(batch, false, tally),
            tally -> ended.run(batch, false, tally),
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
