package dev.sessionlifecycle.store.memory;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A fixed number of locks for many keys. Decisions about a key are made under its stripe. Several
 * stripes are taken in ascending order to avoid deadlocks.
 */
final class Stripes {

  private final Lock[] locks = new Lock[Long.SIZE];

  Stripes() {
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** Returns the stripe of a key as a single bit. */
  static long of(Object organizationId, Object key) {
    int hash = 31 * organizationId.hashCode() + key.hashCode();
    return 1L << (hash ^ hash >>> 16 ^ hash >>> 8);
  }

  /** Runs the work while holding all these stripes. */
  <T> T holding(long stripes, Supplier<T> work) {
    if (stripes == 0) {
      return work.get();
    }
    Lock lock = locks[Long.numberOfTrailingZeros(stripes)];
    lock.lock();
    try {
      return holding(stripes & stripes - 1, work);
    } finally {
      lock.unlock();
    }
  }
}
