package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.YearMonth;
import java.util.List;

/**
 * What became of the months that a store keeps apart.
 *
 * @param months each month that is over, the oldest first; empty where the store keeps none apart
 */
public record MonthPurgeReport(List<Month> months) {

  /**
   * A month in which sessions were created.
   *
   * @param month the month, in UTC
   * @param result whether it is gone, or the first reason found why it is not
   * @param sessions how many sessions went with it
   */
  public record Month(YearMonth month, Result result, long sessions) {
    /** Checks that nothing is missing. */
    public Month {
      Validator.require("month", month);
      Validator.require("result", result);
    }
  }

  /** Whether a month is gone, and if not, why. */
  public enum Result {
    /** It was dropped as a whole. */
    GONE,
    /** One of its sessions has not ended. */
    LIVE,
    /** A hold covers one of its sessions. */
    HELD,
    /** The finalize chain of one of its sessions has not finished. */
    UNFINISHED,
    /** One of its sessions has to be kept still, or for ever, or was anonymized. */
    KEPT,
    /** One of its sessions is to be anonymized, which leaves its history. */
    TO_ANONYMIZE,
    /** One of its sessions is to be archived first. */
    TO_ARCHIVE,
    /** The recordings of one of its sessions were not deleted. */
    RECORDINGS_FAILED,
    /** Another system did not forget what it had learned in one of its sessions. */
    MEMORY_FAILED,
    /** It has more sessions than may go in one transaction. */
    TOO_MANY,
    /** It is in use at the moment, or others would have had to wait too long. */
    BUSY
  }

  /** Copies the list. */
  public MonthPurgeReport {
    months = Validator.requireElements("months", months);
  }
}
