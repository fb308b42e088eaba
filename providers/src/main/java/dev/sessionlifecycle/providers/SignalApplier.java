package dev.sessionlifecycle.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SchemaOutdatedException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.model.IllegalTransitionException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.providers.SignalResult.Nothing;
import dev.sessionlifecycle.providers.SignalResult.Why;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.session.TransitionResult;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.session.UpdateResult;
import dev.sessionlifecycle.session.UsageResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Applies the signals of one request to the sessions of an organization. Each of its calls on the
 * library is idempotent, so a request that failed half-way, or comes again, is applied anew. Not
 * thread-safe.
 */
final class SignalApplier {
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;
  private final SessionOpening opening;
  private final Duration awaitTranscript;
  private @Nullable Session known;

  SignalApplier(
      SessionLifecycle lifecycle,
      UUID organizationId,
      SessionOpening opening,
      Duration awaitTranscript) {
    this.lifecycle = lifecycle;
    this.sessions = lifecycle.organization(organizationId);
    this.opening = opening;
    this.awaitTranscript = awaitTranscript;
  }

  /** Applies a signal; what the library refuses for good is a result like any other. */
  SignalResult apply(ProviderSignal signal) {
    try {
      return dispatch(signal);
    } catch (SessionConflictException e) {
      return new Nothing(Why.CONFLICT);
    } catch (InvalidInputException e) {
      return new Nothing(Why.INVALID);
    } catch (SchemaOutdatedException e) {
      return new Nothing(Why.UNSUPPORTED);
    } catch (SessionNotFoundException e) {
      return new Nothing(Why.NO_SESSION); // purged meanwhile
    }
  }

  private SignalResult dispatch(ProviderSignal signal) {
    if (signal instanceof ProviderSignal.Began it) {
      return began(it);
    } else if (signal instanceof ProviderSignal.Ended it) {
      return ended(it);
    } else if (signal instanceof ProviderSignal.Left it) {
      return left(it);
    } else if (signal instanceof ProviderSignal.AgentFailed it) {
      return agentFailed(it);
    } else if (signal instanceof ProviderSignal.Other) {
      return new Nothing(Why.IGNORED);
    }
    return onSession(signal);
  }

  /** Applies a signal that needs a session. */
  private SignalResult onSession(ProviderSignal signal) {
    if (signal instanceof ProviderSignal.Reached it) {
      return find(it.ref()).map(session -> reached(session, it.status())).orElse(noSession());
    } else if (signal instanceof ProviderSignal.Joined it) {
      return find(it.ref())
          .map(session -> note(session, state -> state.joined(it.participant())).result())
          .orElse(noSession());
    } else if (signal instanceof ProviderSignal.Spoke it) {
      return find(it.ref()).map(session -> spoke(session, it.messages())).orElse(noSession());
    } else if (signal instanceof ProviderSignal.Recorded it) {
      return find(it.ref()).map(this::recorded).orElse(noSession());
    } else if (signal instanceof ProviderSignal.Used it) {
      return find(it.ref()).map(session -> used(session, it)).orElse(noSession());
    } else if (signal instanceof ProviderSignal.Explained it) {
      return find(it.ref()).map(session -> explained(session, it.end())).orElse(noSession());
    }
    throw new IllegalStateException("a signal of a kind that is not applied");
  }

  /** Reads a session once for all signals of a request: each change checks it anew. */
  private Optional<Session> find(ExternalRef ref) {
    Session last = known;
    if (last == null || !ref.equals(last.externalRef())) {
      last = sessions.find(ref).orElse(null);
      known = last;
    }
    return Optional.ofNullable(last);
  }

  private static SignalResult noSession() {
    return new Nothing(Why.NO_SESSION);
  }

  private SignalResult began(ProviderSignal.Began call) {
    if (find(call.ref()).isPresent()) {
      return new Nothing(Why.KNOWN);
    }
    Optional<SessionRequest> wanted = opening.request(sessions.organizationId(), call);
    if (wanted.isEmpty()) {
      return new Nothing(Why.NOT_OPENED);
    }
    OpenResult result = sessions.open(wanted.get().withExternalRef(call.ref()));
    known = result.session();
    return result.fold(
        it -> new SignalResult.Opened(it.session()),
        it -> new Nothing(Why.KNOWN),
        it -> new SignalResult.Opened(it.session()),
        it -> new Nothing(Why.CONFLICT),
        it -> it.isNew() ? new SignalResult.Ended(it.session()) : new Nothing(Why.KNOWN));
  }

