package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.EvalRun;

/**
 * To record how an eval run of a session stands.
 *
 * @param session the session, live or ended
 * @param run the run, its values checked
 * @param most the most runs that the session may have
 */
public record EvalIntent(SessionKey session, EvalRun run, int most) {
  /** Checks that nothing is missing. */
  public EvalIntent {
    Validator.require("session", session);
    Validator.require("run", run);
  }

  /**
   * The run as it is to be stored: what was critical at first stays so, and what is over stays
   * over.
   *
   * @param known the run of this id as it is stored
   */
  public EvalRun over(EvalRun known) {
    return known.status().isOver() && !run.status().isOver()
        ? known
        : run.withCritical(known.critical());
  }
}
