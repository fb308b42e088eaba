package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;

/**
 * How a session ended on its runtime.
 *
 * @param session the ended session, as the winner recorded it
 * @param winner whether this runtime ended it
 * @param cleanedUp whether every cleanup hook finished in time
 * @param turnLeftRunning whether a turn was still running at the deadline; what it says is not
 *     stored
 * @param unwritten how many buffered messages could not be written, because the session was ended
 *     elsewhere and the lease of this runtime had lapsed
 */
public record RuntimeEnd(
    Session session, boolean winner, boolean cleanedUp, boolean turnLeftRunning, int unwritten) {
  /** Checks that nothing is missing. */
  public RuntimeEnd {
    Validator.require("session", session);
  }

  /** Whether everything finished in time and every message is stored. */
  public boolean isClean() {
    return cleanedUp && !turnLeftRunning && unwritten == 0;
  }
}
