package dev.sessionlifecycle.internal;

import dev.sessionlifecycle.CloseResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.Limits;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.Violation;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ending half of an organization's sessions: four doors, one pipeline. */
final class Ending {
  private final UUID organizationId;
  private final SessionStore store;
  private final Wiring wiring;

  Ending(UUID organizationId, SessionStore store, Wiring wiring) {
    this.organizationId = organizationId;
    this.store = store;
    this.wiring = wiring;
  }

  CloseResult end(
      EndCompiler.Way way, UUID sessionId, EndRequest request, @Nullable UUID successorId) {
    SessionKey key = new SessionKey(organizationId, sessionId);
    CloseReply reply =
        store.close(
            EndCompiler.compile(way, key, request, successorId, wiring.terms(), wiring.now()));
    return result(reply).orElseThrow(() -> new SessionNotFoundException(sessionId));
  }

  Optional<CloseResult> end(ExternalRef ref, EndRequest request) {
    Door door = new Door();
    Opening.externalRef(door, ref);
    door.close();
    // The store finds the session by the external id; the id in the key is not used.
    SessionKey unused = new SessionKey(organizationId, new UUID(0, 0));
    CloseIntent intent =
        EndCompiler.compile(
            EndCompiler.Way.CLOSE, unused, request, null, wiring.terms(), wiring.now());
    // The session may never open, and then no step would ever see what was reported.
    return result(store.closeExternal(ref, scrubbed(intent)));
  }

  private CloseIntent scrubbed(CloseIntent intent) {
    return intent.toBuilder()
        .reportedReason(wiring.words().reported(intent.reportedReason()))
        .triggeredBy(wiring.words().name(intent.triggeredBy()))
        .build();
  }

  private Optional<CloseResult> result(CloseReply reply) {
    if (reply instanceof CloseReply.Closed closed) {
      announce(closed.session());
      return Optional.of(new CloseResult.Closed(closed.session()));
    } else if (reply instanceof CloseReply.AlreadyEnded ended) {
      return Optional.of(new CloseResult.AlreadyEnded(ended.session()));
    } else if (reply instanceof CloseReply.NotMet notMet) {
      throw unrecognized(notMet.session());
    }
    return Optional.empty();
  }

  /** Reads the answer to one of many ends. */
  CloseResult result(UUID sessionId, CloseReply reply) {
    if (reply instanceof CloseReply.NotMet notMet && notMet.session().status().isLive()) {
      throw new SessionConflictException(
          "status_changed", "session " + sessionId + " has moved to another status");
    }
    return result(reply).orElseThrow(() -> new SessionNotFoundException(sessionId));
  }

  Session enrich(UUID sessionId, EndRequest request) {
    TerminationReason reason = EndCompiler.reason(request);
    if (reason == null || reason.isUnspecific()) {
      throw new InvalidInputException(List.of(new Violation("reason", "must be a specific one")));
    }
    Door door = new Door();
    door.word("triggered_by", request.triggeredBy(), Limits.TRIGGERED_BY_LENGTH);
    door.close();
    EnrichReply reply =
        store.enrich(
            new EnrichIntent(
                new SessionKey(organizationId, sessionId),
                Verdict.of(reason),
                wiring.words().reported(EndCompiler.kept(request)),
                wiring.words().name(request.triggeredBy()),
                wiring.now()));
    if (reply instanceof EnrichReply.Done done) {
      return done.session();
    } else if (reply instanceof EnrichReply.NotMet notMet) {
      Session session = notMet.session();
      if (session.isEnded()) {
        return session;
      }
      throw session.status().isLive()
          ? new SessionConflictException("session_live", "session " + sessionId + " has not ended")
          : unrecognized(session);
    }
    throw new SessionNotFoundException(sessionId);
  }

  /** Tells this node of an end that is committed; work that may be undone is not told of. */
  void announce(Session ended) {
    if (store.isJoined()) {
      return;
    }
    wiring.announce(ended);
  }

  static SessionConflictException unrecognized(Session session) {
    return new SessionConflictException(
        "status_unrecognized",
        "session " + session.id() + " has a status that this version of the library does not know");
  }
}
