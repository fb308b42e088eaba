package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Map;
import java.util.Objects;

/**
 * What a run of the housekeeping did, and what it did not do and why.
 *
 * @param done how many sessions each was done to; what happened to none is left out
 * @param notDone how many were left as they are, by reason
 * @param more whether the run stopped at its limit, or at the 500 that it takes of one organization
 *     at once, so that more may be due
 */
public record HousekeepingReport(
    Map<Done, Integer> done, Map<NotDone, Integer> notDone, boolean more) {

  /** What was done to a session. */
  public enum Done {
    /** A time limit ended it. */
    EXPIRED,
    /** Its owner was gone, and it was closed. */
    ORPHAN_CLOSED,
    /** Its owner was gone, and it was handed over. */
    HANDED_OVER,
    /** Nothing was due yet; it is looked at again when something is. */
    RESCHEDULED,
    /** An archive has acknowledged it. */
    ARCHIVED,
    /** It was deleted. */
    PURGED,
    /** It was anonymized. */
    ANONYMIZED,
    /** An end that was reported before its session opened was forgotten: it never opened. */
    EARLY_END_FORGOTTEN
  }

  /** Why something was not done to a session. */
  public enum NotDone {
    /** Something else happened to it first: a message, an end, a hold, another node. */
    RACED,
    /** It could not be handed over. */
    HANDLER_FAILED,
    /** A hold keeps it. */
    HELD,
    /** An organization with due sessions is held as a whole; counted once for each. */
    ORGANIZATION_HELD,
    /** Its finalize chain has not finished. */
    UNFINISHED,
    /** It has to be archived, and no archive was given. */
    NO_ARCHIVE,
    /** The archive has not acknowledged it. */
    ARCHIVE_FAILED
  }

  /** Copies the maps. */
  public HousekeepingReport {
    done = Map.copyOf(Validator.require("done", done));
    notDone = Map.copyOf(Validator.require("not_done", notDone));
  }

  /** How many sessions this was done to. */
  public int count(Done what) {
    return Objects.requireNonNullElse(done.get(what), 0);
  }

  /** How many sessions were left for this reason. */
  public int count(NotDone why) {
    return Objects.requireNonNullElse(notDone.get(why), 0);
  }
}