  /** Moves a session forward only: a report of an earlier status has come late. */
  private SignalResult reached(Session session, SessionStatus to) {
    if (session.isEnded() || rank(to) <= rank(session.status())) {
      return new Nothing(session.status() == to ? Why.KNOWN : Why.LATE);
    }
    try {
      TransitionResult result = sessions.transition(session.id(), to, TriggeredBy.SYSTEM);
      known = result.session();
      return result instanceof TransitionResult.Moved moved
          ? new SignalResult.Moved(moved.session())
          : new Nothing(Why.LATE);
    } catch (IllegalTransitionException e) {
      return new Nothing(Why.LATE);
    }
  }

  private static int rank(SessionStatus status) {
    return switch (status) {
      case QUEUED -> 0;
      case RINGING -> 1;
      case TRANSFERRED -> 3;
      default -> 2; // active, or where the host has moved it from there
    };
  }

  private SignalResult ended(ProviderSignal.Ended signal) {
    Session session = find(signal.ref()).orElse(null);
    if (session == null) {
      return closeByRef(signal.ref(), signal.end());
    } else if (session.isEnded()) {
      return endedAlready(session, signal.end());
    }
    if (signal.transcriptFollows()) {
      waitForTranscript(session);
    }
    return close(session, signal.end());
  }

  private SignalResult closeByRef(ExternalRef ref, EndRequest end) {
    return sessions
        .close(ref, end)
        .map(result -> closed(result, end))
        .orElseGet(SignalResult.KeptEarly::new);
  }

  private SignalResult close(Session session, EndRequest end) {
    return closed(sessions.close(session.id(), CallState.of(session).explain(end)), end);
  }

  /** An explanation may have come between the read and the end: then the session has it now. */
  private SignalResult closed(CloseResult result, EndRequest end) {
    known = result.session();
    SignalResult beside = endedAlready(result.session(), end);
    return result.isWinner() ? new SignalResult.Ended(known) : beside;
  }

  private SignalResult endedAlready(Session ended, EndRequest end) {
    CallState state = CallState.of(ended);
    return state.reason() == null
        ? enriched(ended, end)
        : explainedAfterEnd(ended, state.explain(end));
  }

  private SignalResult enriched(Session ended, EndRequest end) {
    TerminationReason reason = ended.reason();
    boolean isMoreSpecific =
        reason != null
            && reason.isUnspecific()
            && end.reason() != null
            && !end.reason().isUnspecific();
    if (!isMoreSpecific) {
      return new Nothing(Why.LATE);
    }
    known = sessions.enrich(ended.id(), end);
    return new SignalResult.Enriched(known);
  }

  /**
   * Takes a buffering lease, so that the chain of the session, which scrubs what it stores, waits
   * for the transcript. The token is kept with the session: the transcript may come to another
   * node. The same end may come twice at once; both have the same lease then, so whichever ends the
   * session has noted it.
   */
  private void waitForTranscript(Session session) {
    if (awaitTranscript.isZero() || session.storing() == Storing.FACTS_ONLY) {
      return;
    }
    UUID owner = UUID.nameUUIDFromBytes(("transcript " + session.id()).getBytes(UTF_8));
    OwnedSession waiting = lifecycle.ownedSession(sessions.organizationId(), session.id(), owner);
    try {
      long token = waiting.acquire(awaitTranscript, OwnedSession.Buffering.UNTIL_END);
      Session noted = note(session, state -> state.withLease(token)).session();
      if (!Long.valueOf(token).equals(CallState.of(noted).lease())) {
        waiting.release(); // another has ended it: nobody will know the token
      }
    } catch (SessionConflictException e) {
      // A worker of the host serves the session and waits for its own words, or it has ended.
    }
  }

  private OwnedSession owned(Session session) {
    return lifecycle.ownedSession(sessions.organizationId(), session.id());
  }

  private SignalResult left(ProviderSignal.Left signal) {
    Session session = find(signal.ref()).orElse(null);
    EndRequest end = signal.end();
    if (session == null) {
      return end == null ? noSession() : closeByRef(signal.ref(), end);
    } else if (session.isEnded()) {
      return end == null ? new Nothing(Why.LATE) : enriched(session, end);
    }
    if (end != null && isLast(session, signal)) {
      return close(session, end);
    }
    Note note = note(session, state -> state.left(signal.participant()));
    Session now = note.session(); // others may have left meanwhile
    if (end != null && (now.isEnded() || isLast(now, signal))) {
      return now.isEnded() ? endedAlready(now, end) : close(now, end);
    }
    return isLast(now, signal) || note.result() instanceof Nothing
        ? note.result()
        : new Nothing(Why.OTHERS_PRESENT);
  }

