package dev.sessionlifecycle.store.jdbc;

import java.util.function.Supplier;

/** Interrupts of the thread that opens or closes a store. */
final class Interrupts {
  private Interrupts() {}

  /**
   * Does work as if the calling thread had not been interrupted, and sets the interrupt again
   * afterwards: H2 forgets one while it opens or closes a file, and pools fail by it.
   */
  static <T> T defer(Supplier<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
