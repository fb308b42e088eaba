package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Allows one turn at a time and one end; the lock guards every change. Does no I/O. */
final class RuntimeStateMachine {

  /**
   * What a caller of {@link #beginEnd} gets.
   *
   * @param known how the session ended, if it has already
   * @param request the first request to end it, one that was made during the wait included
   * @param turnLeftRunning whether a turn is still running at the deadline
   * @param timeLeft what is left of the deadline
   */
  record EndPermit(
      @Nullable RuntimeEnd known, EndRequest request, boolean turnLeftRunning, Duration timeLeft) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile RuntimeStatus status = RuntimeStatus.IDLE;
  private final AtomicBoolean released = new AtomicBoolean();
  private volatile @Nullable Thread turn;
  private volatile boolean ending;
  private @Nullable EndRequest requested;
  private int lost;
  private volatile @Nullable RuntimeEnd end;

  RuntimeStatus status() {
    return status;
  }

  /** Begins a turn; returns false if the session is about to end or has ended. */
  boolean tryTurn() {
    lock.lock();
    try {
      if (status == RuntimeStatus.RUNNING_TURN) {
        throw new SessionConflictException("turn_running", "another turn is running");
      }
      if (!status.leadsTo(RuntimeStatus.RUNNING_TURN)) {
        return false;
      }
      move(RuntimeStatus.RUNNING_TURN);
      turn = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Finishes a turn and returns the new status. */
  RuntimeStatus finishTurn(boolean failed, @Nullable EndRequest request) {
    lock.lock();
    try {
      turn = null;
      keepFirst(request);
      if (status == RuntimeStatus.RUNNING_TURN) {
        move(
            requested != null
                ? RuntimeStatus.END_REQUESTED
                : failed ? RuntimeStatus.ERROR : RuntimeStatus.IDLE);
      }
      changed.signalAll();
      return status;
    } finally {
      lock.unlock();
    }
  }

  /** Requests the end, which takes effect after the running turn. The first request counts. */
  void request(EndRequest request) {
    lock.lock();
    try {
      keepFirst(request);
      if (status == RuntimeStatus.IDLE || status == RuntimeStatus.ERROR) {
        move(RuntimeStatus.END_REQUESTED);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Begins the end after the running turn, or at the deadline if that comes first. */
  EndPermit beginEnd(@Nullable EndRequest request, EndRequest fallback, Duration deadline) {
    lock.lock();
    try {
      if (isWithinTurn()) {
        throw new IllegalStateException("a turn cannot end its session; request it in the reply");
      }
      keepFirst(request);
      long left =
          awaitWhile(
              () -> end == null && (status == RuntimeStatus.RUNNING_TURN || ending),
              deadline.toNanos());
      if (end == null && ending) {
        throw new SessionConflictException("end_running", "another thread is ending the session");
      }
      boolean running = end == null && status == RuntimeStatus.RUNNING_TURN;
      if (end == null) {
        begin();
      }
      // again: what was requested before may have been refused during the wait
      keepFirst(request);
      EndRequest wanted = requested == null ? fallback : requested;
      return new EndPermit(end, wanted, running, Duration.ofNanos(Math.max(0, left)));
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the running turn and end, at most so long; returns whether no end is running. */
  boolean awaitTurnAndEnd(Duration atMost) {
    lock.lock();
    try {
      awaitWhile(() -> status == RuntimeStatus.RUNNING_TURN || ending, atMost.toNanos());
      return !ending;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how much of the time is left; an interrupt does not shorten it. */
  private long awaitWhile(BooleanSupplier busy, long nanos) {
    boolean interrupted = false;
    long left = nanos;
    while (busy.getAsBoolean() && left > 0) {
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  /** Begins to follow an end elsewhere; returns false if another thread does so already. */
  boolean tryFollow() {
    lock.lock();
    try {
      if (end != null || ending) {
        return false;
      }
      begin();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Records the end; returns it with the messages that were lost meanwhile. */
  RuntimeEnd finishEnd(RuntimeEnd how) {
    lock.lock();
    try {
      RuntimeEnd counted = how.withUnwritten(lost);
      end = counted;
      ending = false;
      move(RuntimeStatus.ENDED);
      changed.signalAll();
      return counted;
    } finally {
      lock.unlock();
    }
  }

  /** Counts messages that will never be written. */
  void lose(int messages) {
    lock.lock();
    try {
      lost += messages;
      end = end == null ? null : end.withUnwritten(messages);
    } finally {
      lock.unlock();
    }
  }

  /** The end failed and may be retried; a request that was refused is forgotten. */
  void failEnd(boolean refused) {
    lock.lock();
    try {
      requested = refused ? null : requested;
      ending = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Nullable RuntimeEnd end() {
    return end;
  }

  /** Whether an end was requested or has failed, and no thread carries it out. */
  boolean isEndDue() {
    return !ending
        && (status == RuntimeStatus.END_REQUESTED || status == RuntimeStatus.END_PROCESSING);
  }

  /** Marks the session as let go; returns whether it was not before. */
  boolean release() {
    return released.compareAndSet(false, true);
  }

  boolean isReleased() {
    return released.get();
  }

  /** Whether a turn is running. */
  boolean hasTurn() {
    return turn != null;
  }

  /** Whether the calling thread runs a turn. */
  boolean isWithinTurn() {
    return turn == Thread.currentThread();
  }

  private void keepFirst(@Nullable EndRequest request) {
    requested = requested == null ? request : requested;
  }

  private void begin() {
    ending = true;
    if (status == RuntimeStatus.RUNNING_TURN) {
      move(RuntimeStatus.END_REQUESTED);
    }
    if (status != RuntimeStatus.END_PROCESSING) {
      move(RuntimeStatus.END_PROCESSING);
    }
  }

  private void move(RuntimeStatus to) {
    if (!status.leadsTo(to)) {
      throw new IllegalStateException(status.wire() + " does not lead to " + to.wire());
    }
    status = to;
  }
}
