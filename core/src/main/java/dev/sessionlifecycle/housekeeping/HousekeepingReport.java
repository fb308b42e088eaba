package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the housekeeping did, and what it did not do and why.
 *
 * @param done how many sessions each was done to; what happened to none is left out
 * @param notDone how many were left as they are, by reason
 * @param more whether the run stopped at its limit, or at the 500 that it takes of one organization
 *     at once, so that more may be due
 * @param failures the sweeps of a started run that fail at the moment, each with its last failure;
 *     empty while all goes well
 * @param lastSuccess when both sweeps of a started run had last succeeded; null until both have,
 *     and for a single call
 */
public record HousekeepingReport(
    Map<Done, Integer> done,
    Map<NotDone, Integer> notDone,
    boolean more,
    List<HousekeepingFailure> failures,
    @Nullable Instant lastSuccess) {

  /** What was done to a session. */
  public enum Done {
    /** A time limit ended it. */
    EXPIRED,
    /** Its owner was gone, and it was closed. */
    ORPHAN_CLOSED,
    /** Its owner was gone, and it was handed over. */
    HANDED_OVER,
    /** That a time limit ends it soon was reported to the listeners; counted for each limit. */
    WARNED,
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
    /**
     * That a time limit ends it soon was not reported: this node remembers as many such limits as
     * it may.
     */
    NOT_WARNED,
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
    ARCHIVE_FAILED,
    /** Its recordings were not deleted; it is kept for a later run. */
    RECORDINGS_FAILED,
    /** Another system did not forget what it had learned in it; it is kept for a later run. */
    MEMORY_FAILED
  }

  /** Of a call or a sweep that has succeeded. */
  public HousekeepingReport(Map<Done, Integer> done, Map<NotDone, Integer> notDone, boolean more) {
    this(done, notDone, more, List.of(), null);
  }

  /** Copies the maps and the list. */
  public HousekeepingReport {
    done = Map.copyOf(Validator.require("done", done));
    notDone = Map.copyOf(Validator.require("not_done", notDone));
    failures = List.copyOf(Validator.requireElements("failures", failures));
  }

  /** How many sessions this was done to. */
  public int count(Done what) {
    return Objects.requireNonNullElse(done.get(what), 0);
  }

  /** How often a sweep has failed in a row, the greater number of both; 0 while all goes well. */
  public int consecutiveFailures() {
    return failures.stream().mapToInt(HousekeepingFailure::consecutive).max().orElse(0);
  }

  /** How many sessions were left for this reason. */
  public int count(NotDone why) {
    return Objects.requireNonNullElse(notDone.get(why), 0);
  }

  /** Counts the failures, whose texts may be long. */
  @Override
  public String toString() {
    return "HousekeepingReport[done="
        + done
        + ", notDone="
        + notDone
        + ", more="
        + more
        + ", consecutiveFailures="
        + consecutiveFailures()
        + ", lastSuccess="
        + lastSuccess
        + "]";
  }
}
