package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.LimitKind;
import java.time.Duration;

/**
 * What must hold, beside being live, for a session to be ended; judged in the statement that ends
 * it.
 */
public sealed interface CloseGuard {

  /** Nothing more. */
  record Any() implements CloseGuard {
    private static final Any ANY = new Any();
  }

  /** The session is in this status. */
  record InStatus(SessionStatus status) implements CloseGuard {
    /** Checks that nothing is missing. */
    public InStatus {
      Validator.require("status", status);
    }
  }

  /**
   * The session is in this status, and by the store's clock a limit has passed.
   *
   * @param limit which limit: of idleness, counted from the last activity; or of age, counted for
   *     ACTIVE from when it was first active, for any other status from when it was entered
   */
  record Due(SessionStatus status, LimitKind limit, Duration after) implements CloseGuard {
    /** Checks that nothing is missing. */
    public Due {
      Validator.require("status", status);
      Validator.require("limit", limit);
      Validator.require("after", after);
    }
  }

  /** The caller holds the session's owner lease, and by the store's clock it has not lapsed. */
  record Owned(long token) implements CloseGuard {}

  /**
   * The owner lease of this token was neither given up nor taken over, and by the store's clock it
   * has lapsed.
   */
  record Lapsed(long token) implements CloseGuard {}

  /** Nothing more than being live. */
  static CloseGuard any() {
    return Any.ANY;
  }
}
