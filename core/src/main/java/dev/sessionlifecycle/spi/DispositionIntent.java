package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Disposition;
import java.time.Duration;

/**
 * To record the disposition of an ended session.
 *
 * @param session the session
 * @param disposition what to record, its values checked
 * @param within how long after the end it may be recorded, by the store's clock
 */
public record DispositionIntent(SessionKey session, Disposition disposition, Duration within) {
  /** Checks that nothing is missing. */
  public DispositionIntent {
    Validator.require("session", session);
    Validator.require("disposition", disposition);
    Validator.require("within", within);
  }
}
