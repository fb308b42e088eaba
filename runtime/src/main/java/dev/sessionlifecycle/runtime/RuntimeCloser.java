package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Closes the session of a runtime, follows an end that came from elsewhere, or lets it go. */
final class RuntimeCloser {
  private static final EndRequest BY_AGENT =
      EndRequest.unspecified().withTriggeredBy(TriggeredBy.AGENT);

  private final OwnedSession owned;
  private final RuntimeStateMachine machine;
  private final TurnBuffer buffer;
  private final MessageWriter writer;
  private final CleanupRunner cleanup;
  private final Duration deadline;

  RuntimeCloser(
      OwnedSession owned,
      RuntimeStateMachine machine,
      TurnBuffer buffer,
      MessageWriter writer,
      CleanupRunner cleanup,
      Duration deadline) {
    this.owned = owned;
    this.machine = machine;
    this.buffer = buffer;
    this.writer = writer;
    this.cleanup = cleanup;
    this.deadline = deadline;
  }

  /** Requests the end, unless the request is refused. */
  void request(EndRequest request) {
    owned.check(request);
    machine.request(request);
  }

  RuntimeEnd end(@Nullable EndRequest request) {
    if (request != null) {
      owned.check(request);
    }
    if (cleanup.isWithinHook()) {
      throw new SessionConflictException("end_running", "the session is ending already");
    }
    RuntimeStateMachine.EndPermit permit = machine.beginEnd(request, BY_AGENT, deadline);
    RuntimeEnd known = permit.known();
    if (known != null) {
      return known;
    }
    try {
      boolean cleanedUp = cleanup.run(owned.sessionId(), permit.timeLeft());
      return machine.finishEnd(close(permit, cleanedUp));
    } catch (RuntimeException | Error e) {
      machine.failEnd(e instanceof InvalidInputException);
      throw e;
    }
  }

  /** The session was ended elsewhere: writes what is buffered, and cleans up. */
  void follow(Session ended) {
    follow(ended, null);
  }

  /**
   * Follows such an end without waiting for the hooks.
   *
   * @param timer completes the end at the deadline; null to wait for the hooks here
   */
  void follow(Session ended, @Nullable ScheduledExecutorService timer) {
    if (!machine.tryFollow()) {
      return;
    }
    try {
      boolean turnLeftRunning = machine.hasTurn();
      // the finalize chain waits for the flush, so it comes before the slow hooks
      int unwritten = flush();
      Consumer<Boolean> finish =
          cleanedUp ->
              machine.finishEnd(
                  new RuntimeEnd(ended, false, cleanedUp, turnLeftRunning, unwritten));
      if (timer == null) {
        finish.accept(cleanup.run(owned.sessionId(), deadline));
      } else {
        cleanup.run(owned.sessionId(), deadline, timer, finish);
      }
    } catch (RuntimeException | Error e) {
      machine.failEnd(false);
      throw e;
    }
  }

  /**
   * Lets the session go once the running turn or end has finished, or at the deadline: carries out
   * an end that was requested, or writes the buffer, and gives the lease up. An end that another
   * thread, or the caller of this hook, is carrying out needs the lease and gives it up itself.
   *
   * @return the conflict if another worker has taken the session; null otherwise
   */
  @Nullable SessionConflictException release() {
    if (cleanup.isWithinHook() || !machine.awaitTurnAndEnd(deadline)) {
      return null;
    }
    SessionConflictException taken = null;
    try {
      if (machine.isEndDue()) {
        end(null);
      } else if (machine.end() == null) {
        Session ended = writer.writeToLetGo();
        if (ended != null) {
          follow(ended);
        }
      }
    } catch (SessionConflictException e) {
      if (!e.code().equals("session_owned")) {
        throw e;
      }
      taken = e;
    } catch (SessionNotFoundException e) {
      // purged: there is nothing left to write to
    }
    owned.release();
    return taken;
  }

  private RuntimeEnd close(RuntimeStateMachine.EndPermit permit, boolean cleanedUp) {
    List<Message> buffered = buffer.seal();
    CloseResult result = owned.close(permit.request(), buffered);
    int unwritten = 0;
    if (result.isWinner()) {
      buffer.remove(buffered);
      owned.release();
    } else {
      unwritten = flush();
    }
    return new RuntimeEnd(
        result.session(), result.isWinner(), cleanedUp, permit.turnLeftRunning(), unwritten);
  }

  /** Writes what is buffered after an end elsewhere; returns how many messages are not stored. */
  private int flush() {
    List<Message> buffered = buffer.seal();
    int unwritten = owned.flush(buffered);
    buffer.remove(buffered);
    owned.release();
    return unwritten;
  }
}
