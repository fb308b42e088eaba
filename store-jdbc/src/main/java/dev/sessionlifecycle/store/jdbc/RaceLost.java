package dev.sessionlifecycle.store.jdbc;

/**
 * Another transaction was faster: what was done is to be undone, and all of it to be tried again.
 */
final class RaceLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RaceLost() {
    super("lost a race", null, false, false);
  }
}
