package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of ended sessions that are past their retention date.
 *
 * <p>Each ended session has a time at which it has to be looked at, or none: set by its end to when
 * it are past their retention date, or is to be archived, whichever is earlier ({@link
 * dev.sessionlifecycle.spi.rules.RetentionRules#firstCheckAfter}).
 */
public interface DisposalStore {

  /**
   * Ended sessions whose look is due by the store's clock, those of organizations that are held as
   * a whole left out. Fair, see {@link DueQuery}.
   */
  DueSessions due(DueQuery request);

  /**
   * Counts ended sessions of an organization whose look is due within a time from now, by the
   * store's clock, whatever is held; up to {@code most}.
   */
  int countDue(UUID organizationId, Duration within, int most);

  /**
   * Sets looks anew, to now plus a time, where they still stand at the time that was seen.
   *
   * @return how many were set
   */
  int postpone(List<Postponement> looks);

  /**
   * Records that an archive has acknowledged ended sessions: {@code archivedAt} is stamped by the
   * store's clock, where it is not yet, and the look set to when the session need not be kept any
   * longer, or to an earlier time that is given.
   *
   * @return how many were stamped
   */
  int archived(UUID organizationId, List<Archived> sessions);

  /**
   * Deletes or anonymizes sessions with everything that belongs to them, those of them for which
   * every condition holds in the transaction that does it; and writes a receipt, where any did.
   *
   * <p>Never one that is live or of an unrecognized status, that a hold covers, or whose chain has
   * not finished, but for a parked one where the intent says so. Only for an erasure one that has
   * to be kept still (null is for ever), or that is not archived where it must be. Sessions that
   * are in use at the moment may be refused as busy rather than waited for.
   *
   * <p>For a session that is deleted, and whose chain {@link ChainState#isForPurges is for purges},
   * the same transaction leaves a chain: with a new id in place of the session's, the definition of
   * the old one, {@link ChainState#purged} as its state, due and finished at that time.
   */
  DisposalReply dispose(DisposalIntent intent);

  /**
   * What {@link #dispose} would refuse now, and why; for asking before other systems delete what
   * they have of the sessions. Changes nothing, and what it does not name may still be refused.
   */
  Map<UUID, Refusal> refusals(DisposalIntent intent);

  /**
   * Replaces the time until when an ended session is kept, where it still is as seen, and sets its
   * look.
   *
   * @return how many were replaced
   */
  int changeRetention(List<RetentionChange> stamps);

  /**
   * Records the outcome of an erasure. No earlier receipt names the end user from then on; where
   * something was kept, a receipt that does is written.
   *
   * @param unfinished the receipt of an erasure that was not complete; null for one that was
   */
  void recordErasure(UUID organizationId, UUID endUserId, @Nullable Receipt unfinished);

  /** Receipts of erasures to be repeated, which name the end user; as {@link #receipts}. */
  List<Receipt> unfinishedErasures(UUID organizationId, @Nullable UUID after, int limit);

  /** Receipts of an organization by id, those after the given one. */
  List<Receipt> receipts(UUID organizationId, @Nullable UUID after, int limit);

  /**
   * Ended sessions to look at.
   *
   * @param now the store's clock
   * @param heldOrganizations how many organizations with due sessions were left out
   */
  record DueSessions(Instant now, List<DueSession> sessions, int heldOrganizations) {
    /** Copies the list. */
    public DueSessions {
      Validator.require("now", now);
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * An ended session to look at.
   *
   * @param dueAt since when the look is due
   * @param held whether a hold on it or on its end user is in force
   * @param parked whether its chain is parked, with nothing left to run
   */
  record DueSession(Session session, Instant dueAt, boolean held, boolean parked) {
    /** Checks that nothing is missing. */
    public DueSession {
      Validator.require("session", session);
      Validator.require("due_at", dueAt);
    }
  }

  /**
   * A session that an archive has acknowledged.
   *
   * @param anonymizeAt when it has to be anonymized, if that may be before it need not be kept any
   *     longer; null for never
   */
  record Archived(UUID sessionId, @Nullable Instant anonymizeAt) {
    /** Checks that nothing required is missing. */
    public Archived {
      Validator.require("session_id", sessionId);
    }
  }

  /** To look at a session later: {@code in} from now, where the look still stands at a time. */
  record Postponement(SessionKey session, Instant seen, Duration in) {
    /** Checks that nothing is missing. */
    public Postponement {
      Validator.require("session", session);
      Validator.require("seen", seen);
      Validator.require("in", in);
    }
  }

  /**
   * To keep a session until another time.
   *
   * @param seen until when it is kept now; null for ever
   * @param until until when it is to be kept: its end by the store's clock plus a time; null for
   *     ever
   * @param retentionDueAt when it has to be looked at; null for never
   */
  record RetentionChange(
      SessionKey session,
      @Nullable Instant seen,
      @Nullable Instant until,
      @Nullable Instant retentionDueAt) {
    /** Checks that nothing required is missing. */
    public RetentionChange {
      Validator.require("session", session);
    }
  }
}
