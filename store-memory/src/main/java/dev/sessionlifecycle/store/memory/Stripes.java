package dev.sessionlifecycle.store.memory;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A few locks that stand for many keys: who decides about a key holds its stripe. Several are taken
 * in ascending order, so that nobody waits in a circle.
 */
final class Stripes {

  private final Lock[] locks = new Lock[Long.SIZE];

  Stripes() {
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** The stripe of a key: one bit. */
  static long of(Object organizationId, Object key) {
    int hash = 31 * organizationId.hashCode() + key.hashCode();
    return 1L << (hash ^ hash >>> 16 ^ hash >>> 8);
  }

  /** Does the work while holding all these stripes. */
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
