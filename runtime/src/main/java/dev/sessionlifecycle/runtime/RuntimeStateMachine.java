package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Allows one turn at a time and one end; the lock guards every change. Does no I/O. */
final class RuntimeStateMachine {

  /**
   * What a caller of {@link #beginEnd} gets.
   *
   * @param known how the session ended, if it has already
   * @param request the first request to end it
   * @param turnLeftRunning whether a turn is still running at the deadline
   * @param timeLeft what is left of the deadline
   */
  record EndPermit(
      @Nullable RuntimeEnd known, EndRequest request, boolean turnLeftRunning, Duration timeLeft) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile RuntimeStatus status = RuntimeStatus.IDLE;
  private @Nullable Thread turn;
  private boolean ending;
  private @Nullable EndRequest requested;
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
      requested = requested == null ? request : requested;
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
      requested = requested == null ? request : requested;
      if (status == RuntimeStatus.IDLE || status == RuntimeStatus.ERROR) {
        move(RuntimeStatus.END_REQUESTED);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Begins the end after the running turn, or at the deadline if that comes first. */
  EndPermit beginEnd(@Nullable EndRequest request, EndRequest fallback, Duration deadline) {
    boolean interrupted = false;
    long left = deadline.toNanos();
    lock.lock();
    try {
      if (turn == Thread.currentThread()) {
        throw new IllegalStateException("a turn cannot end its session; request it in the reply");
      }
      requested = requested == null ? request : requested;
      EndRequest wanted = requested == null ? fallback : requested;
      while (end == null && (status == RuntimeStatus.RUNNING_TURN || ending) && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (end == null && ending) {
        throw new SessionConflictException("end_running", "another thread is ending the session");
      }
      boolean running = end == null && status == RuntimeStatus.RUNNING_TURN;
      if (end == null) {
        begin();
      }
      return new EndPermit(end, wanted, running, Duration.ofNanos(Math.max(0, left)));
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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

  void finishEnd(RuntimeEnd how) {
    lock.lock();
    try {
      end = how;
      ending = false;
      move(RuntimeStatus.ENDED);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The end failed and may be retried. */
  void failEnd() {
    lock.lock();
    try {
      ending = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Nullable RuntimeEnd end() {
    return end;
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
