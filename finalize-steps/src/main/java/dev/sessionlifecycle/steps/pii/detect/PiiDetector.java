package dev.sessionlifecycle.steps.pii.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds personal data in a text. Implement it to replace or extend the built-in detectors.
 *
 * <p>A detector is thread-safe, retains nothing of the texts, and neither logs them nor puts them
 * into exception messages.
 */
@FunctionalInterface
public interface PiiDetector {

  /**
   * Finds personal data in a text.
   *
   * @param text any text; may contain unpaired surrogates and control characters
   * @return spans within the text in any order; they may overlap
   * @throws PiiDetectionException if the text could not be examined; the caller must not treat it
   *     as clean
   */
  List<PiiSpan> detect(String text);

  /**
   * Finds personal data in several texts. Override it to call a remote system less often; the
   * default examines the texts one by one.
   *
   * @return the spans of each text, in the order of the texts
   * @throws PiiDetectionException if one of the texts could not be examined
   */
  default List<List<PiiSpan>> detectAll(List<String> texts) {
    List<List<PiiSpan>> found = new ArrayList<>(texts.size());
    for (String text : texts) {
      found.add(detect(text));
    }
    return found;
  }

  /**
   * Returns a detector that finds what this detector or the other one finds.
   *
   * @param other the detector to run after this one, on the same texts
   */
  default PiiDetector and(PiiDetector other) {
    return new CombinedDetector(this, other);
  }
}
