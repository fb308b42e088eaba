package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.Map;

/**
 * A scrubbed text.
 *
 * @param text the text with personal data replaced
 * @param counts the number of replacements by type
 */
public record ScrubResult(String text, Map<PiiType, Integer> counts) {
  /** Copies the counts. */
  public ScrubResult {
    Validator.require("text", text);
    counts = Map.copyOf(Validator.require("counts", counts));
  }

  /** Names the counts only. */
  @Override
  public String toString() {
    return "ScrubResult[counts=" + counts + "]";
  }
}
