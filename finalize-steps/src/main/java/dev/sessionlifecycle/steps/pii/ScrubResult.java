package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.Map;

/**
 * A scrubbed text.
 *
 * @param text the text without what was found
 * @param counts how often each type was replaced
 */
public record ScrubResult(String text, Map<PiiType, Integer> counts) {
  /** Copies the counts. */
  public ScrubResult {
    Validator.require("text", text);
    counts = Map.copyOf(Validator.require("counts", counts));
  }
}
