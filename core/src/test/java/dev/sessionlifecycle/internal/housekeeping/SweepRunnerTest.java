package dev.sessionlifecycle.internal.housekeeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.internal.finalizer.RecordedLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepRunnerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Deque<Throwable> errors = new ArrayDeque<>();
  private final List<Object> told = new ArrayList<>();
  private final SweepRunner sweep =
      new SweepRunner(
          "ended",
          tally -> {
            if (!errors.isEmpty()) {
              throw SweepRunnerTest.<RuntimeException>any(errors.remove());
            }
            tally.add(Done.PURGED);
          },
          () -> NOW.plusSeconds(told.size()),
          new HousekeepingListener() {
            @Override
            public void completed(HousekeepingReport report) {
              told.add(report);
            }

            @Override
            public void failed(HousekeepingFailure failure) {
              told.add(failure);
            }
          });

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T any(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void failures_are_counted_until_a_success_and_reported_with_their_cause() {
    RecordedLog.drain();
    errors.add(
        new StoreException(
            "the database refused what the store asked (42703)", false, "42703", null));
    errors.add(new NoClassDefFoundError("content"));
    sweep.run();
    assertNull(sweep.lastSuccess());
    sweep.run();
    HousekeepingFailure first =
        new HousekeepingFailure(
            "ended",
            NOW,
            StoreException.class.getName(),
            "store_failed",
            "42703",
            "dev.sessionlifecycle.errors.StoreException store_failed: the database refused what the"
                + " store asked (42703)",
            1);
    String type = NoClassDefFoundError.class.getName();
    HousekeepingFailure second =
        new HousekeepingFailure("ended", NOW.plusSeconds(1), type, null, null, type, 2);
    assertEquals(List.of(first, second), told);
    assertEquals(second, sweep.failure());
    List<String> lines = RecordedLog.drain();
    assertEquals(2, lines.size());
    assertEquals(
        "Housekeeping of ended sessions failed, 1 in a row, and goes on later: " + first.text(),
        lines.get(0).substring(lines.get(0).indexOf("Housekeeping")));

    HousekeepingReport report = sweep.run();
    assertEquals(1, report.count(Done.PURGED));
    assertEquals(report, told.get(2));
    assertNull(sweep.failure());
    assertEquals(NOW.plusSeconds(2), sweep.lastSuccess());
  }
}
