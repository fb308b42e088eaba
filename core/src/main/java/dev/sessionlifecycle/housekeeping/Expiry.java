package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.LimitKind;
import java.time.Duration;
import java.time.Instant;

/** What time will do to a session if nothing else happens. */
public sealed interface Expiry {

  /**
   * A limit ends the session.
   *
   * @param limit which of the two kinds
   * @param after how long the limit is
   * @param at when it has passed, by the store's clock; the first sweep from then on ends the
   *     session. In the past where no sweep has run since
   * @param to the status that the session gets
   * @param reason the termination reason that it gets
   */
  record At(LimitKind limit, Duration after, Instant at, SessionStatus to, TerminationReason reason)
      implements Expiry {
    /** Checks that nothing is missing. */
    public At {
      Validator.require("limit", limit);
      Validator.require("after", after);
      Validator.require("at", at);
      Validator.require("to", to);
      Validator.require("reason", reason);
    }
  }

  /** No limit ends the session, and why none does. */
  record Never(Why why) implements Expiry {
    /** Checks that nothing is missing. */
    public Never {
      Validator.require("why", why);
    }
  }

  /** Why no limit ends a session. */
  enum Why {
    /** It has ended. */
    ENDED,
    /** Its status was written by a newer version of the library, and is left alone. */
    STATUS_UNRECOGNIZED,
    /** Its status has no limit for such a session, or one that lies beyond all times. */
    NO_LIMIT
  }
}
