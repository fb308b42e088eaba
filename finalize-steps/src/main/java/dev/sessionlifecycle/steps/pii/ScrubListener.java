package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.Map;
import java.util.UUID;

/** Receives the number of replacements in a scrubbed session, by type. */
@FunctionalInterface
public interface ScrubListener {

  /**
   * Called after a session is scrubbed and before the result is committed. It is called again for
   * the same session after a crash or a lost lease.
   *
   * @param organizationId the organization of the session
   * @param sessionId the session
   * @param counts the number of replacements by type; unmodifiable
   */
  void scrubbed(UUID organizationId, UUID sessionId, Map<PiiType, Integer> counts);
}
