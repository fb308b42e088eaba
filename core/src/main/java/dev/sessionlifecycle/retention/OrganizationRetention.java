package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.EndUserEraser;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Retention of one organization: policies, holds, receipts, and the erasure of end users. Nothing
 * of another organization can be reached through it. Every method may throw {@link
 * dev.sessionlifecycle.errors.StoreException}. Thread-safe.
 *
 * <p>Not meant to be implemented by users: methods may be added.
 */
public interface OrganizationRetention {

  /**
   * Defines a policy for sessions that name it, or replaces the one with this id; it is not the
   * default of the organization, even if it was before. Sessions that have already ended keep their
   * retention date until {@link #recalculateRetention}.
   *
   * @throws InvalidInputException if a rule names a channel that no session may have: blank, over
   *     32 code points, with NUL or a lone surrogate
   */
  void define(UUID policyId, RetentionPolicy policy);

  /**
   * Defines a policy as {@link #define} does, and makes it the default of the organization: it
   * applies to sessions that name no policy of their own.
   */
  void defineDefault(UUID policyId, RetentionPolicy policy);

  /** The policy with this id, if the organization has one. */
  Optional<RetentionPolicy> policy(UUID policyId);

  /** The organization's default, if it has one. */
  Optional<RetentionPolicy> defaultPolicy();

  /**
   * Recalculates the retention date of every ended session by the policy that applies to it now,
   * batch by batch.
   *
   * @return how many sessions were changed
   */
  int recalculateRetention(RetentionChangeMode mode);

  /**
   * Places a hold.
   *
   * @param why the reason, 1 to 200 code points; stored permanently
   * @param by who places it, 1 to 64 code points
   * @throws InvalidInputException for a text out of bounds
   * @throws SessionNotFoundException if the organization has no such session
   */
  Hold place(HoldScope scope, String why, String by);

  /**
   * Releases a hold. Idempotent; the first release is kept on record.
   *
   * @throws InvalidInputException if the organization has no such hold
   */
  Hold release(UUID holdId, String by);

  /**
   * The holds of the organization, in force or released, ordered by id.
   *
   * @param after the last hold of the previous page; null for the first page
   * @param limit 1 to 500
   */
  List<Hold> holds(@Nullable UUID after, int limit);

  /** The holds in force, ordered by id; parameters as for {@link #holds}. */
  List<Hold> holdsInForce(@Nullable UUID after, int limit);

  /** The holds in force that cover a session. */
  List<Hold> holdsOn(UUID sessionId);

  /**
   * What retention would do with a session now, and what prevents it.
   *
   * @throws SessionNotFoundException if the organization has no such session
   */
  RetentionDecision explain(UUID sessionId);

  /**
   * Counts ended sessions that retention checks within a time from now, by the store's clock: those
   * that become due until then to be archived, anonymized or purged, and those that are due already
   * and were kept so far, such as by a hold. Reads an index, and no more of it than is counted.
   *
   * @param within zero to 36,525 days; zero for those that are due now
   * @param most where to stop counting: 1 to 100,000
   * @throws InvalidInputException for a value out of bounds
   */
  int countDue(Duration within, int most);

  /** The receipts of the organization, ordered by id; parameters as for {@link #holds}. */
  List<Receipt> receipts(@Nullable UUID after, int limit);

  /** An archived session; empty if the archive does not have it, or there is no archive. */
  Optional<ArchivedSession> archived(UUID sessionId);

  /**
   * Writes what the library holds about an end user, as articles 15 and 20 of the GDPR ask for: a
   * line of JSON for each session, live or ended, newest first, then for each session that only the
   * archive has. The schema of a line is the resource {@code
   * META-INF/session-lifecycle/session-document.schema.json} (JSON Schema 2020-12). An end user
   * whom the organization does not have gets nothing, and the report says 0.
   *
   * <p>A line has the session with its external id, metadata, summary and retention date, its
   * messages, history and eval runs, as they are stored: after the scrub, where one has run. Not in
   * it: recordings, what the host keeps (an external memory, backups), legal holds and receipts,
   * attempts of steps, turns that a worker has not written yet.
   *
   * <p>Reads page by page, and holds no connection while it writes; what it keeps in memory grows
   * by an id per archived session only. Nothing is locked: what changes meanwhile is written as
   * before or after, and a session that is purged meanwhile may be written in part.
   *
   * @param sink takes UTF-8; flushed at the end, never closed
   * @throws IOException exactly as the sink threw it, and so are its unchecked exceptions; what was
   *     written up to then is incomplete, as it is after a {@link
   *     dev.sessionlifecycle.errors.StoreException}
   */
  ExportReport export(UUID endUserId, OutputStream sink) throws IOException;

  /**
   * Erases an end user: closes their live sessions, deletes every session whose finalize chain has
   * finished with its recordings, deletes them from the archive, and calls each {@link
   * EndUserEraser}. Sessions under a hold stay, and so do sessions with an unfinished chain. Call
   * it again until the report is complete.
   *
   * <p>An erasure that is not complete is recorded in a receipt of its own, also if nothing went,
   * and can be found and repeated: see {@link #unfinishedErasures}.
   *
   * @throws InvalidInputException for a text out of bounds
   */
  ErasureReport erase(ErasureRequest request);

  /** Erases an end user as {@link #erase(ErasureRequest)} does, without a reason. */
  default ErasureReport erase(UUID endUserId, String by) {
    return erase(ErasureRequest.of(endUserId, by));
  }

  /** Erases an end user as {@link #erase} does, including sessions whose chain is parked. */
  default ErasureReport eraseWithParked(UUID endUserId, String by) {
    return erase(ErasureRequest.of(endUserId, by).withParked());
  }

  /**
   * The receipts of erasures that were not complete, the last one of each end user, whom it names:
   * what to repeat once a hold was released, a chain has finished or another system works again.
   * Ordered by id; parameters as for {@link #holds}.
   */
  List<Receipt> unfinishedErasures(@Nullable UUID after, int limit);
}
