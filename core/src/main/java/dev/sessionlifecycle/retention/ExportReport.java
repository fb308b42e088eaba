package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.List;

/**
 * What an export of an end user wrote, and what it could not read.
 *
 * @param stored how many sessions it wrote from the store
 * @param archived how many sessions it wrote that only the archive has; without those of an archive
 *     that failed
 * @param failed the archive, if it could not be read or does not export; and behind a colon each
 *     damaged file that may hold a session of the end user
 */
public record ExportReport(int stored, int archived, List<String> failed) {
  /** Copies the list. */
  public ExportReport {
    failed = Validator.requireElements("failed", failed);
  }

  /** Whether everything that the library holds was written. */
  public boolean isComplete() {
    return failed.isEmpty();
  }
}
