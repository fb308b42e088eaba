package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.UUID;

/** What a hold protects, within its organization. */
public sealed interface HoldScope {

  /** One session. */
  record OnSession(UUID sessionId) implements HoldScope {
    /** Checks that nothing is missing. */
    public OnSession {
      Validator.require("session_id", sessionId);
    }
  }

  /** Every session of an end user, those to come included. */
  record OnEndUser(UUID endUserId) implements HoldScope {
    /** Checks that nothing is missing. */
    public OnEndUser {
      Validator.require("end_user_id", endUserId);
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
}
