package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an erasure of an end user did, and what it left.
 *
 * @param ended how many live sessions it ended first
 * @param receipts the receipts of what went from the store
 * @param archived how many sessions went from the archive
 * @param kept the sessions that are still there, and why; to be erased by another call, once that
 *     has changed
 * @param keptBy the holds in force that keep any of them
 * @param failed what else must forget the end user and has not: the archive, the recordings, the
 *     memory; and behind a colon each damaged file of theirs that may still hold something
 */
public record ErasureReport(
    int ended,
    List<Receipt> receipts,
    int archived,
    Map<UUID, KeptReason> kept,
    List<Hold> keptBy,
    List<String> failed) {
  /** Copies the collections. */
  public ErasureReport {
    receipts = Validator.requireElements("receipts", receipts);
    kept = Map.copyOf(Validator.require("kept", kept));
    keptBy = Validator.requireElements("kept_by", keptBy);
    failed = Validator.requireElements("failed", failed);
  }

  /** Whether nothing of the end user is left. */
  public boolean isComplete() {
    return kept.isEmpty() && keptBy.isEmpty() && failed.isEmpty();
  }
}
