package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The looks at live sessions: each has a time at which a sweep has to look at it next, or none.
 *
 * <p>Opening sets it (to now plus {@link OpenIntent#firstCheckAfter()}); {@link
 * TransitionIntent#firstCheckAfter()} and an owner lease ({@link OwnerStore}), which has it look
 * when the lease lapses, pull it earlier; becoming active again pulls it to when it was first
 * active, from where the age of an active session counts. Messages and renewals leave it: the sweep
 * moves it when it finds that it came too early. An end takes it away.
 */
public interface SweepStore {

  /** The store's clock. */
  Instant now();

  /** Live sessions whose look is due by the store's clock. Fair, see {@link DueQuery}. */
  SweepCandidates due(DueQuery request);

  /**
   * Sets looks anew, each where it still stands at the time that was seen and the session is live;
   * an earlier one that was set meanwhile stays.
   *
   * @return how many were set
   */
  int reschedule(List<Reschedule> looks);

  /**
   * Makes the looks of live sessions of all organizations due at once, page by page in the order of
   * their keys: when the limits of a host have become shorter.
   *
   * @param after the key after which to go on; null to begin
   * @param limit the most sessions of a page
   * @return the keys of the page, in order; empty if there were no more
   */
  List<SessionKey> markAllDue(@Nullable SessionKey after, int limit);

  /**
   * Forgets early ends that are older than {@link EarlyEnd#KEPT} by the store's clock, of all
   * organizations in the order of their ids ({@link IdOrder#UNSIGNED}), of each the oldest first:
   * their sessions never opened. Which of several equally old comes first is not said.
   *
   * @param limit the most to forget
   * @param dryRun to count them only
   * @return how many
   */
  int forgetEarlyEnds(int limit, boolean dryRun);

  /**
   * Takes over the lease of a live session that has lapsed with this token, as {@link
   * OwnerStore#acquire} would take it, and counts the recovery: one more than before, or the first
   * where the session has got messages since the recovery before.
   *
   * @param at the business time of the call; the history gets an entry of the kind TAKEN_OVER
   * @return the new token; empty where the lease is not that one, is held again, was given up, or
   *     the session is not live
   */
  OptionalLong takeOver(
      SessionKey session, long lapsedToken, UUID owner, Duration lease, Instant at);

  /**
   * Live sessions to look at.
   *
   * @param now the store's clock
   */
  record SweepCandidates(Instant now, List<SweepCandidate> candidates) {
    /** Copies the list. */
    public SweepCandidates {
      Validator.require("now", now);
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * A live session to look at.
   *
   * @param dueAt since when the look is due
   * @param owner its owner lease, held or lapsed; null where there is none, or it was given up
   */
  record SweepCandidate(Session session, Instant dueAt, @Nullable Owner owner) {
    /** Checks that nothing required is missing. */
    public SweepCandidate {
      Validator.require("session", session);
      Validator.require("due_at", dueAt);
    }
  }

  /**
   * The owner lease of a live session.
   *
   * @param token its token
   * @param until when it lapses, or lapsed
   * @param recoveries how often the session was taken over since it last got a message
   */
  record Owner(long token, Instant until, int recoveries) {
    /** Checks that nothing is missing. */
    public Owner {
      Validator.require("until", until);
    }
  }

  /**
   * To set a look anew.
   *
   * @param seen the time for which it was set
   * @param at the time for which to set it: a stamp of the row plus a limit, and so by the store's
   *     clock; null for never
   */
  record Reschedule(SessionKey session, Instant seen, @Nullable Instant at) {
    /** Checks that nothing required is missing. */
    public Reschedule {
      Validator.require("session", session);
      Validator.require("seen", seen);
    }
  }
}
