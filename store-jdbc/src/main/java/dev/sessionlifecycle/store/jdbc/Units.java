package dev.sessionlifecycle.store.jdbc;

/** Runs units of work, each whole or not at all. */
interface Units {
  /** How often a unit is tried when others are faster, or when the database undoes it. */
  int TRIES = 8;

  /** Runs what is atomic by itself: one statement that writes, or any that read. */
  <T> T single(Work<T> work);

  /** Runs several statements as one. */
  <T> T together(Work<T> work);

  /** Whether the host's transaction decides in the end. */
  boolean isJoined();
}
