package dev.sessionlifecycle.finalize;

import java.util.Set;
import java.util.UUID;

/**
 * Another system that remembers end users, such as an external memory, and must forget them when
 * they are erased, and their sessions when these are purged or anonymized. Called by several
 * threads at once; each call may be repeated.
 */
@FunctionalInterface
public interface EndUserEraser {
  /**
   * Forgets all of an end user.
   *
   * @return whether nothing of it is left; false where that is left to the host
   * @throws Exception where it is not known what is left
   */
  boolean forget(UUID organizationId, UUID endUserId) throws Exception;

  /**
   * Forgets all of an end user, except what was learned in some of their sessions. Called by an
   * erasure. Unless overridden, a system that cannot keep sessions apart forgets everything if
   * there is none to keep, and otherwise nothing: what a hold covers must stay.
   *
   * @param keep the sessions whose memory stays, because a hold covers them; may be empty
   * @return whether nothing else is left; false where that is left to the host
   * @throws Exception where it is not known what is left
   */
  default boolean forget(UUID organizationId, UUID endUserId, Set<UUID> keep) throws Exception {
    return keep.isEmpty() && forget(organizationId, endUserId);
  }

  /**
   * Forgets what was learned in some sessions. Called before they are purged or anonymized, also if
   * nothing was ever learned in them. Unless overridden, forgets nothing.
   *
   * @return whether nothing of them is left; false where that is left to the host, and then the
   *     sessions are purged or anonymized all the same
   * @throws Exception where it is not known what is left; the sessions are kept, and come up again
   *     with a later run
   */
  default boolean forgetSessions(UUID organizationId, Set<UUID> sessionIds) throws Exception {
    return false;
  }
}
