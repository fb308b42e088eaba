package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.EndUserEraser;
import java.util.UUID;

/**
 * Stores memories. Called by several threads at once.
 *
 * <p>A session may be sent more than once, for example after a crash, but always with the same
 * {@link MemoryRecord#idempotencyKey()}. The sink must store it only once.
 *
 * <p>Pass the sink to {@code SessionLifecycle.builder(store).endUserEraser(sink)} as well, so that
 * it forgets who is erased, and sessions that are purged or anonymized.
 */
public interface MemorySink extends EndUserEraser {

  /**
   * Stores the memory of a session.
   *
   * @throws Exception if it failed; the chain retries with its backoff
   */
  SyncResult put(MemoryRecord memory) throws Exception;

  /**
   * Deletes everything stored about an end user.
   *
   * @return true if nothing is left; false if the sink cannot delete, which leaves it to the
   *     application
   * @throws Exception if it is unknown what is left; the call may be repeated
   */
  @Override
  default boolean forget(UUID organizationId, UUID endUserId) throws Exception {
    return false;
  }
}
