package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.OpenPolicy;
import dev.sessionlifecycle.OpenResult;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Recovery;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.internal.Door;
import dev.sessionlifecycle.internal.Owning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link SessionRuntime} is made of, and opens it. Everything has a default. Made
 * by {@link dev.sessionlifecycle.SessionLifecycle#runtime}. Not thread-safe.
 */
public final class SessionRuntimeBuilder {
  private final OrganizationSessions sessions;
  private final Function<UUID, Owning> owning;
  private final TurnHandler handler;
  private final List<CleanupHook> hooks = new ArrayList<>();
  private @Nullable PersistStrategy strategy;
  private int maxPerMessage = Integer.MAX_VALUE;
  private Duration deadline = Duration.ofSeconds(10);
  private int bufferSize = 2_000;
  private Duration lease = Duration.ofSeconds(30);
  private @Nullable ScheduledExecutorService renewOn;
  private Executor cleanupOn = Runnable::run;

  /** Not for hosts: see {@link dev.sessionlifecycle.SessionLifecycle#runtime}. */
  @SuppressWarnings("exports") // hosts cannot call it, and need not
  public SessionRuntimeBuilder(
      OrganizationSessions sessions, Function<UUID, Owning> owning, TurnHandler handler) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.owning = Objects.requireNonNull(owning, "owning");
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  /** When messages are written; by the channel unless set, see {@link PersistStrategy#of}. */
  public SessionRuntimeBuilder strategy(PersistStrategy value) {
    this.strategy = Objects.requireNonNull(value, "strategy");
    return this;
  }

  /**
   * The most code points of one message to the user ({@code max_per_msg_len}), for SMS: a longer
   * answer becomes several messages in the result. It is stored as one, so that what stands across
   * a cut is found by the scrub. No limit unless set; at least 1.
   */
  public SessionRuntimeBuilder maxPerMessage(int codePoints) {
    this.maxPerMessage = codePoints;
    return this;
  }

  /** How long an end waits for a turn and for cleanup: 1 ms to 1 h; 10 s unless set. */
  public SessionRuntimeBuilder deadline(Duration value) {
    this.deadline = Objects.requireNonNull(value, "deadline");
    return this;
  }

  /** How many messages are held back at most: 2 to 100,000; 2,000 unless set. */
  public SessionRuntimeBuilder bufferSize(int messages) {
    this.bufferSize = messages;
    return this;
  }

  /** How long a lease lasts that is not renewed: 1 s to 1 h; 30 s unless set. */
  public SessionRuntimeBuilder lease(Duration value) {
    this.lease = Objects.requireNonNull(value, "lease");
    return this;
  }

  /**
   * Renews the lease on this executor of the host, at a third of its time. Without it each turn
   * renews it, and {@link SessionRuntime#renewLease()}. A runtime that writes with each turn takes
   * a lease only where this is set: without one, nothing that it writes is fenced, and nobody takes
   * its session over.
   */
  public SessionRuntimeBuilder renewOn(ScheduledExecutorService executor) {
    this.renewOn = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Cleans up before the session ends; hooks run one after the other, on the executor given last. A
   * hook on an executor that runs on the calling thread is not bounded by the deadline.
   */
  public SessionRuntimeBuilder onEnd(Executor executor, CleanupHook hook) {
    this.cleanupOn = Objects.requireNonNull(executor, "executor");
    hooks.add(Objects.requireNonNull(hook, "hook"));
    return this;
  }

  /**
   * Opens the runtime of a live session.
   *
   * @throws dev.sessionlifecycle.SessionNotFoundException where the organization has none of the id
   * @throws SessionConflictException {@code session_ended}, or {@code session_owned} where another
   *     worker holds its lease
   * @throws dev.sessionlifecycle.InvalidInputException for an option that is out of bounds
   */
  public SessionRuntime open(UUID sessionId) {
    check();
    return open(sessions.get(sessionId), null);
  }

  /**
   * Opens the runtime of the live session of this user, channel and type, or of a new one; {@link
   * SessionRuntime#sessionId()} says which.
   *
   * @throws SessionConflictException as for {@link #open(UUID)}
   * @throws dev.sessionlifecycle.InvalidInputException for what is out of bounds
   */
  public SessionRuntime open(SessionRequest request) {
    check();
    OpenResult opened = sessions.open(request.policy(OpenPolicy.REUSE));
    return open(opened.orThrow(), null);
  }

  /**
   * Opens the runtime of a session whose owner is gone, in the worker to whom the housekeeping has
   * handed it over: goes on with the lease that was taken for him, under the same token. From now
   * on the lease lasts as long as {@link #lease} says, also where every turn is written at once; it
   * is renewed by each turn and as {@link #renewOn} says.
   *
   * @throws dev.sessionlifecycle.SessionNotFoundException where the organization has no such
   *     session
   * @throws SessionConflictException {@code session_ended}, or {@code session_owned} where this
   *     worker comes too late: the lease has lapsed and the session was handed to another, or the
   *     lease was given up
   * @throws dev.sessionlifecycle.InvalidInputException for an option that is out of bounds
   */
  public SessionRuntime takeOn(Recovery.Orphan orphan) {
    check();
    return open(sessions.get(orphan.session().id()), orphan);
  }

  private SessionRuntime open(Session session, Recovery.@Nullable Orphan orphan) {
    if (session.isEnded()) {
      throw new SessionConflictException(
          "session_ended", "session " + session.id() + " has already ended");
    }
    PersistStrategy when = strategy == null ? PersistStrategy.of(session.channel()) : strategy;
    boolean buffering = when == PersistStrategy.FLUSH_AT_END;
    Owning store = owning.apply(session.id());
    boolean owns = buffering || renewOn != null || orphan != null;
    Lease held = new Lease(store, owns ? lease : null, buffering);
    if (orphan == null) {
      held.take();
    } else {
      held.goOnWith(orphan.token());
    }
    RuntimeMachine machine = new RuntimeMachine();
    TurnBuffer buffer = new TurnBuffer(bufferSize);
    Ends ends = new Ends(store, machine, buffer, held, new Cleanup(hooks, cleanupOn), deadline);
    TurnAnswers answers = new TurnAnswers(session.id(), maxPerMessage);
    Turns turns = new Turns(store, machine, buffer, held, ends, when, answers, handler);
    SessionRuntime runtime =
        new SessionRuntime(session.id(), when, store, machine, buffer, held, ends, turns);
    if (renewOn != null) {
      runtime.renewOn(renewOn, lease);
    }
    return runtime;
  }

  private void check() {
    Door door = new Door();
    door.range("max_per_msg_len", maxPerMessage, 1, Integer.MAX_VALUE);
    door.range("deadline_ms", millis(deadline), 1, 3_600_000);
    door.range("buffer_size", bufferSize, 2, 100_000);
    door.range("lease_ms", millis(lease), 1_000, 3_600_000);
    door.close();
  }

  private static long millis(Duration duration) {
    return duration.compareTo(Duration.ofDays(1)) > 0 || duration.isNegative()
        ? -1
        : duration.toMillis();
  }
}
