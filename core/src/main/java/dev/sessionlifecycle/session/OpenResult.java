package dev.sessionlifecycle.session;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.function.Function;

/** What opening a session came to. Every result carries the session that the caller should know. */
public sealed interface OpenResult {

  /** The session that the result is about: the new one where one was opened. */
  Session session();

  /** A new session was opened. */
  record Opened(Session session) implements OpenResult {
    /** Checks that nothing is missing. */
    public Opened {
      Validator.require("session", session);
    }
  }

  /**
   * Nothing was opened: a live session holds the active key ({@link OpenPolicy#REUSE}), or has this
   * external id or this session id already.
   */
  record Reused(Session session) implements OpenResult {
    /** Checks that nothing is missing. */
    public Reused {
      Validator.require("session", session);
    }
  }

  /**
   * A new session was opened, and the live one that held the active key was ended: for it, or
   * because its time limit had passed.
   */
  record Superseded(Session session, Session old) implements OpenResult {
    /** Checks that nothing is missing. */
    public Superseded {
      Validator.require("session", session);
      Validator.require("old", old);
    }
  }

  /** Nothing was opened: a live session holds the active key ({@link OpenPolicy#REJECT}). */
  record Rejected(Session session) implements OpenResult {
    /** Checks that nothing is missing. */
    public Rejected {
      Validator.require("session", session);
    }
  }

  /**
   * The session has already ended: the report of its end overtook that of its start, and was
   * applied as it opened; or the start of an ended session was reported again, also of one whose
   * time limit had passed.
   *
   * @param isNew whether this call opened the session and applied its end
   */
  record AlreadyEnded(Session session, boolean isNew) implements OpenResult {
    /** Checks that nothing is missing. */
    public AlreadyEnded {
      Validator.require("session", session);
    }

    /** A session that had ended before. */
    public AlreadyEnded(Session session) {
      this(session, false);
    }
  }

  /**
   * The live session: a new one or the one in use.
   *
   * @throws SessionConflictException {@code session_rejected} or {@code session_ended} where there
   *     is none for the caller
   */
  default Session orThrow() {
    return fold(
        Opened::session,
        Reused::session,
        Superseded::session,
        rejected -> {
          throw new SessionConflictException(
              "session_rejected", "session " + rejected.session().id() + " is live already");
        },
        ended -> {
          throw new SessionConflictException(
              "session_ended", "session " + ended.session().id() + " has already ended");
        });
  }

  /** Handles every result. */
  default <T> T fold(
      Function<? super Opened, ? extends T> opened,
      Function<? super Reused, ? extends T> reused,
      Function<? super Superseded, ? extends T> superseded,
      Function<? super Rejected, ? extends T> rejected,
      Function<? super AlreadyEnded, ? extends T> endedEarly) {
    if (this instanceof Opened it) {
      return opened.apply(it);
    } else if (this instanceof Reused it) {
      return reused.apply(it);
    } else if (this instanceof Superseded it) {
      return superseded.apply(it);
    } else if (this instanceof Rejected it) {
      return rejected.apply(it);
    }
    return endedEarly.apply((AlreadyEnded) this);
  }
}
