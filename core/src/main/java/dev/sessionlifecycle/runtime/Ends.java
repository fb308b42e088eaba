package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.TriggeredBy;
import dev.sessionlifecycle.internal.Owning;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseReply;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings about the end of a session on its runtime, or follows one that came from elsewhere. */
final class Ends {
  private static final EndRequest PLAIN = EndRequest.unspecified().triggeredBy(TriggeredBy.AGENT);

  private final Owning owning;
  private final RuntimeMachine machine;
  private final TurnBuffer buffer;
  private final Lease lease;
  private final Cleanup cleanup;
  private final Duration deadline;

  Ends(
      Owning owning,
      RuntimeMachine machine,
      TurnBuffer buffer,
      Lease lease,
      Cleanup cleanup,
      Duration deadline) {
    this.owning = owning;
    this.machine = machine;
    this.buffer = buffer;
    this.lease = lease;
    this.cleanup = cleanup;
    this.deadline = deadline;
  }

  RuntimeEnd end(@Nullable EndRequest request) {
    RuntimeMachine.Taken taken = machine.takeEnd(request, PLAIN, deadline);
    RuntimeEnd over = taken.over();
    if (over != null) {
      return over;
    }
    try {
      boolean cleanedUp = cleanup.run(owning.key().sessionId(), taken.left());
      RuntimeEnd end = close(taken, cleanedUp);
      machine.finishEnd(end);
      return end;
    } catch (RuntimeException | Error e) {
      machine.failEnd();
      throw e;
    }
  }

  /** The session was ended by another: writes what is held back, and cleans up. */
  void follow(Session ended) {
    if (!machine.takeOver()) {
      return;
    }
    try {
      // first what the chain waits for, then what may take its time
      int unwritten = flush();
      boolean cleanedUp = cleanup.run(owning.key().sessionId(), deadline);
      machine.finishEnd(new RuntimeEnd(ended, false, cleanedUp, false, unwritten));
    } catch (RuntimeException | Error e) {
      machine.failEnd();
      throw e;
    }
  }

  private RuntimeEnd close(RuntimeMachine.Taken taken, boolean cleanedUp) {
    List<Message> held = buffer.messages();
    CloseReply reply = asOwner(taken.request(), held);
    if (reply instanceof CloseReply.Closed closed) {
      buffer.stored(held);
      lease.giveUp();
      return new RuntimeEnd(closed.session(), true, cleanedUp, taken.turnLeftRunning(), 0);
    } else if (reply instanceof CloseReply.AlreadyEnded ended) {
      return new RuntimeEnd(ended.session(), false, cleanedUp, taken.turnLeftRunning(), flush());
    } else if (isLive(reply)) {
      throw owning.notOwner();
    } else if (reply instanceof CloseReply.NotMet) {
      throw new SessionConflictException(
          "status_unrecognized",
          "session " + owning.key().sessionId() + " has a status of a newer version");
    }
    throw new SessionNotFoundException(owning.key().sessionId());
  }

  /**
   * Ends the session as its owner. Where the lease has lapsed and nobody has taken it since, the
   * session is still his to end; where another has taken it, neither guard holds. In between the
   * lease may have been renewed: then the first guard holds again.
   */
  private CloseReply asOwner(EndRequest request, List<Message> held) {
    Long token = lease.token();
    if (token == null) {
      return owning.close(request, CloseGuard.any(), held);
    }
    CloseGuard owned = new CloseGuard.Owned(token);
    CloseReply reply = owning.close(request, owned, held);
    for (CloseGuard next : List.of(new CloseGuard.Lapsed(token), owned)) {
      if (isLive(reply)) {
        reply = owning.close(request, next, held);
      }
    }
    return reply;
  }

  private static boolean isLive(CloseReply reply) {
    return reply instanceof CloseReply.NotMet notMet && notMet.session().status().isLive();
  }

  /** Writes what is held back after an end elsewhere; answers how much could not be written. */
  private int flush() {
    List<Message> held = buffer.messages();
    Long token = lease.token();
    boolean written = token != null && lease.isBuffering() && owning.flush(token, held);
    int unwritten = written ? 0 : owning.missing(held);
    buffer.stored(held);
    lease.giveUp();
    return unwritten;
  }
}
