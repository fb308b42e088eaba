package dev.sessionlifecycle;

/** A savepoint of the caller in a transaction that was joined, see {@link JoinedSessions}. */
public interface JoinedSavepoint {

  /**
   * Called after the transaction was rolled back to the savepoint: forgets what was remembered
   * since. May be called again, as one may roll back to a savepoint again. Does nothing once the
   * transaction has ended.
   */
  void afterRollback();
}
