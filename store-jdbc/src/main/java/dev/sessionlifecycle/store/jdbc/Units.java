package dev.sessionlifecycle.store.jdbc;

import java.util.function.Function;
import java.util.function.Supplier;

/** Runs units of work, each whole or not at all. */
interface Units {
  /** How often a unit is tried when the database undoes it. */
  int TRIES = 8;

  /**
   * How often a unit is tried when others are faster. Each time one of the others has made headway,
   * so that of this many that want one thing at once the last still gets its turn.
   */
  int RACES = 64;

  /** Runs what is atomic by itself: one statement that writes, or any that read. */
  <T> T single(Work<T> work);

  /**
   * Runs one plain statement that writes, without what it costs to make statements of Jdbi's.
   *
   * @param work uses the connection for nothing else, and leaves it as it is
   */
  <T> T plain(Function<Link, T> work);

  /** Runs several statements as one. */
  <T> T together(Work<T> work);

  /**
   * Runs a call of several units. Where the host's transaction decides they are one: it could not
   * tell which of them were done when a later one failed.
   */
  default <T> T call(Supplier<T> several) {
    return isJoined() ? together(tx -> several.get()) : several.get();
  }

  /** Whether the host's transaction decides in the end. */
  boolean isJoined();
}
