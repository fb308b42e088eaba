package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.retention.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The legal holds. A hold that is placed while sessions are disposed of comes before that as a
 * whole, and then nothing goes that it covers; or after it as a whole.
 */
public interface HoldStore {

  /**
   * Places a hold. If the id exists already, that hold is left unchanged and returned.
   *
   * @return the hold as it stands; empty if it is on a session that does not exist in the
   *     organization
   */
  Optional<Hold> place(Hold hold);

  /**
   * Releases a hold, once: who did so first, stays. What it covered becomes due for disposal again
   * within the time for which that was postponed.
   *
   * @return the hold as it stands; empty if the organization has no hold of that id
   */
  Optional<Hold> release(UUID organizationId, UUID holdId, String by, Instant at);

  /**
   * Holds of an organization by id, those after the given one.
   *
   * @param inForceOnly whether to leave out those that were released
   * @param after the last hold of the page before; null for the first page
   */
  List<Hold> list(UUID organizationId, boolean inForceOnly, @Nullable UUID after, int limit);

  /** The holds in force that cover a session; none where the organization does not have it. */
  List<Hold> covering(SessionKey session);
}
