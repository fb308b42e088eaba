package dev.sessionlifecycle.runtime;

/** The host's agent: replies to what the user says. */
@FunctionalInterface
public interface TurnHandler {

  /**
   * Handles one turn. Called on the thread that runs the turn, one turn at a time.
   *
   * @return the reply, which can also request the end of the session, see {@link TurnReply}
   * @throws Exception if anything goes wrong: the turn has failed then, and may be retried
   */
  TurnReply handle(TurnContext turn) throws Exception;
}
