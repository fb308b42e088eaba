package dev.sessionlifecycle.store.jdbc.internal.tx;

/** Thrown when another transaction was faster: this one is rolled back and retried. */
public final class LostRaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LostRaceException() {
    super("lost a race", null, false, false);
  }
}
