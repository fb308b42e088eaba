package dev.sessionlifecycle.store.jdbc.internal.tx;

/** Another transaction was faster: this one is rolled back and tried again. */
public final class LostRaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LostRaceException() {
    super("lost a race", null, false, false);
  }
}
