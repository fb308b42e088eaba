package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import java.time.Duration;

/**
 * Thrown if scrubbing a text took longer than {@link Scrubber.Builder#timeLimit}. The text is not
 * scrubbed and must not be treated as if it were.
 *
 * <p>In a chain the attempt fails and changes nothing. After its last attempt the step is parked
 * with the name of this exception as the label, and no later step sees the session.
 */
public final class ScrubTimeoutException extends PiiDetectionException {

  private static final long serialVersionUID = 1L;

  ScrubTimeoutException(Duration limit) {
    super("scrubbing a text took longer than " + limit);
  }
}
