package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How long an organization keeps its sessions, what keeps them longer, and what is deleted. Nothing
 * of another organization can be reached through it. Every method may throw {@link
 * dev.sessionlifecycle.errors.StoreException}. Thread-safe.
 *
 * <p>Not meant to be implemented by users: methods may be added.
 */
public interface OrganizationRetention {

  /**
   * Defines a policy, in the place of one with the same id. Sessions that have ended keep what was
   * promised them until {@link #recalculateRetention}.
   *
   * @param isDefault whether it counts for sessions that name no policy of their own
   * @throws dev.sessionlifecycle.errors.InvalidInputException for a rule on a channel that no
   *     session may have: blank, over 32 code points, with NUL or a lone surrogate
   */
  void define(UUID policyId, RetentionPolicy policy, boolean isDefault);

  /** The policy, if the organization has it. */
  Optional<RetentionPolicy> policy(UUID policyId);

  /** The organization's default, if it has one. */
  Optional<RetentionPolicy> defaultPolicy();

  /**
   * Stamps every ended session anew by the policy that counts for it now, batch by batch; never so
   * that it is kept for a shorter time.
   *
   * @return how many were changed
   */
  int recalculateRetention();

  /** The same, also where sessions are kept for a shorter time then. */
  int recalculateAllowingShorter();

  /**
   * Places a hold.
   *
   * @param why why, 1 to 200 code points; stands in the store for ever
   * @param by who, 1 to 64 code points
   * @throws InvalidInputException for a text out of bounds
   * @throws SessionNotFoundException for a session that the organization has not
   */
  Hold place(HoldScope scope, String why, String by);

  /**
   * Releases a hold. Who did so first, stays.
   *
   * @throws InvalidInputException for a hold that the organization has not
   */
  Hold release(UUID holdId, String by);

  /**
   * Holds by id, those after the given one.
   *
   * @param after the last hold of the page before; null for the first page
   * @param limit 1 to 500
   */
  List<Hold> holds(boolean inForceOnly, @Nullable UUID after, int limit);

  /** The holds in force that cover a session. */
  List<Hold> holdsOn(UUID sessionId);

  /**
   * What retention asks for a session now.
   *
   * @throws SessionNotFoundException where the organization has none of that id
   */
  RetentionDecision explain(UUID sessionId);

  /** Receipts by id, those after the given one; bounds as for {@link #holds}. */
  List<Receipt> receipts(@Nullable UUID after, int limit);

  /** A session as the archive has it; empty where there is none, or no archive was given. */
  Optional<ArchivedSession> archived(UUID sessionId);

  /**
   * Erases an end user: ends his live sessions, deletes all that have ended and whose finalize
   * chain has finished, deletes him from the archive, and has the memories forget him. What a hold
   * covers stays, and so does what is unfinished. Repeated calls converge.
   *
   * @param by who, 1 to 64 code points; stands in the receipts
   * @param parkedToo whether sessions with a parked chain go as well
   */
  ErasureReport erase(UUID endUserId, String by, boolean parkedToo);
}
