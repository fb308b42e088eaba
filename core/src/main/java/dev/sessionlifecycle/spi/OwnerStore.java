package dev.sessionlifecycle.spi;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Leases on live sessions: a worker that holds one owns the session. Judged by the store's clock.
 * Each acquisition has a token greater than all before it on the session. A lease holds until it
 * lapses or is given up, though the session ends meanwhile; only that its owner ends the session
 * gives it up too.
 */
public interface OwnerStore {

  /**
   * Takes the lease of a live session that nobody holds, or whose lease has lapsed.
   *
   * @param owner who takes it: random for each start of a worker
   * @param buffering whether the owner holds back messages that are not stored yet, so that the
   *     chain of the session, if another ends it, must wait for him
   * @return the token; empty where the session is not live, is missing, or has an owner
   */
  OptionalLong acquire(SessionKey session, UUID owner, Duration lease, boolean buffering);

  /**
   * Prolongs the lease to now plus the given time. False where the token holds it no more, or the
   * session has ended: a chain that waits for the owner is not put off.
   */
  boolean renew(SessionKey session, long token, Duration lease);

  /**
   * Gives the lease up; what waited for it is due at once. False where the token holds it no more.
   */
  boolean release(SessionKey session, long token);
}
