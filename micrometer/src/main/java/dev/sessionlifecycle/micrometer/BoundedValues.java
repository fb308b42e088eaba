package dev.sessionlifecycle.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The first values that are met of a tag; all others share one. Thread-safe. */
final class BoundedValues {
  static final String OTHER = "other";

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Lock lock = new ReentrantLock();

  BoundedValues(int most) {
    this.most = most;
  }

  /** Returns the value if it is one of the first, {@code other} if not. */
  String of(String value) {
    return known.contains(value) || add(value) ? value : OTHER;
  }

  private boolean add(String value) {
    if (known.size() >= most || value.equals(OTHER)) {
      return false;
    }
    lock.lock();
    try {
      return known.contains(value) || (known.size() < most && known.add(value));
    } finally {
      lock.unlock();
    }
  }
}
