package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionConflictException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Who may do what when: one turn at a time, one end at last. Thread-safe; does no I/O. */
final class RuntimeMachine {

  /**
   * What one who wants to end a session is given.
   *
   * @param over how it ended, where it is over already
   * @param request what was asked for first
   * @param turnLeftRunning whether a turn is still running
   * @param left what is left of the deadline
   */
  record Taken(
      @Nullable RuntimeEnd over, EndRequest request, boolean turnLeftRunning, Duration left) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private RuntimeStatus status = RuntimeStatus.IDLE;
  private @Nullable Thread turn;
  private boolean ending;
  private @Nullable EndRequest asked;
  private @Nullable RuntimeEnd end;

  RuntimeStatus status() {
    lock.lock();
    try {
      return status;
    } finally {
      lock.unlock();
    }
  }

  boolean isTurnRunning() {
    return status() == RuntimeStatus.RUNNING_TURN;
  }

  /** Begins a turn; false where the session is about to end or has ended. */
  boolean tryTurn() {
    lock.lock();
    try {
      if (status == RuntimeStatus.RUNNING_TURN) {
        throw new SessionConflictException("turn_running", "one turn at a time: one is running");
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

  /** Ends a turn; the answer is where the runtime stands now. */
  RuntimeStatus finishTurn(boolean failed, @Nullable EndRequest request) {
    lock.lock();
    try {
      turn = null;
      asked = asked == null ? request : asked;
      if (status == RuntimeStatus.RUNNING_TURN) {
        move(
            asked != null
                ? RuntimeStatus.END_REQUESTED
                : failed ? RuntimeStatus.ERROR : RuntimeStatus.IDLE);
      }
      changed.signalAll();
      return status;
    } finally {
      lock.unlock();
    }
  }

  /** Asks for the end; takes effect after the turn that is running. The first one counts. */
  void request(EndRequest request) {
    lock.lock();
    try {
      asked = asked == null ? request : asked;
      if (status == RuntimeStatus.IDLE || status == RuntimeStatus.ERROR) {
        move(RuntimeStatus.END_REQUESTED);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes on the end, after the turn that is running, and not later than at the deadline. */
  Taken takeEnd(@Nullable EndRequest request, EndRequest otherwise, Duration deadline) {
    boolean interrupted = false;
    long left = deadline.toNanos();
    lock.lock();
    try {
      if (turn == Thread.currentThread()) {
        throw new IllegalStateException("a turn cannot end its session; ask for it in the reply");
      }
      asked = asked == null ? request : asked;
      EndRequest wanted = asked == null ? otherwise : asked;
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
      return new Taken(end, wanted, running, Duration.ofNanos(Math.max(0, left)));
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes on what is to be done after an end elsewhere; false where somebody does it already. */
  boolean takeOver() {
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

  /** The end has been brought about. */
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

  /** The end could not be brought about, and may be tried again. */
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
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
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
