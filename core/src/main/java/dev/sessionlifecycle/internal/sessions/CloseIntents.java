package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds close intents from requests, with the defaults of each kind of end. */
final class CloseIntents {

  /** The kinds of end, each with its terminal status and default reasons. */
  enum EndKind {
    CLOSE(SessionStatus.CLOSED, TerminationReason.UNKNOWN, TerminationReason.UNKNOWN),
    FAIL(SessionStatus.ERROR, TerminationReason.ERROR, TerminationReason.ERROR),
    EXPIRE(
        SessionStatus.EXPIRED,
        TerminationReason.SILENCE_TIMEOUT,
        TerminationReason.PARTICIPANT_JOIN_TIMEOUT),
    SUPERSEDE(SessionStatus.SUPERSEDED, TerminationReason.SUPERSEDED, TerminationReason.SUPERSEDED);

    private final SessionStatus target;
    private final TerminationReason reason;
    private final TerminationReason reasonIfNeverActive;

    EndKind(SessionStatus target, TerminationReason reason, TerminationReason reasonIfNeverActive) {
      this.target = target;
      this.reason = reason;
      this.reasonIfNeverActive = reasonIfNeverActive;
    }
  }

  private CloseIntents() {}

  /**
   * Returns the reason that a request names; null if it names none and the default of the kind of
   * end applies.
   */
  static @Nullable TerminationReason reason(EndRequest request) {
    if (request.reason() != null) {
      return request.reason();
    }
    String reported = request.reported();
    return reported == null || Texts.isBlank(reported) ? null : TerminationReason.coerce(reported);
  }

  /** Returns the part of a reported reason that is stored. */
  static @Nullable String kept(EndRequest request) {
    return Texts.keepable(request.reported(), Limits.REPORTED_REASON_LENGTH);
  }

  /** Returns when the session ended, if that was reported; throws if a field is out of bounds. */
  static @Nullable Instant check(EndRequest request) {
    Validator door = new Validator();
    door.nonBlank("triggered_by", request.triggeredBy(), Limits.TRIGGERED_BY_LENGTH);
    Instant endedAt = door.time("ended_at", request.endedAt());
    door.throwIfInvalid();
    return endedAt;
  }

  static CloseIntent compile(
      EndKind way,
      SessionKey session,
      EndRequest request,
      @Nullable UUID successorId,
      CloseDefaults terms,
      Instant now) {
    Instant endedAt = check(request);
    TerminationReason named = reason(request);
    EndTime end =
        endedAt != null
            ? new EndTime.Reported(endedAt)
            : way == EndKind.EXPIRE ? new EndTime.LastActivity() : new EndTime.Now();
    return CloseIntent.builder(session, now, terms)
        .target(way.target)
        .reason(named == null ? way.reason : named)
        .reasonIfNeverActive(named == null ? way.reasonIfNeverActive : named)
        .reportedReason(kept(request))
        .triggeredBy(request.triggeredBy())
        .end(end)
        .successorId(successorId)
        .build();
  }
}
