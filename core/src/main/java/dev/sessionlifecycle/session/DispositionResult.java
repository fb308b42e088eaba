package dev.sessionlifecycle.session;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.function.Function;

/** What recording a disposition came to. */
public sealed interface DispositionResult {

  /** The session as it stands. */
  Session session();

  /** The session has this disposition: from this call, or from one before with the same values. */
  record Recorded(Session session) implements DispositionResult {
    /** Checks that nothing is missing. */
    public Recorded {
      Validator.require("session", session);
    }
  }

  /** The session has another disposition, which stays. */
  record AlreadyRecorded(Session session) implements DispositionResult {
    /** Checks that nothing is missing. */
    public AlreadyRecorded {
      Validator.require("session", session);
    }
  }

  /** The time for it has passed, or the session has been anonymized. */
  record TooLate(Session session) implements DispositionResult {
    /** Checks that nothing is missing. */
    public TooLate {
      Validator.require("session", session);
    }
  }

  /** The session has not ended. */
  record NotEnded(Session session) implements DispositionResult {
    /** Checks that nothing is missing. */
    public NotEnded {
      Validator.require("session", session);
    }
  }

  /**
   * The session with its disposition.
   *
   * @throws SessionConflictException {@code disposition_recorded}, {@code disposition_too_late} or
   *     {@code session_live} where this one was not recorded
   */
  default Session orThrow() {
    return fold(
        Recorded::session,
        it -> refuse("disposition_recorded", it, "has another disposition"),
        it -> refuse("disposition_too_late", it, "takes a disposition no longer"),
        it -> refuse("session_live", it, "has not ended"));
  }

  private static Session refuse(String code, DispositionResult it, String why) {
    throw new SessionConflictException(code, "session " + it.session().id() + " " + why);
  }

  /** Handles every result. */
  default <T> T fold(
      Function<? super Recorded, ? extends T> recorded,
      Function<? super AlreadyRecorded, ? extends T> alreadyRecorded,
      Function<? super TooLate, ? extends T> tooLate,
      Function<? super NotEnded, ? extends T> notEnded) {
    if (this instanceof Recorded it) {
      return recorded.apply(it);
    } else if (this instanceof AlreadyRecorded it) {
      return alreadyRecorded.apply(it);
    } else if (this instanceof TooLate it) {
      return tooLate.apply(it);
    }
    return notEnded.apply((NotEnded) this);
  }
}
