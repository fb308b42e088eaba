package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a live session whose owner has let its lease lapse: a worker that crashed.
 * Immutable.
 */
public final class OrphanPolicy {
  /** How often a session is handed over without progress, unless set: 3. */
  public static final int ATTEMPTS = 3;

  private static final OrphanPolicy CLOSE = new OrphanPolicy(true, null, 0, Duration.ZERO);
  private static final OrphanPolicy NONE = new OrphanPolicy(false, null, 0, Duration.ZERO);

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
  public interface Handler {
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
  public record OrphanedSession(
      Session session, UUID owner, long token, Duration lease, int attempt) {
    /** Checks that nothing is missing. */
    public OrphanedSession {
      Validator.require("session", session);
      Validator.require("owner", owner);
      Validator.require("lease", lease);
    }
  }

  private final boolean recovers;
  private final @Nullable Handler handler;
  private final int attempts;
  private final Duration lease;

  private OrphanPolicy(boolean recovers, @Nullable Handler handler, int attempts, Duration lease) {
    this.recovers = recovers;
    this.handler = handler;
    this.attempts = attempts;
    this.lease = lease;
  }

  /** Such a session is closed with the reason {@code server_shutdown}: the default. */
  public static OrphanPolicy close() {
    return CLOSE;
  }

  /** Such a session is left to its time limits. */
  public static OrphanPolicy none() {
    return NONE;
  }

  /**
   * Such a session is handed over, with a lease of 30 s; after three times without a message of
   * progress it is closed with the reason {@code server_shutdown}.
   */
  public static OrphanPolicy handOver(Handler handler) {
    return new OrphanPolicy(
        true, Validator.require("handler", handler), ATTEMPTS, Duration.ofSeconds(30));
  }

  /** The same with another number of times: 1 to 100. */
  public OrphanPolicy attempts(int value) {
    return new OrphanPolicy(
        recovers, handler, Validator.requireBetween("attempts", value, 1, 100), lease);
  }

  /** The same with another lease: longer than zero. */
  public OrphanPolicy lease(Duration value) {
    if (Validator.require("lease", value).isZero() || value.isNegative()) {
      throw Validator.invalid("lease", "must be longer than zero");
    }
    return new OrphanPolicy(recovers, handler, attempts, value);
  }

  /** Whether anything is done at all. */
  public boolean recovers() {
    return recovers;
  }

  /** Who takes such sessions on; null where they are closed. */
  public @Nullable Handler handler() {
    return handler;
  }

  /** How often a session is handed over without progress. */
  public int attempts() {
    return attempts;
  }

  /** How long the lease runs with which a session is handed over. */
  public Duration lease() {
    return lease;
  }
}
