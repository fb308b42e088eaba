package dev.sessionlifecycle;

import dev.sessionlifecycle.session.Session;

/**
 * Told of what happens to sessions on this node. Called on the thread of the caller, after the
 * change is committed; what it throws is logged by its class and otherwise ignored. Not told of
 * work in a transaction of the host, which may still be undone; not told again after a crash: what
 * must happen belongs in a finalize step.
 */
public interface SessionListener {

  /** This node has ended a session ({@code session.end}); fires for the winner alone. */
  default void ended(Session session) {}
}
