package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a hold protects, within its organization. */
public sealed interface HoldScope {

  /** One session. */
  record OnSession(UUID sessionId) implements HoldScope {
    /** Checks that nothing is missing. */
    public OnSession {
      require("session_id", sessionId);
    }
  }

  /** Every session of an end user, those to come included. */
  record OnEndUser(UUID endUserId) implements HoldScope {
    /** Checks that nothing is missing. */
    public OnEndUser {
      require("end_user_id", endUserId);
    }
  }

  /** Every session of the organization, those to come included. */
  record OnOrganization() implements HoldScope {}

  /** On this session. */
  static HoldScope session(UUID sessionId) {
    return new OnSession(sessionId);
  }

  /** On every session of this end user. */
  static HoldScope endUser(UUID endUserId) {
    return new OnEndUser(endUserId);
  }

  /** On every session of the organization. */
  static HoldScope organization() {
    return new OnOrganization();
  }

  private static void require(String field, @Nullable Object value) {
    if (value == null) {
      throw new InvalidInputException(List.of(new Violation(field, "is required")));
    }
  }
}
