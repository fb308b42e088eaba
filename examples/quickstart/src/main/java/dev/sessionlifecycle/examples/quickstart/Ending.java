package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.CloseResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.UUID;

/** Picks the door through which a session ends: all four lead to the same pipeline. */
final class Ending {
  private Ending() {}

  static CloseResult end(OrganizationSessions sessions, UUID session, EndRequest request) {
    TerminationReason reason = request.reason();
    if (reason == null) {
      return sessions.close(session, request);
    }
    if (reason.category() == OutcomeCategory.FAILED) {
      return sessions.fail(session, request);
    }
    if (reason.category() == OutcomeCategory.DISPLACED) {
      return sessions.supersede(session, null, request);
    }
    return switch (reason) {
      case SILENCE_TIMEOUT, MAX_CALL_DURATION, PARTICIPANT_JOIN_TIMEOUT ->
          sessions.expire(session, request);
      default -> sessions.close(session, request);
    };
  }
}
