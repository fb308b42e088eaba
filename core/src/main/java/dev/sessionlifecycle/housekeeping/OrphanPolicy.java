package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.UUID;

/** What housekeeping does with a live session whose owner's lease has lapsed. */
public sealed interface OrphanPolicy {

  /** Closes the session with the reason {@code server_shutdown}: the default. */
  record Close() implements OrphanPolicy {}

  /** Leaves the session to its time limits. */
  record Ignore() implements OrphanPolicy {}

  /**
   * Hands the session over to another worker; once that has happened too often without a new
   * message, closes it with the reason {@code server_shutdown}.
   *
   * @param handler takes such sessions on
   * @param attempts how often a session is handed over without a new message: 1 to 100
   * @param lease for how long the lease runs with which it is handed over: longer than zero
   */
  record HandOver(Handler handler, int attempts, Duration lease) implements OrphanPolicy {
    /** Checks the bounds. */
    public HandOver {
      Validator validator = new Validator();
      validator.present("handler", handler);
      validator.range("attempts", attempts, 1, 100);
      if (validator.present("lease", lease) && (lease.isZero() || lease.isNegative())) {
        validator.reject("lease", "must be longer than zero");
      }
      validator.throwIfInvalid();
    }

    /** Returns a copy with another number of attempts. */
    public HandOver withAttempts(int value) {
      return new HandOver(handler, value, lease);
    }

    /** Returns a copy with another lease. */
    public HandOver withLease(Duration value) {
      return new HandOver(handler, attempts, value);
    }
  }

  /**
   * Receives sessions whose owner is gone.
   *
   * <p>Called on a housekeeping thread: it should only pass the session to a worker, which
   * continues under the token with {@link OwnedSession#resume} or with {@code
   * SessionRuntimeBuilder.resume} of the module {@code session-lifecycle-runtime}. If it throws, or
   * the worker renews nothing, the lease lapses again and the session is handed over once more.
   *
   * <p>From the hand-over on, the previous owner can neither write to the session nor end it,
   * however late it wakes up.
   */
  @FunctionalInterface
  interface Handler {
    /**
     * Takes the session on.
     *
     * @throws Exception where it cannot be taken on now
     */
    void resume(OrphanedSession orphan) throws Exception;
  }

  /**
   * A session whose owner is gone, with the lease that was taken on behalf of the next worker. That
   * worker continues it with {@link OwnedSession#resume}; a worker that acquires a lease of its own
   * is refused while this one runs.
   *
   * @param session the session as it stands
   * @param owner the owner that the lease names now
   * @param token the token of the lease, to be renewed by the worker that resumes the session
   * @param lease for how long the lease runs, from the hand-over
   * @param attempt 1-based count of hand-overs since the last message
   */
  record OrphanedSession(Session session, UUID owner, long token, Duration lease, int attempt) {
    /** Checks that nothing is missing. */
    public OrphanedSession {
      Validator.require("session", session);
      Validator.require("owner", owner);
      Validator.require("lease", lease);
    }
  }

  /** Closes such sessions. */
  static OrphanPolicy close() {
    return new Close();
  }

  /** Leaves such sessions to their time limits. */
  static OrphanPolicy none() {
    return new Ignore();
  }

  /** Hands such sessions over, up to three times without a new message, with a lease of 30 s. */
  static HandOver handOver(Handler handler) {
    return new HandOver(handler, 3, Duration.ofSeconds(30));
  }
}
