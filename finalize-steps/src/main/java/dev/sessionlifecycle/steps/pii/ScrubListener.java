package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.Map;
import java.util.UUID;

/** Hears what a scrub replaced, by type and number only. */
@FunctionalInterface
public interface ScrubListener {

  /**
   * Called when a session was scrubbed, before the result is committed: after a crash, or where the
   * lease was lost, it is called again for the same session.
   *
   * @param organizationId whose session it is
   * @param sessionId the session
   * @param counts how often each type was replaced; unmodifiable
   */
  void scrubbed(UUID organizationId, UUID sessionId, Map<PiiType, Integer> counts);
}
