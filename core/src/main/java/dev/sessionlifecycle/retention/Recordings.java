package dev.sessionlifecycle.retention;

import java.util.UUID;

/** Where the recordings of sessions are. Called by several threads at once. */
@FunctionalInterface
public interface Recordings {
  /**
   * Deletes the recordings of a session, if there are any. Called before a session is purged,
   * anonymized or erased, for every such session, whether or not it is marked as recorded: a
   * recording may have been stored and never marked. May be repeated.
   *
   * @throws Exception where it is not known whether one is left; the session is kept, and comes up
   *     again with a later run
   */
  void delete(UUID organizationId, UUID sessionId) throws Exception;
}
