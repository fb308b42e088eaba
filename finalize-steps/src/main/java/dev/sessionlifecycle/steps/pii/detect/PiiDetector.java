package dev.sessionlifecycle.steps.pii.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds personal data in a text. One method, so that any engine can be put in place of, or beside,
 * the built-in ones.
 *
 * <p>A detector is safe for use by many threads, keeps nothing of what it saw, and neither logs the
 * text nor puts it into the message of an exception.
 */
@FunctionalInterface
public interface PiiDetector {

  /**
   * Finds personal data.
   *
   * @param text any text; may hold unpaired surrogates and control characters
   * @return spans within the text in any order; they may overlap
   * @throws PiiDetectionException where the text could not be examined; the caller must then not
   *     treat it as clean
   */
  List<PiiSpan> detect(String text);

  /**
   * Finds personal data in several texts. A detector that asks another system can do so in fewer
   * calls; the others need not implement this.
   *
   * @return the spans of each text, in the order of the texts
   * @throws PiiDetectionException where one of the texts could not be examined
   */
  default List<List<PiiSpan>> detectAll(List<String> texts) {
    List<List<PiiSpan>> found = new ArrayList<>(texts.size());
    for (String text : texts) {
      found.add(detect(text));
    }
    return found;
  }

  /**
   * Finds what this detector or the other one finds.
   *
   * @param other asked second, about the same texts
   */
  default PiiDetector and(PiiDetector other) {
    return new CombinedDetector(this, other);
  }
}
