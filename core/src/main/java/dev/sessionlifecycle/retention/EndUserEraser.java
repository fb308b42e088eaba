package dev.sessionlifecycle.retention;

import java.util.UUID;

/** What else remembers end users, and must forget them when they are erased. */
@FunctionalInterface
public interface EndUserEraser {

  /**
   * Forgets all of an end user. May be repeated.
   *
   * @return whether nothing of it is left; false where that is left to the host
   * @throws Exception where it is not known what is left
   */
  boolean forget(UUID organizationId, UUID endUserId) throws Exception;
}
