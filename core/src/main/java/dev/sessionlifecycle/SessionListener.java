package dev.sessionlifecycle;

import dev.sessionlifecycle.session.Session;

/**
 * Receives what happens to sessions on this node. Called on the thread of the caller, after the
 * change is committed; an exception it throws is logged by class name and otherwise ignored. Not
 * called for work in a transaction of the caller, which may still be rolled back, and not called
 * again after a crash: work that must not be missed belongs in a finalize step.
 */
public interface SessionListener {

  /** This node has ended a session ({@code session.end}); fires for the winner alone. */
  default void ended(Session session) {}

  /**
   * The outcome of an ended session has become another one: its owner has written what it had held
   * back when the session ended, or a more specific reason was reported.
   *
   * @param before the session as it was reported before
   * @param session the session as it is now
   */
  default void outcomeChanged(Session before, Session session) {}
}
