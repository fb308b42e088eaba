package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.runtime.transfer.CallTransferIntent;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live session, served by the worker that talks with its user. Runs one turn at a time, keeps
 * what is said, and ends the session once.
 *
 * <pre>{@code
 * SessionRuntime runtime =
 *     SessionRuntime.builder(lifecycle, organizationId, turn -> agent.reply(turn.text()))
 *         .open(sessionId);
 * TurnResult result = runtime.runTurn("I would like to cancel.");
 * if (result.status() == RuntimeStatus.END_REQUESTED) {
 *   runtime.endSession();
 * }
 * }</pre>
 *
 * <p>What the user says is kept before the handler is called: stored, or buffered with {@link
 * PersistStrategy#FLUSH_AT_END}. The runtime never ends the session by itself: the status after a
 * turn says whether the caller should. If the session is ended elsewhere, the next turn returns
 * {@code ended}, and buffered messages are written before the finalize chain begins.
 *
 * <p>Thread-safe. Holds no lock while it waits for the store, the handler or a hook, so virtual
 * threads are not pinned. Starts no thread unless {@link SessionRuntimeBuilder#renewOwn()} asks for
 * one.
 *
 * <p>Follows the runtime described on the page "End a v2 conversation" of the Feather API.
 */
public final class SessionRuntime implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("dev.sessionlifecycle.runtime");

  /** How many renewals a turn may outlast an end elsewhere before its buffer is flushed. */
  private static final int RENEWALS_BEFORE_FLUSH = 2;

  private final PersistStrategy strategy;
  private final OwnedSession owned;
  private final RuntimeStateMachine machine;
  private final TurnBuffer buffer;
  private final RuntimeCloser closer;
  private final TurnRunner turns;
  private final AtomicInteger renewalsSinceEnd = new AtomicInteger();
  private volatile @Nullable Runnable stopRenewal;

  SessionRuntime(
      PersistStrategy strategy,
      OwnedSession owned,
      RuntimeStateMachine machine,
      TurnBuffer buffer,
      RuntimeCloser closer,
      TurnRunner turns) {
    this.strategy = strategy;
    this.owned = owned;
    this.machine = machine;
    this.buffer = buffer;
    this.closer = closer;
    this.turns = turns;
  }

  /**
   * Begins a runtime for one session of an organization.
   *
   * @param handler the host's agent
   */
  public static SessionRuntimeBuilder builder(
      SessionLifecycle lifecycle, UUID organizationId, TurnHandler handler) {
    Validator.require("organization_id", organizationId);
    Validator.require("handler", handler);
    return new SessionRuntimeBuilder(lifecycle, organizationId, handler);
  }

  /** The session: the one that was named, reused or opened. */
  public UUID sessionId() {
    return owned.sessionId();
  }

  /** When messages are written. */
  public PersistStrategy strategy() {
    return strategy;
  }

  /** The current status of the runtime. */
  public RuntimeStatus status() {
    return machine.status();
  }

  /** The number of messages that are not stored yet. */
  public int bufferedMessages() {
    return buffer.messages().size();
  }

  /** The transfer that the last turn requested, for the voice host to carry out. */
  public Optional<CallTransferIntent> pendingTransfer() {
    return Optional.ofNullable(turns.pendingTransfer());
  }

  /** How the session ended; empty until it has. */
  public Optional<RuntimeEnd> end() {
    return Optional.ofNullable(machine.end());
  }

  /** Runs a turn, see {@link #runTurn(TurnRequest)}. */
  public TurnResult runTurn(String text) {
    return runTurn(TurnRequest.of(text));
  }

  /**
   * Runs a turn.
   *
   * @return the result. A turn that failed has an error and may be retried: the label of the
   *     handler ({@code max_steps_exceeded} if it gave none), a description of what it threw,
   *     {@code no_reply}, {@code invalid_end}, {@code buffer_full}, {@code session_ended} for a
   *     reply that came after the end and is not stored, or the code of an exception of the
   *     library, such as {@code message_conflict} for a turn id that was used with another text. If
   *     the end was requested or has come, the handler is not called, and the status says so
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the text is out of bounds
   * @throws SessionConflictException {@code turn_running} while another turn runs
   * @throws IllegalStateException after {@link #close()}
   */
  public TurnResult runTurn(TurnRequest request) {
    if (machine.isReleased() && machine.end() == null) {
      throw new IllegalStateException("the runtime is closed");
    }
    return turns.run(request);
  }

  /**
   * Requests the end, which takes effect after the running turn. The first request counts.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if no session can be ended with it;
   *     then nothing is requested
   */
  public void requestEnd(EndRequest request) {
    closer.request(Validator.require("request", request));
  }

  /** Ends the session as it was requested, see {@link #endSession(EndRequest)}. */
  public RuntimeEnd endSession() {
    return ended(closer.end(null));
  }

  /** Ends the session for this reason, see {@link #endSession(EndRequest)}. */
  public RuntimeEnd endSession(@Nullable String reason, String triggeredBy) {
    return endSession(EndRequest.reported(reason).withTriggeredBy(triggeredBy));
  }

  /**
   * Ends the session: waits for the running turn, runs the cleanup hooks, and closes the session,
   * writing buffered messages in the same transaction. Turn and hooks together get no more time
   * than the deadline; then the session is closed anyway. Repeated calls return the same end.
   *
   * @param request why; an earlier request takes precedence
   * @throws dev.sessionlifecycle.errors.InvalidInputException if no session can be ended with it;
   *     nothing is changed, and the request is forgotten
   * @throws dev.sessionlifecycle.errors.StoreException if the store fails; nothing is lost, and the
   *     call may be repeated. The session may have ended if the connection broke
   * @throws SessionConflictException {@code end_running} if another thread has been ending the
   *     session for longer than the deadline, or from within a cleanup hook; {@code session_owned}
   *     if another worker has taken the session or this runtime has released it: nothing is written
   *     and the session stays live
   * @throws IllegalStateException from within a turn: request the end in the reply
   */
  public RuntimeEnd endSession(EndRequest request) {
    return ended(closer.end(Validator.require("request", request)));
  }

  /**
   * Extends the lease, if this runtime has one, and follows an end elsewhere. A lease that has
   * lapsed continues if no other worker has taken the session. During a turn it counts as activity.
   * Waits for the cleanup hooks of an end that it follows, unlike the renewals of {@link
   * SessionRuntimeBuilder#renewOn}.
   *
   * @return whether the session is live, and not owned by another worker
   */
  public boolean renewLease() {
    return renew(closer::follow);
  }

  private boolean renew(Consumer<Session> follow) {
    boolean running = machine.status() == RuntimeStatus.RUNNING_TURN;
    if (machine.end() != null || (machine.isReleased() && !running)) {
      stopRenewal();
      return false;
    }
    Optional<Session> ended;
    try {
      // a long turn is no silence
      ended = running ? owned.touch() : owned.renew();
    } catch (SessionNotFoundException e) {
      log.warn("session {} is gone", owned.sessionId());
      stopRenewal();
      return false;
    } catch (SessionConflictException e) {
      // permanent, but the renewals go on so that the end of the session is noticed
      log.warn("session {} was taken by another worker", owned.sessionId());
      return false;
    }
    if (ended.isEmpty()) {
      return true;
    }
    // A running turn flushes when it finishes, but the lease does not wait forever.
    if (machine.status() != RuntimeStatus.RUNNING_TURN
        || renewalsSinceEnd.incrementAndGet() >= RENEWALS_BEFORE_FLUSH) {
      follow.accept(ended.get());
      stopRenewal();
    }
    return false;
  }

  /**
   * Lets the session go without ending it: waits for the running turn, at most until the deadline,
   * writes buffered messages and gives the lease up, so that another worker can continue. If the
   * end was requested, ends the session instead. What a turn that is still running says later is
   * written then; if that is no longer possible, its result has an error. Within a turn this takes
   * effect after it, and while the session is ending it waits for the end, but not within a hook.
   * What was buffered is written also if the session then holds more than it may. Idempotent; does
   * nothing after the end.
   *
   * @throws dev.sessionlifecycle.errors.StoreException if the store fails; the messages stay
   *     buffered, and the call may be repeated
   * @throws SessionConflictException {@code session_owned}, once, if another worker has taken the
   *     session, so that buffered messages cannot be written; the session is released all the same
   */
  @Override
  public void close() {
    boolean first = machine.release();
    if (machine.isWithinTurn()) {
      return;
    }
    SessionConflictException taken = closer.release();
    stopRenewal();
    if (taken != null && first) {
      throw taken;
    }
  }

  /** Renews the lease every third of its duration, until the session is let go or has ended. */
  void renewOn(ScheduledExecutorService executor, Duration lease, Runnable onStop) {
    long third = lease.toMillis() / 3;
    ScheduledFuture<?> renewal =
        executor.scheduleWithFixedDelay(
            () -> renewQuietly(executor), third, third, TimeUnit.MILLISECONDS);
    stopRenewal =
        () -> {
          // never interrupt a thread that may be in the store
          Callbacks.run(() -> renewal.cancel(false));
          onStop.run();
        };
  }

  /** Waits for no hook: the executor renews the leases of other sessions too. */
  private void renewQuietly(ScheduledExecutorService executor) {
    Throwable e = Callbacks.run(() -> renew(ended -> closer.follow(ended, executor)));
    if (e != null) { // the next renewal may succeed
      log.warn(
          "the lease of session {} could not be renewed: {}",
          owned.sessionId(),
          e instanceof SessionLifecycleException known ? known.code() : e.getClass().getName());
    }
  }

  private RuntimeEnd ended(RuntimeEnd end) {
    stopRenewal();
    return end;
  }

  void stopRenewal() {
    Runnable stop = stopRenewal;
    if (stop != null) {
      stop.run();
    }
  }
}
