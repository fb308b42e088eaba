package dev.sessionlifecycle.steps.memory;

import java.util.UUID;

/**
 * Where memories go. One method to implement. Called by several threads at once.
 *
 * <p>A session may be sent more than once (after a crash, for example), always with the same {@link
 * MemoryRecord#idempotencyKey()}; the sink sees to it that it is stored once.
 */
@FunctionalInterface
public interface MemorySink {

  /**
   * Stores what is to be remembered of a session.
   *
   * @throws Exception to be tried again with the chain's backoff
   */
  SyncResult put(MemoryRecord memory) throws Exception;

  /**
   * Forgets all that is stored of an end user.
   *
   * @return whether nothing of it is left; false where the sink cannot forget, which leaves it to
   *     the host
   * @throws Exception where it is not known what is left; may be repeated
   */
  default boolean forget(UUID organizationId, UUID endUserId) throws Exception {
    return false;
  }
}