  private static boolean isLast(Session session, ProviderSignal.Left signal) {
    return !CallState.of(session).hasOthersThan(signal.participant());
  }

  private SignalResult agentFailed(ProviderSignal.AgentFailed signal) {
    Session session = find(signal.ref()).orElse(null);
    if (session == null) {
      return closeByRef(signal.ref(), signal.end());
    } else if (session.messageCount() > 0) {
      return new Nothing(Why.NOT_DECISIVE);
    }
    return session.isEnded() ? enriched(session, signal.end()) : close(session, signal.end());
  }

  /**
   * An explanation says more than the end itself: it corrects a reason that the provider reported,
   * but none that the host has given.
   */
  private SignalResult explained(Session session, EndRequest end) {
    if (session.isEnded()) {
      return explainedAfterEnd(session, end);
    }
    Note note = note(session, state -> state.explained(end));
    return note.session().isEnded() ? explainedAfterEnd(note.session(), end) : note.result();
  }

  private SignalResult explainedAfterEnd(Session ended, EndRequest end) {
    TerminationReason reason = ended.reason();
    if (reason == null || reason.isUnspecific()) {
      return enriched(ended, end);
    }
    boolean isReported = TriggeredBy.SYSTEM.equals(ended.triggeredBy());
    if (!isReported || reason == end.reason()) {
      return new Nothing(Why.LATE);
    }
    known = sessions.correct(ended.id(), end);
    return new SignalResult.Enriched(known);
  }

  private SignalResult spoke(Session session, List<Message> messages) {
    if (session.status().isLive()) {
      int most = lifecycleLimit(session);
      for (int from = 0; from < messages.size(); from += most) {
        List<Message> part = messages.subList(from, Math.min(from + most, messages.size()));
        if (sessions.append(session.id(), part) instanceof AppendResult.AlreadyEnded ended) {
          known = ended.session();
          return spokeBefore(ended.session(), messages);
        }
      }
      return new SignalResult.Appended(messages.size());
    }
    return spokeBefore(session, messages);
  }

  private int lifecycleLimit(Session session) {
    return owned(session).limits().messagesPerAppend();
  }

  /** Writes what was said before an end that has been recorded, while its chain waits for it. */
  private SignalResult spokeBefore(Session ended, List<Message> messages) {
    Long lease = CallState.of(ended).lease();
    OwnedSession owned = owned(ended);
    int before = ended.messageCount();
    int missing = lease == null ? owned.flush(messages) : owned.flush(lease, messages);
    if (missing > 0) {
      return new Nothing(Why.TRANSCRIPT_TOO_LATE);
    }
    return sessions.get(ended.id()).messageCount() > before
        ? new SignalResult.Appended(messages.size())
        : new Nothing(Why.KNOWN);
  }

  private SignalResult recorded(Session session) {
    if (session.hasRecording()) {
      return new Nothing(Why.KNOWN);
    }
    UpdateResult result = sessions.markRecorded(session.id());
    known = result.session();
    return result.session().hasRecording() ? new SignalResult.Recorded() : new Nothing(Why.LATE);
  }

  private SignalResult used(Session session, ProviderSignal.Used signal) {
    UsageResult result = sessions.addUsage(session.id(), signal.report(), signal.amounts());
    known = result.session();
    return result.fold(
        it -> new SignalResult.UsageAdded(),
        it -> new Nothing(Why.KNOWN),
        it -> new Nothing(Why.LATE));
  }

  /** A note, and the session after it or as it ended before. */
  private record Note(SignalResult result, Session session) {}

  /** Changes the state that is kept with a live session, also while others change the session. */
  private Note note(Session session, UnaryOperator<CallState> change) {
    Session current = session;
    while (current.status().isLive()) {
      CallState before = CallState.of(current);
      CallState after = change.apply(before);
      if (after.equals(before)) {
        return noted(new Nothing(Why.KNOWN), current);
      }
      try {
        SessionUpdate update = SessionUpdate.nothing().withMetadata(after.in(current));
        UpdateResult result = sessions.update(current.id(), current.version(), update);
        return result instanceof UpdateResult.Updated
            ? noted(new SignalResult.Noted(), result.session())
            : noted(new Nothing(Why.LATE), result.session());
      } catch (SessionConflictException e) {
        Session now = sessions.get(current.id());
        if (now.version() == current.version()) {
          throw e;
        }
        current = now;
      }
    }
    return noted(new Nothing(Why.LATE), current);
  }

  private Note noted(SignalResult result, Session session) {
    known = session;
    return new Note(result, session);
  }
}
