package dev.sessionlifecycle.runtime;

/** The host's agent: answers what the user says. */
@FunctionalInterface
public interface TurnHandler {

  /**
   * Answers one turn. Called by the thread that runs the turn, one turn at a time.
   *
   * @return the answer; to end the session ask for it there, see {@link TurnReply}
   * @throws Exception whatever goes wrong: the turn has failed then, and may be tried again
   */
  TurnReply handle(TurnContext turn) throws Exception;
}
