package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
  private PersistStrategy strategy = PersistStrategy.PER_TURN;
  private int maxPerMessage = Integer.MAX_VALUE;
  private Duration deadline = Duration.ofSeconds(10);
  private int bufferSize = 2_000;
  private Duration lease = Duration.ofSeconds(30);
  private @Nullable ScheduledExecutorService renewOn;
  private boolean renewOwn;
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

  /** When messages are written; {@link PersistStrategy#PER_TURN} unless set. */
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
   * Renews the lease on this executor of the host, every third of its duration. A runtime takes a
   * lease only if this or {@link #renewOwn()} is set: without one its writes are not fenced and its
   * session is not recovered after a crash, and only the time limits of the session apply.
   *
   * <p>A renewal that finds the session ended elsewhere writes what is buffered and starts the
   * cleanup hooks, but does not wait for them, so that it holds up no other lease. The end is
   * complete once they have finished, or at the deadline, by a task on this executor.
   */
  public SessionRuntimeBuilder renewOn(ScheduledExecutorService executor) {
    this.renewOn = Validator.require("executor", executor);
    this.renewOwn = false;
    return this;
  }

  /**
   * Renews the lease on a thread that the runtime starts for that: a daemon named {@code
   * session-lifecycle-renew}, which ends when the session is let go or has ended. See {@link
   * #renewOn}, which serves many sessions with few threads.
   */
  public SessionRuntimeBuilder renewOwn() {
    this.renewOn = null;
    this.renewOwn = true;
    return this;
  }

  /**
   * Adds a cleanup hook to run before the session ends. Hooks run one after the other, on the
   * executor given last. The deadline does not bound hooks on an executor that runs them on the
   * calling thread; there, and on the threads of {@link #renewOn}, they also hold up renewals.
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
   * Opens a session and its runtime, by the {@link OpenPolicy} of the request: a new session unless
   * it names another; {@link OpenPolicy#REUSE} continues the live session of this user, channel and
   * type, see {@link SessionRuntime#sessionId()}.
   *
   * @throws SessionConflictException as for {@link #open(UUID)}; {@code session_rejected} by {@link
   *     OpenPolicy#REJECT}
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the request or an option is out of
   *     bounds
   */
  public SessionRuntime open(SessionRequest request) {
    checkOptions();
    return open(sessions.open(Validator.require("request", request)).orThrow(), null);
  }

  /**
   * Opens the runtime of a session whose owner is gone, in the worker to which the housekeeping has
   * handed it over, and continues the lease that was taken on behalf of that worker, under the same
   * token. From now on the lease lasts as long as {@link #lease} says. Demands {@link #renewOn} or
   * {@link #renewOwn()}: unrenewed, the session would soon be handed over again.
   *
   * @throws dev.sessionlifecycle.errors.SessionNotFoundException if the organization has no such
   *     session
   * @throws SessionConflictException {@code session_ended}, or {@code session_owned} if this worker
   *     comes too late: the lease has lapsed and the session was handed to another worker, or the
   *     lease was given up
   * @throws dev.sessionlifecycle.errors.InvalidInputException if an option is out of bounds
   */
  public SessionRuntime resume(OrphanPolicy.OrphanedSession orphan) {
    Validator.require("orphan", orphan);
    if (!isRenewed()) {
      throw Validator.invalid("renew_on", "is required to resume a session");
    }
    checkOptions();
    return open(sessions.get(orphan.session().id()), orphan);
  }

  private SessionRuntime open(Session session, OrphanPolicy.@Nullable OrphanedSession orphan) {
    if (session.isEnded()) {
      throw new SessionConflictException(
          "session_ended", "session " + session.id() + " has already ended");
    }
    OwnedSession owned = lifecycle.ownedSession(organizationId, session.id());
    RuntimeStateMachine machine = new RuntimeStateMachine();
    TurnBuffer buffer = new TurnBuffer(bufferSize);
    MessageWriter writer = new MessageWriter(owned, buffer);
    CleanupRunner cleanup = new CleanupRunner(hooks, cleanupOn);
    RuntimeCloser closer = new RuntimeCloser(owned, machine, buffer, writer, cleanup, deadline);
    TurnResults results = new TurnResults(session.id(), maxPerMessage);
    TurnRunner turns =
        new TurnRunner(
            owned, sessions, machine, buffer, writer, closer, strategy, results, handler);
    SessionRuntime runtime = new SessionRuntime(strategy, owned, machine, buffer, closer, turns);
    if (isRenewed()) {
      renew(runtime);
      takeLease(runtime, owned, orphan);
    }
    return runtime;
  }

  private boolean isRenewed() {
    return renewOn != null || renewOwn;
  }

  /** Before the lease is taken: a lease that nobody renews would cost the session its worker. */
  private void renew(SessionRuntime runtime) {
    ScheduledExecutorService given = renewOn;
    if (given == null) {
      ScheduledThreadPoolExecutor own =
          new ScheduledThreadPoolExecutor(1, SessionRuntimeBuilder::daemon);
      own.setRemoveOnCancelPolicy(true); // or a deadline that no hook needs would keep the thread
      runtime.renewOn(own, lease, own::shutdown);
      return;
    }
    Throwable refused = Callbacks.run(() -> runtime.renewOn(given, lease, () -> {}));
    if (refused != null) {
      throw Validator.invalid(
          "renew_on", "must accept tasks, and threw " + refused.getClass().getName());
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "session-lifecycle-renew");
    thread.setDaemon(true);
    return thread;
  }

  private void takeLease(
      SessionRuntime runtime, OwnedSession owned, OrphanPolicy.@Nullable OrphanedSession orphan) {
    OwnedSession.Buffering buffering =
        strategy == PersistStrategy.FLUSH_AT_END
            ? OwnedSession.Buffering.UNTIL_END
            : OwnedSession.Buffering.NONE;
    boolean taken = false;
    try {
      if (orphan == null) {
        owned.acquire(lease, buffering);
      } else {
        owned.resume(orphan.token(), lease, buffering);
      }
      taken = true;
    } finally {
      if (!taken) {
        runtime.stopRenewal();
      }
    }
  }

  private void checkOptions() {
    Validator validator = new Validator();
    validator.range("max_per_msg_len", maxPerMessage, 1, Integer.MAX_VALUE);
    validator.range("deadline_ms", millis(deadline), 1, 3_600_000);
    validator.range("buffer_size", bufferSize, 2, 100_000);
    validator.range("lease_ms", millis(lease), 1_000, 3_600_000);
    ScheduledExecutorService given = renewOn;
    if (strategy == PersistStrategy.FLUSH_AT_END && !isRenewed()) {
      validator.reject("renew_on", "is required for the strategy FLUSH_AT_END, or renewOwn()");
    }
    if (given != null && Callbacks.call(given::isShutdown, e -> true)) {
      validator.reject("renew_on", "must not be shut down");
    }
    validator.throwIfInvalid();
  }

  /** In milliseconds; anything too long to count is out of every bound. */
  private static long millis(Duration duration) {
    return duration.compareTo(Duration.ofDays(1)) > 0 || duration.isNegative()
        ? -1
        : duration.toMillis();
  }
}
