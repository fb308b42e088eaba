package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Makes the view of an ended session that a finalize step gets. */
public final class ClosedSessions {

  private ClosedSessions() {}

  /**
   * Returns the view of an ended session. What an incomplete row lacks is unknown in the view.
   *
   * @param session the session, which has ended
   * @param triggeredBy the names in its history
   */
  public static ClosedSession of(Session session, Set<String> triggeredBy) {
    ExternalRef ref = session.externalRef();
    Instant endedAt = session.endedAt();
    Long duration = session.durationMs();
    Disposition disposition = session.disposition();
    Set<String> names = new HashSet<>(triggeredBy);
    if (disposition != null) {
      names.add(disposition.by());
    }
    return new ClosedSession(
        session.organizationId(),
        session.id(),
        session.endUserId(),
        session.channel(),
        session.sessionType(),
        session.status(),
        Objects.requireNonNullElse(session.reason(), TerminationReason.UNKNOWN),
        session.reportedReason(),
        Objects.requireNonNullElse(session.outcome(), OutcomeCategory.UNKNOWN),
        session.startedAt(),
        endedAt == null ? session.updatedAt() : endedAt,
        duration == null ? 0 : duration,
        session.messageCount(),
        session.subject(),
        session.metadata(),
        session.contextVariables(),
        session.summary(),
        ref == null ? null : ref.source(),
        ref == null ? null : ref.id(),
        names,
        session.storing() != Storing.FACTS_ONLY,
        disposition == null ? null : disposition.note(),
        session.previousSessionId(),
        session.finalizedAt(),
        disposition == null ? null : disposition.code(),
        disposition == null
            ? session.updatedAt()
            : Instants.max(session.updatedAt(), disposition.at()));
  }
}
