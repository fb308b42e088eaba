package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link SessionRuntime} and opens it. Every option has a default. Begun by {@link
 * SessionRuntime#builder}. Not thread-safe.
 */
public final class SessionRuntimeBuilder {
  private final SessionLifecycle lifecycle;
  private final UUID organizationId;
  private final OrganizationSessions sessions;
  private final TurnHandler handler;
  private final List<CleanupHook> hooks = new ArrayList<>();
  private @Nullable PersistStrategy strategy;
  private int maxPerMessage = Integer.MAX_VALUE;
  private Duration deadline = Duration.ofSeconds(10);
  private int bufferSize = 2_000;
  private Duration lease = Duration.ofSeconds(30);
  private @Nullable ScheduledExecutorService renewOn;
  private Executor cleanupOn = Runnable::run;

  SessionRuntimeBuilder(SessionLifecycle lifecycle, UUID organizationId, TurnHandler handler) {
    Validator validator = new Validator();
    validator.present("lifecycle", lifecycle);
    validator.present("organization_id", organizationId);
    validator.present("handler", handler);
    validator.throwIfInvalid();
    this.lifecycle = lifecycle;
    this.organizationId = organizationId;
    this.sessions = lifecycle.organization(organizationId);
    this.handler = handler;
  }

  /** When messages are written; by the channel unless set, see {@link PersistStrategy#of}. */
  public SessionRuntimeBuilder strategy(PersistStrategy value) {
    this.strategy = Validator.require("strategy", value);
    return this;
  }

  /**
   * The most code points of one message to the user ({@code max_per_msg_len}), for SMS: a longer
   * reply becomes several messages in the result. It is stored as one message, so that the scrub
   * finds what spans a cut. No limit unless set; at least 1.
   */
  public SessionRuntimeBuilder maxPerMessage(int codePoints) {
    this.maxPerMessage = codePoints;
    return this;
  }

  /** How long an end waits for a turn and for cleanup: 1 ms to 1 h; 10 s unless set. */
  public SessionRuntimeBuilder deadline(Duration value) {
    this.deadline = Validator.require("deadline", value);
    return this;
  }

  /** How many messages are buffered at most: 2 to 100,000; 2,000 unless set. */
  public SessionRuntimeBuilder bufferSize(int messages) {
    this.bufferSize = messages;
    return this;
  }

  /** How long a lease lasts that is not renewed: 1 s to 1 h; 30 s unless set. */
  public SessionRuntimeBuilder lease(Duration value) {
    this.lease = Validator.require("lease", value);
    return this;
  }

  /**
   * Renews the lease on this executor of the host, every third of its duration. Otherwise each turn
   * renews it, and {@link SessionRuntime#renewLease()}. A runtime that writes with each turn takes
   * a lease only if this is set: without one its writes are not fenced, and its session is not
   * recovered.
   */
  public SessionRuntimeBuilder renewOn(ScheduledExecutorService executor) {
    this.renewOn = Validator.require("executor", executor);
    return this;
  }

  /**
   * Adds a cleanup hook to run before the session ends. Hooks run one after the other, on the
   * executor given last. The deadline does not bound hooks on an executor that runs them on the
   * calling thread.
   */
  public SessionRuntimeBuilder onEnd(Executor executor, CleanupHook hook) {
    Validator.require("executor", executor);
    Validator.require("hook", hook);
    this.cleanupOn = Validator.require("executor", executor);
    hooks.add(Validator.require("hook", hook));
    return this;
  }

  /**
   * Opens the runtime of a live session.
   *
   * @throws dev.sessionlifecycle.errors.SessionNotFoundException if the organization has no such
   *     session
   * @throws SessionConflictException {@code session_ended}, or {@code session_owned} if another
   *     worker holds its lease
   * @throws dev.sessionlifecycle.errors.InvalidInputException if an option is out of bounds
   */
  public SessionRuntime open(UUID sessionId) {
    checkOptions();
    return open(sessions.get(sessionId), null);
  }

  /**
   * Opens the runtime of the live session of this user, channel and type, or of a new one; see
   * {@link SessionRuntime#sessionId()}.
   *
   * @throws SessionConflictException as for {@link #open(UUID)}
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the request or an option is out of
   *     bounds
   */
  public SessionRuntime open(SessionRequest request) {
    checkOptions();
    OpenResult opened = sessions.open(request.withOpenPolicy(OpenPolicy.REUSE));
    return open(opened.orThrow(), null);
  }

  /**
   * Opens the runtime of a session whose owner is gone, in the worker to which the housekeeping has
   * handed it over, and continues the lease that was taken on behalf of that worker, under the same
   * token. From now on the lease lasts as long as {@link #lease} says, also with {@link
   * PersistStrategy#PER_TURN}; each turn renews it, and {@link #renewOn} does.
   *
   * @throws dev.sessionlifecycle.errors.SessionNotFoundException if the organization has no such
   *     session
   * @throws SessionConflictException {@code session_ended}, or {@code session_owned} if this worker
   *     comes too late: the lease has lapsed and the session was handed to another worker, or the
   *     lease was given up
   * @throws dev.sessionlifecycle.errors.InvalidInputException if an option is out of bounds
   */
  public SessionRuntime resume(OrphanPolicy.OrphanedSession orphan) {
    checkOptions();
    return open(sessions.get(orphan.session().id()), orphan);
  }

  private SessionRuntime open(Session session, OrphanPolicy.@Nullable OrphanedSession orphan) {
    if (session.isEnded()) {
      throw new SessionConflictException(
          "session_ended", "session " + session.id() + " has already ended");
    }
    PersistStrategy when = strategy == null ? PersistStrategy.of(session.channel()) : strategy;
    OwnedSession owned = lifecycle.ownedSession(organizationId, session.id());
    takeLease(owned, when, orphan);
    RuntimeStateMachine machine = new RuntimeStateMachine();
    TurnBuffer buffer = new TurnBuffer(bufferSize);
    CleanupRunner cleanup = new CleanupRunner(hooks, cleanupOn);
    RuntimeCloser closer = new RuntimeCloser(owned, machine, buffer, cleanup, deadline);
    TurnResults results = new TurnResults(session.id(), maxPerMessage);
    TurnRunner turns = new TurnRunner(owned, machine, buffer, closer, when, results, handler);
    SessionRuntime runtime = new SessionRuntime(when, owned, machine, buffer, closer, turns);
    if (renewOn != null) {
      runtime.renewOn(renewOn, lease);
    }
    return runtime;
  }

  private void takeLease(
      OwnedSession owned, PersistStrategy when, OrphanPolicy.@Nullable OrphanedSession orphan) {
    OwnedSession.Buffering buffering =
        when == PersistStrategy.FLUSH_AT_END
            ? OwnedSession.Buffering.UNTIL_END
            : OwnedSession.Buffering.NONE;
    if (orphan != null) {
      owned.resume(orphan.token(), lease, buffering);
    } else if (when == PersistStrategy.FLUSH_AT_END || renewOn != null) {
      owned.acquire(lease, buffering);
    }
  }

  private void checkOptions() {
    Validator validator = new Validator();
    validator.range("max_per_msg_len", maxPerMessage, 1, Integer.MAX_VALUE);
    validator.range("deadline_ms", millis(deadline), 1, 3_600_000);
    validator.range("buffer_size", bufferSize, 2, 100_000);
    validator.range("lease_ms", millis(lease), 1_000, 3_600_000);
    validator.throwIfInvalid();
  }

  /** In milliseconds; anything too long to count is out of every bound. */
  private static long millis(Duration duration) {
    return duration.compareTo(Duration.ofDays(1)) > 0 || duration.isNegative()
        ? -1
        : duration.toMillis();
  }
}
