package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.finalizer.FinalizerEvent;
import java.util.Objects;
import java.util.UUID;

/**
 * An application event: every step of an ended session is done or skipped. Published after the
 * commit, on a thread of the finalizer, if {@code session-lifecycle.events.publish} is set; see
 * {@link FinalizerEvent.ChainFinished}.
 */
public record SessionFinalizedEvent(UUID organizationId, UUID sessionId) {
  /** Checks that nothing is missing. */
  public SessionFinalizedEvent {
    Objects.requireNonNull(organizationId, "organizationId");
    Objects.requireNonNull(sessionId, "sessionId");
  }
}
