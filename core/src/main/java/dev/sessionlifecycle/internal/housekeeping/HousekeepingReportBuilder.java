package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the report of a run. Not thread-safe. */
final class HousekeepingReportBuilder {
  private final Map<Done, Integer> done = new EnumMap<>(Done.class);
  private final Map<NotDone, Integer> notDone = new EnumMap<>(NotDone.class);
  private boolean more;

  void add(Done what, int sessions) {
    if (sessions > 0) {
      done.merge(what, sessions, Integer::sum);
    }
  }

  void add(Done what) {
    add(what, 1);
  }

  void add(NotDone why) {
    add(why, 1);
  }

  void add(NotDone why, int sessions) {
    if (sessions > 0) {
      notDone.merge(why, sessions, Integer::sum);
    }
  }

  /** Records that the run stopped at its limit. */
  void stoppedAtLimit() {
    more = true;
  }

  /** Records that the run failed: the remaining work is retried after a rest. */
  void failed() {
    more = false;
  }

  /** Adds the report of another run; the last one added determines whether more is due. */
  void add(HousekeepingReport other) {
    other.done().forEach(this::add);
    other.notDone().forEach(this::add);
    more = other.more();
  }

  HousekeepingReport report() {
    return new HousekeepingReport(done, notDone, more);
  }

  /** Returns the report of a started run. */
  HousekeepingReport report(List<HousekeepingFailure> failures, @Nullable Instant lastSuccess) {
    return new HousekeepingReport(done, notDone, more, failures, lastSuccess);
  }
}
