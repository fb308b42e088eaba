package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes the session of a runtime, or follows an end that came from elsewhere. */
final class RuntimeCloser {
  private static final EndRequest BY_AGENT =
      EndRequest.unspecified().withTriggeredBy(TriggeredBy.AGENT);

  private final OwnedSession owned;
  private final RuntimeStateMachine machine;
  private final TurnBuffer buffer;
  private final CleanupRunner cleanup;
  private final Duration deadline;

  RuntimeCloser(
      OwnedSession owned,
      RuntimeStateMachine machine,
      TurnBuffer buffer,
      CleanupRunner cleanup,
      Duration deadline) {
    this.owned = owned;
    this.machine = machine;
    this.buffer = buffer;
    this.cleanup = cleanup;
    this.deadline = deadline;
  }

  RuntimeEnd end(@Nullable EndRequest request) {
    RuntimeStateMachine.EndPermit permit = machine.beginEnd(request, BY_AGENT, deadline);
    RuntimeEnd known = permit.known();
    if (known != null) {
      return known;
    }
    try {
      boolean cleanedUp = cleanup.run(owned.sessionId(), permit.timeLeft());
      RuntimeEnd end = close(permit, cleanedUp);
      machine.finishEnd(end);
      return end;
    } catch (RuntimeException | Error e) {
      machine.failEnd();
      throw e;
    }
  }

  /** The session was ended elsewhere: writes what is buffered, and cleans up. */
  void follow(Session ended) {
    if (!machine.tryFollow()) {
      return;
    }
    try {
      // the finalize chain waits for the flush, so it comes before the slow hooks
      int unwritten = flush();
      boolean cleanedUp = cleanup.run(owned.sessionId(), deadline);
      machine.finishEnd(new RuntimeEnd(ended, false, cleanedUp, false, unwritten));
    } catch (RuntimeException | Error e) {
      machine.failEnd();
      throw e;
    }
  }

  private RuntimeEnd close(RuntimeStateMachine.EndPermit permit, boolean cleanedUp) {
    List<Message> buffered = buffer.messages();
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
    List<Message> buffered = buffer.messages();
    int unwritten = owned.flush(buffered);
    buffer.remove(buffered);
    owned.release();
    return unwritten;
  }
}
