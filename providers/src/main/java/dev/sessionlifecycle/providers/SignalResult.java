package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;

/** What a signal came to. None is an error: each is an answer with which the provider is done. */
public sealed interface SignalResult {

  /** A session was opened. */
  record Opened(Session session) implements SignalResult {
    /** Checks that nothing is missing. */
    public Opened {
      Validator.require("session", session);
    }
  }

  /** A session has moved to another live status. */
  record Moved(Session session) implements SignalResult {
    /** Checks that nothing is missing. */
    public Moved {
      Validator.require("session", session);
    }
  }

  /** A session was ended by this signal, or was opened by it with an end that was kept. */
  record Ended(Session session) implements SignalResult {
    /** Checks that nothing is missing. */
    public Ended {
      Validator.require("session", session);
    }
  }

  /** No session has the id yet: the end is kept for 24 hours, for when it opens. */
  record KeptEarly() implements SignalResult {}

  /** An ended session got a more specific reason. */
  record Enriched(Session session) implements SignalResult {
    /** Checks that nothing is missing. */
    public Enriched {
      Validator.require("session", session);
    }
  }

  /**
   * Messages are stored.
   *
   * @param messages how many were given; those that were there already are among them
   */
  record Appended(int messages) implements SignalResult {}

  /** The session is marked as recorded. */
  record Recorded() implements SignalResult {}

  /** Amounts were added to the usage of the session. */
  record UsageAdded() implements SignalResult {}

  /** Something was noted that decides about the end of the session later. */
  record Noted() implements SignalResult {}

  /** Nothing was changed. */
  record Nothing(Why why) implements SignalResult {
    /** Checks that nothing is missing. */
    public Nothing {
      Validator.require("why", why);
    }
  }

  /** Why nothing was changed. */
  enum Why {
    /** All that the signal says is stored already. */
    KNOWN,
    /** It came too late: the session has ended, or has got further. */
    LATE,
    /** No session has the id, and the signal alone opens none. */
    NO_SESSION,
    /** The host does not want a session for it, see {@link ProviderIntakeBuilder#opening}. */
    NOT_OPENED,
    /** Others are still in the call. */
    OTHERS_PRESENT,
    /** The agent failed after something had been said, or after the end. */
    NOT_DECISIVE,
    /** Messages came when the chain of the ended session no longer waited for them. */
    TRANSCRIPT_TOO_LATE,
    /** Another session, message or usage is in the way. */
    CONFLICT,
    /** A value is out of the bounds of the lifecycle. */
    INVALID,
    /** The schema of the database is too old for it. */
    UNSUPPORTED,
    /** Of no event that means anything for a session; see {@link ProviderIntake#ignored}. */
    IGNORED
  }
}
