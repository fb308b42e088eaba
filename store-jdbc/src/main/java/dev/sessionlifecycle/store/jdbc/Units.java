package dev.sessionlifecycle.store.jdbc;

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

  /** Runs several statements as one. */
  <T> T together(Work<T> work);

  /** Whether the host's transaction decides in the end. */
  boolean isJoined();
}
