package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;

/**
 * Counts how often a call is made again because its session changed in between. Each time it can
 * only be another caller's change, so a few are enough; a store whose replies contradict each other
 * must not hold its caller for ever.
 */
final class Repetition {
  private static final int MOST = 100;

  private final SessionKey session;
  private int times;

  Repetition(SessionKey session) {
    this.session = session;
  }

  /**
   * Counts one more.
   *
   * @throws StoreException after {@value #MOST}
   */
  void next() {
    if (++times > MOST) {
      throw new StoreException(
          "session "
              + session.sessionId()
              + " still changes between the calls to the store, after "
              + MOST
              + " attempts",
          true,
          null);
    }
  }
}
