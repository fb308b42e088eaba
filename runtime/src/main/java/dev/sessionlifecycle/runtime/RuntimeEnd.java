package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;

/**
 * How a session ended on its runtime.
 *
 * @param session the ended session, as the winner recorded it
 * @param winner whether this runtime ended it
 * @param cleanedUp whether every cleanup hook finished in time and none threw
 * @param turnLeftRunning whether a turn was still running; what its user said is stored like any
 *     other message, what its handler replies later is not
 * @param unwritten how many messages are not stored: the session was ended elsewhere while they
 *     were buffered and the lease had lapsed, or a reply came after the end. A late reply is added
 *     to what {@link SessionRuntime#end()} returns
 */
public record RuntimeEnd(
    Session session, boolean winner, boolean cleanedUp, boolean turnLeftRunning, int unwritten) {
  /** Checks that nothing is missing. */
  public RuntimeEnd {
    Validator.require("session", session);
  }

  RuntimeEnd withUnwritten(int more) {
    return more == 0
        ? this
        : new RuntimeEnd(session, winner, cleanedUp, turnLeftRunning, unwritten + more);
  }

  /** Whether everything finished in time and every message is stored. */
  public boolean isClean() {
    return cleanedUp && !turnLeftRunning && unwritten == 0;
  }
}
