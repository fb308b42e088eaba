package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends the sessions of an organization: four kinds of end, one pipeline. */
record SessionEnder(UUID organizationId, SessionStore store, LifecycleContext wiring) {
  CloseResult end(
      CloseIntents.EndKind way, UUID sessionId, EndRequest request, @Nullable UUID successorId) {
    Validator.require("session_id", sessionId);
    Validator.require("request", request);
    return wiring.reportsEnds()
        ? reported(
            EndCall.Via.ID, sessionId, request, () -> endOnce(way, sessionId, request, successorId))
        : endOnce(way, sessionId, request, successorId);
  }

  /** Runs the end of one session, and reports its beginning and its end. */
  CloseResult reported(
      EndCall.Via via, UUID sessionId, EndRequest request, Supplier<CloseResult> end) {
    return wiring.reported(
        new EndCall(via, organizationId, sessionId, request.triggeredBy()), end, List::of);
  }

  private CloseResult endOnce(
      CloseIntents.EndKind way, UUID sessionId, EndRequest request, @Nullable UUID successorId) {
    SessionKey key = new SessionKey(organizationId, sessionId);
    CloseIntent intent =
        CloseIntents.compile(way, key, request, successorId, wiring.endDefaults(), wiring.now());
    boolean dependsOnStatus =
        way == CloseIntents.EndKind.EXPIRE && CloseIntents.reason(request) == null;
    CloseReply reply = dependsOnStatus ? expire(intent) : store.close(intent);
    return result(reply, request).orElseThrow(() -> new SessionNotFoundException(sessionId));
  }

  /** Ends a session by time, for the reason that its status gives. It may move meanwhile. */
  private CloseReply expire(CloseIntent intent) {
    for (Repetition repetition = new Repetition(intent.session()); ; repetition.next()) {
      Session session = store.find(intent.session()).orElse(null);
      if (session == null || !session.status().isLive()) {
        return store.close(intent);
      }
      CloseReply reply =
          store.close(
              intent.toBuilder()
                  .reason(wiring.timeLimits().reason(session, wiring.now()))
                  .reasonIfNeverActive(intent.reasonIfNeverActive().reason())
                  .guard(new CloseGuard.InStatus(session.status()))
                  .build());
      if (!(reply instanceof CloseReply.GuardFailed moved) || !moved.session().status().isLive()) {
        return reply;
      }
    }
  }

  Optional<CloseResult> end(ExternalRef ref, EndRequest request) {
    return wiring.reported(
        new EndCall(EndCall.Via.EXTERNAL_REF, organizationId, null, request.triggeredBy()),
        () -> endOnce(ref, request),
        it -> it.stream().toList());
  }

  private Optional<CloseResult> endOnce(ExternalRef ref, EndRequest request) {
    Validator door = new Validator();
    OpenIntents.externalRef(door, ref);
    door.throwIfInvalid();
    // The store finds the session by the external id; the id in the key is not used.
    SessionKey unused = new SessionKey(organizationId, new UUID(0, 0));
    CloseIntent intent =
        CloseIntents.compile(
            CloseIntents.EndKind.CLOSE, unused, request, null, wiring.endDefaults(), wiring.now());
    // The session may never open, and then no step would ever see what was reported.
    return result(store.closeExternal(ref, scrubbed(intent)), request);
  }

  private CloseIntent scrubbed(CloseIntent intent) {
    return intent.toBuilder()
        .reportedReason(wiring.inputScrubber().reported(intent.reportedReason()))
        .triggeredBy(wiring.inputScrubber().name(intent.triggeredBy()))
        .build();
  }

  private Optional<CloseResult> result(CloseReply reply, EndRequest request) {
    if (reply instanceof CloseReply.Closed closed) {
      wiring.announce(closed.session());
      return Optional.of(new CloseResult.Closed(closed.session()));
    } else if (reply instanceof CloseReply.AlreadyEnded ended) {
      wiring.listener().endLost(ended.session(), request);
      return Optional.of(new CloseResult.AlreadyEnded(ended.session()));
    } else if (reply instanceof CloseReply.GuardFailed notMet) {
      throw unrecognized(notMet.session());
    }
    return Optional.empty();
  }

  /** Returns the result of one of many ends, or throws if it failed. */
  CloseResult result(UUID sessionId, CloseReply reply, EndRequest request) {
    if (reply instanceof CloseReply.GuardFailed notMet && notMet.session().status().isLive()) {
      throw new SessionConflictException(
          "status_changed", "session " + sessionId + " has moved to another status");
    }
    return result(reply, request).orElseThrow(() -> new SessionNotFoundException(sessionId));
  }

  Session enrich(HistoryEntry.Kind kind, UUID sessionId, EndRequest request) {
    TerminationReason reason = CloseIntents.reason(request);
    if (reason == null || reason.isUnspecific()) {
      throw new InvalidInputException(List.of(new Violation("reason", "must be a specific one")));
    }
    Validator door = new Validator();
    door.nonBlank("triggered_by", request.triggeredBy(), Limits.TRIGGERED_BY_LENGTH);
    door.throwIfInvalid();
    EnrichReply reply =
        store.enrich(
            new EnrichIntent(
                new SessionKey(organizationId, sessionId),
                kind,
                EndReason.of(reason),
                wiring.inputScrubber().reported(CloseIntents.kept(request)),
                wiring.inputScrubber().name(request.triggeredBy()),
                wiring.now(),
                wiring.closeDefaults().defaultPolicy()));
    if (reply instanceof EnrichReply.Enriched done) {
      wiring.listener().enriched(done.before(), done.session());
      wiring.announceChange(done.before(), done.session());
      return done.session();
    } else if (reply instanceof EnrichReply.NotEnrichable notMet) {
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

  /**
   * Ends a session that a store refuses to change because its time limit has passed. Where another
   * call has ended it meanwhile, nothing is left to do.
   */
  void endOverdue(CloseIntent end) {
    if (store.close(end) instanceof CloseReply.Closed closed) {
      wiring.announce(closed.session());
    }
  }

  static SessionConflictException unrecognized(Session session) {
    return new SessionConflictException(
        "status_unrecognized",
        "session " + session.id() + " has a status that this version of the library does not know");
  }
}
