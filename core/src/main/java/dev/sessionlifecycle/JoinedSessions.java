package dev.sessionlifecycle;

/**
 * Sessions within a transaction of the caller: see {@link SessionLifecycle#joining}. Each operation
 * is atomic by itself, and is committed or rolled back with that transaction. Its events are
 * remembered until the caller says how the transaction ended:
 *
 * <pre>{@code
 * JoinedSessions joined = lifecycle.joining(store.joining(connection));
 * try {
 *   joined.organization(organizationId).close(sessionId, "resolved");
 *   connection.commit();
 * } catch (SQLException | RuntimeException e) {
 *   connection.rollback();
 *   joined.afterRollback();
 *   throw e;
 * }
 * joined.afterCommit();
 * }</pre>
 *
 * <p>Make one for each transaction; for the next transaction on the same view it may be used again
 * once it was called after the one before. Nothing is reported where it is not called: the sessions
 * are committed all the same, and the finalizer finds their chains by its next poll. It remembers
 * one reference and a session for each event, and nothing where no listener is registered.
 * Thread-safe, as far as the view is.
 */
public interface JoinedSessions extends Organizations {

  /**
   * Called after the transaction was committed: wakes the finalizer of this node if a session has
   * ended, and calls the {@link SessionListener}s with what was remembered, in order, on this
   * thread. What was reported is forgotten, so a second call does nothing. Throws nothing.
   */
  void afterCommit();

  /**
   * Called after the transaction was rolled back, or if it is not known how it ended: forgets what
   * was remembered.
   */
  void afterRollback();

  /**
   * Called after the caller has set a savepoint in the transaction, such as the one of a nested
   * transaction, and returns what to call if the transaction is rolled back to it. The library
   * cannot see that: without it, events of work that was undone would be reported.
   *
   * <p>Nothing needs to be called when the savepoint is released.
   */
  JoinedSavepoint afterSavepoint();
}
