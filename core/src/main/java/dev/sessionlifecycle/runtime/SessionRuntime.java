package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionLifecycleException;
import dev.sessionlifecycle.internal.Owning;
import dev.sessionlifecycle.spi.AppendReply;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live session in the hands of the worker that talks with its user. Runs one turn at a time,
 * keeps what is said, and ends the session once.
 *
 * <p>The runtime does not end the session by itself: after a turn the status tells the caller
 * whether to. Where the session ends elsewhere meanwhile, the next turn answers {@code ended}, and
 * what was held back is written before the finalize chain begins.
 *
 * <p>Thread-safe; holds no lock while it waits for the store, the handler or a hook, so that
 * virtual threads are not pinned. Starts no thread.
 *
 * <p>Source: {@code Runtime} as the Feather page "End a v2 conversation" tells of it.
 */
public final class SessionRuntime implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SessionRuntime.class);

  /** How many renewals a turn may outlast an end elsewhere before what is held back is written. */
  private static final int PATIENCE = 2;

  private final UUID sessionId;
  private final PersistStrategy strategy;
  private final Owning owning;
  private final RuntimeMachine machine;
  private final TurnBuffer buffer;
  private final Lease lease;
  private final Ends ends;
  private final Turns turns;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger endedRenewals = new AtomicInteger();
  private volatile @Nullable ScheduledFuture<?> renewal;

  SessionRuntime(
      UUID sessionId,
      PersistStrategy strategy,
      Owning owning,
      RuntimeMachine machine,
      TurnBuffer buffer,
      Lease lease,
      Ends ends,
      Turns turns) {
    this.sessionId = sessionId;
    this.strategy = strategy;
    this.owning = owning;
    this.machine = machine;
    this.buffer = buffer;
    this.lease = lease;
    this.ends = ends;
    this.turns = turns;
  }

  /** The session: the one that was named, reused or opened. */
  public UUID sessionId() {
    return sessionId;
  }

  /** When messages are written. */
  public PersistStrategy strategy() {
    return strategy;
  }

  /** Where the runtime stands. */
  public RuntimeStatus status() {
    return machine.status();
  }

  /** How many messages are said and not stored yet. */
  public int heldBack() {
    return buffer.messages().size();
  }

  /** The transfer that the last turn asked for; the voice host carries it out. */
  public Optional<CallTransferIntent> pendingTransfer() {
    return Optional.ofNullable(turns.pendingTransfer());
  }

  /** How the session ended, once it has. */
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
   * @return what it came to. A turn that failed has an error, and may be tried again: the label of
   *     the handler ({@code max_steps_exceeded} where it gave none), a description of what it
   *     threw, {@code no_reply}, {@code invalid_reply}, {@code buffer_full}, or the code of what
   *     the library refused. Where the end has been asked for or has come, the handler is not
   *     called, and the status says so
   * @throws dev.sessionlifecycle.InvalidInputException for a text out of bounds
   * @throws SessionConflictException {@code turn_running} while another turn runs
   * @throws IllegalStateException after {@link #close()}
   */
  public TurnResult runTurn(TurnRequest request) {
    if (closed.get() && machine.end() == null) {
      throw new IllegalStateException("the runtime has let go of its session");
    }
    return turns.run(request);
  }

  /** Asks for the end: takes effect after the turn that is running. The first asking counts. */
  public void requestEnd(EndRequest request) {
    machine.request(Objects.requireNonNull(request, "request"));
  }

  /** Ends the session as it was asked for, see {@link #endSession(EndRequest)}. */
  public RuntimeEnd endSession() {
    return ended(ends.end(null));
  }

  /** Ends the session for this reason, see {@link #endSession(EndRequest)}. */
  public RuntimeEnd endSession(@Nullable String reason, String triggeredBy) {
    return endSession(EndRequest.reported(reason).triggeredBy(triggeredBy));
  }

  /**
   * Ends the session: waits for the turn that is running, cleans up, and closes, writing what was
   * held back in the same transaction. Waits for turn and cleanup no longer than the deadline, and
   * then closes all the same. Repeating it answers the same.
   *
   * @param request why; where the end was asked for before, that counts
   * @throws dev.sessionlifecycle.StoreException where the store fails; nothing was changed or lost,
   *     and it may be repeated
   * @throws SessionConflictException {@code end_running} where another thread has been ending it
   *     for longer than the deadline; {@code session_owned} where another worker has taken the
   *     session, or this runtime has given its lease up: then nothing is written, and the session
   *     goes on
   * @throws IllegalStateException from within a turn: ask for the end in the reply
   */
  public RuntimeEnd endSession(EndRequest request) {
    return ended(ends.end(Objects.requireNonNull(request, "request")));
  }

  /**
   * Prolongs the lease, and follows an end elsewhere. A lease that has lapsed goes on where nobody
   * has taken the session since.
   *
   * @return whether the session is live and in the hands of this runtime
   */
  public boolean renewLease() {
    if (closed.get() || machine.end() != null) {
      return false;
    }
    Optional<Session> ended;
    try {
      ended = lease.keep(false);
    } catch (SessionConflictException e) {
      // for good; but the end of the session is still followed when it comes
      log.warn("session {} was taken by another worker", sessionId);
      return false;
    }
    if (ended.isEmpty()) {
      return true;
    }
    // A turn that runs writes at its own end, but the lease does not wait for ever.
    if (!machine.isTurnRunning() || endedRenewals.incrementAndGet() >= PATIENCE) {
      ends.follow(ended.get());
      stopRenewal();
    }
    return false;
  }

  /**
   * Lets go of the session without ending it: writes what is held back, and gives the lease up, so
   * that another worker can go on. Idempotent; does nothing after the end.
   *
   * @throws dev.sessionlifecycle.StoreException where the store fails; what is held back stays
   * @throws SessionConflictException {@code session_owned}, once, where another worker has taken
   *     the session, so that what is held back cannot be written; the runtime has let go of it
   */
  @Override
  public void close() {
    stopRenewal();
    if (machine.end() != null) {
      return;
    }
    boolean isLost = false;
    List<Message> held = buffer.messages();
    if (!held.isEmpty()) {
      AppendReply reply = owning.append(held, lease.token());
      if (reply instanceof AppendReply.NotLive notLive && notLive.session().isEnded()) {
        ends.follow(notLive.session());
      } else if (reply instanceof AppendReply.Done) {
        buffer.stored(held);
      }
      isLost = reply instanceof AppendReply.NotOwner;
    }
    boolean isFirst = closed.compareAndSet(false, true);
    lease.giveUp();
    if (isLost && isFirst) {
      throw owning.notOwner();
    }
  }

  void renewOn(ScheduledExecutorService executor, Duration leaseTime) {
    long third = leaseTime.toMillis() / 3;
    renewal =
        executor.scheduleWithFixedDelay(this::renewQuietly, third, third, TimeUnit.MILLISECONDS);
  }

  private void renewQuietly() {
    try {
      renewLease();
    } catch (SessionLifecycleException e) {
      log.warn("the lease of session {} could not be renewed: {}", sessionId, e.code());
    }
  }

  private RuntimeEnd ended(RuntimeEnd end) {
    stopRenewal();
    return end;
  }

  private void stopRenewal() {
    ScheduledFuture<?> scheduled = renewal;
    if (scheduled != null) {
      // never interrupt a thread that may be in the store
      scheduled.cancel(false);
    }
  }
}
