package dev.sessionlifecycle.benchmarks.age;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;

/** When each tenth of a run began, and how long its ends took. */
final class Tenths {
  static final int COUNT = 10;

  private final long each;
  private final AtomicLongArray begins = new AtomicLongArray(COUNT + 1);
  private final List<ConcurrentLinkedQueue<Long>> nanos = new ArrayList<>();

  /** Creates the tenths of this many sessions. */
  Tenths(long sessions) {
    each = sessions / COUNT;
    for (int i = 0; i < COUNT; i++) {
      nanos.add(new ConcurrentLinkedQueue<>());
    }
  }

  /**
   * Notes that this many sessions have ended.
   *
   * @return the tenth that is over with this call, from 0; -1 for none
   */
  int ended(long sessions) {
    int tenth = (int) Math.min(COUNT, sessions / each);
    return begins.compareAndSet(tenth, 0, System.nanoTime()) ? tenth - 1 : -1;
  }

  /** Notes how long an end took when this many sessions had ended. */
  void took(long sessions, long duration) {
    nanos.get((int) Math.min(COUNT - 1, sessions / each)).add(duration);
  }

  /** Returns the sessions that ended per second. */
  double rate(int tenth) {
    return each * 1e9 / (begins.get(tenth + 1) - begins.get(tenth));
  }

  /** Returns the 99th percentile of the ends' durations in milliseconds. */
  double p99(int tenth) {
    long[] sorted = nanos.get(tenth).stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.ceil(0.99 * sorted.length) - 1] / 1e6;
  }
}
