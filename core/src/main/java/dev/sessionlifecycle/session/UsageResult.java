package dev.sessionlifecycle.session;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.function.Function;

/** What adding to the usage of a session came to. */
public sealed interface UsageResult {

  /** The session as it stands. */
  Session session();

  /** The amounts were added. */
  record Added(Session session) implements UsageResult {
    /** Checks that nothing is missing. */
    public Added {
      Validator.require("session", session);
    }
  }

  /** A report with this key was added before, whatever its amounts; nothing was changed. */
  record AlreadyAdded(Session session) implements UsageResult {
    /** Checks that nothing is missing. */
    public AlreadyAdded {
      Validator.require("session", session);
    }
  }

  /** The time for it has passed, or the session has been anonymized; nothing was changed. */
  record TooLate(Session session) implements UsageResult {
    /** Checks that nothing is missing. */
    public TooLate {
      Validator.require("session", session);
    }
  }

  /**
   * The session, which has these amounts in its usage: from this call or from one before.
   *
   * @throws SessionConflictException {@code usage_too_late} where they were not added
   */
  default Session orThrow() {
    return fold(
        Added::session,
        AlreadyAdded::session,
        it -> {
          throw new SessionConflictException(
              "usage_too_late", "session " + it.session().id() + " takes usage no longer");
        });
  }

  /** Handles every result. */
  default <T> T fold(
      Function<? super Added, ? extends T> added,
      Function<? super AlreadyAdded, ? extends T> alreadyAdded,
      Function<? super TooLate, ? extends T> tooLate) {
    if (this instanceof Added it) {
      return added.apply(it);
    } else if (this instanceof AlreadyAdded it) {
      return alreadyAdded.apply(it);
    }
    return tooLate.apply((TooLate) this);
  }
}
