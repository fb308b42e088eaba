package dev.sessionlifecycle.internal;

import dev.sessionlifecycle.AccessDeniedException;
import dev.sessionlifecycle.AppendResult;
import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.CloseResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.Expiry;
import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.IllegalTransitionException;
import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.Limits;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.OpenResult;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Page;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionCounts;
import dev.sessionlifecycle.SessionEvals;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.SessionUpdate;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.TransitionResult;
import dev.sessionlifecycle.UpdateResult;
import dev.sessionlifecycle.Violation;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sessions of one organization: checks, compiles, asks the store, and reads its answer. */
final class DefaultSessions implements OrganizationSessions {
  private final UUID organizationId;
  private final SessionStore store;
  private final Wiring wiring;
  private final boolean writable;
  private final Reading reading;
  private final Ending ending;

  DefaultSessions(UUID organizationId, SessionStore store, Wiring wiring, boolean writable) {
    this.organizationId = organizationId;
    this.store = store;
    this.wiring = wiring;
    this.writable = writable;
    this.reading = new Reading(organizationId, store, wiring);
    this.ending = new Ending(organizationId, store, wiring);
  }

  @Override
  public UUID organizationId() {
    return organizationId;
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public OpenResult open(SessionRequest request) {
    needsWriteAccess("open");
    require("request", request);
    return read(store.open(Opening.compile(organizationId, request, wiring)));
  }

  SessionStore store() {
    return store;
  }

  OpenResult read(OpenResult reply) {
    return reply.fold(
        it -> new OpenResult.Opened(reading.complete(it.session())),
        it -> new OpenResult.Reused(reading.complete(it.session())),
        it -> {
          ending.announce(it.old());
          return new OpenResult.Superseded(reading.complete(it.session()), it.old());
        },
        it -> new OpenResult.Rejected(reading.complete(it.session())),
        it -> it);
  }

  @Override
  public AppendResult append(UUID sessionId, List<Message> messages) {
    needsWriteAccess("append");
    return read(sessionId, store.append(Appending.compile(key(sessionId), messages, wiring)));
  }

  static AppendResult read(UUID sessionId, AppendReply reply) {
    if (reply instanceof AppendReply.Done done) {
      return new AppendResult.Done(done.messages());
    } else if (reply instanceof AppendReply.NotLive notLive) {
      if (notLive.session().isEnded()) {
        return new AppendResult.AlreadyEnded(notLive.session());
      }
      throw Ending.unrecognized(notLive.session());
    } else if (reply instanceof AppendReply.Conflict conflict) {
      throw new SessionConflictException(
          "message_conflict",
          "message " + conflict.messageId() + " is stored with another role or text");
    } else if (reply instanceof AppendReply.NotOwner) {
      throw new SessionConflictException(
          "session_owned", "session " + sessionId + " is in the hands of another worker");
    }
    throw new SessionNotFoundException(sessionId);
  }

  @Override
  public TransitionResult transition(UUID sessionId, SessionStatus to, String triggeredBy) {
    needsWriteAccess("transition");
    Door door = new Door();
    if (door.present("status", to) && !to.isLive()) {
      door.refuse("status", "must be a live status; a session is ended by closing it");
    }
    door.word("triggered_by", triggeredBy, Limits.TRIGGERED_BY_LENGTH);
    door.close();
    // The channel stands on the row: the shortest limit of any scope may look too early, and that
    // is
    // harmless; the sweep judges by the row.
    @Nullable Duration checkIn = wiring.timeLimits().shortestOfAny(to).orElse(null);
    TransitionReply reply =
        store.transition(
            new TransitionIntent(key(sessionId), to, triggeredBy, wiring.now(), checkIn));
    if (reply instanceof TransitionReply.Done done) {
      return new TransitionResult.Done(reading.complete(done.session()));
    } else if (reply instanceof TransitionReply.AlreadyEnded ended) {
      return new TransitionResult.AlreadyEnded(ended.session());
    } else if (reply instanceof TransitionReply.Illegal illegal) {
      Session session = illegal.session();
      if (session.status().isLive()) {
        throw new IllegalTransitionException(session.status(), to);
      }
      throw Ending.unrecognized(session);
    }
    throw new SessionNotFoundException(sessionId);
  }

  @Override
  public UpdateResult update(UUID sessionId, long expectedVersion, SessionUpdate update) {
    needsWriteAccess("update");
    require("update", update);
    return updating().update(key(sessionId), expectedVersion, update);
  }

  @Override
  public UpdateResult recording(UUID sessionId, boolean hasRecording) {
    needsWriteAccess("update");
    return updating().update(key(sessionId), null, SessionUpdate.nothing().recording(hasRecording));
  }

  @Override
  public SessionEvals evals() {
    return new Evals(organizationId, store, reading, wiring, writable);
  }

  @Override
  public BulkSessions bulk() {
    return new Bulk(this, reading, ending, wiring);
  }

  private Updating updating() {
    return new Updating(store.updates(), reading, wiring);
  }

  @Override
  public CloseResult close(UUID sessionId, EndRequest request) {
    return end("close", EndCompiler.Way.CLOSE, sessionId, request, null);
  }

  @Override
  public CloseResult fail(UUID sessionId, EndRequest request) {
    return end("fail", EndCompiler.Way.FAIL, sessionId, request, null);
  }

  @Override
  public CloseResult expire(UUID sessionId, EndRequest request) {
    return end("expire", EndCompiler.Way.EXPIRE, sessionId, request, null);
  }

  @Override
  public CloseResult supersede(UUID sessionId, @Nullable UUID successorId, EndRequest request) {
    return end("supersede", EndCompiler.Way.SUPERSEDE, sessionId, request, successorId);
  }

  private CloseResult end(
      String operation,
      EndCompiler.Way way,
      UUID sessionId,
      EndRequest request,
      @Nullable UUID successorId) {
    needsWriteAccess(operation);
    require("session_id", sessionId);
    require("request", request);
    return ending.end(way, sessionId, request, successorId);
  }

  @Override
  public Optional<CloseResult> close(ExternalRef ref, EndRequest request) {
    needsWriteAccess("close");
    require("external_ref", ref);
    require("request", request);
    return ending.end(ref, request);
  }

  @Override
  public Session enrich(UUID sessionId, EndRequest request) {
    needsWriteAccess("enrich");
    require("session_id", sessionId);
    require("request", request);
    return ending.enrich(sessionId, request);
  }

  @Override
  public Optional<Session> find(UUID sessionId) {
    require("session_id", sessionId);
    return reading.find(sessionId);
  }

  @Override
  public Optional<Session> find(ExternalRef ref) {
    require("external_ref", ref);
    return reading.find(ref);
  }

  @Override
  public Expiry explain(UUID sessionId) {
    return wiring.timeLimits().explain(get(sessionId));
  }

  @Override
  public Page<Session> list(SessionFilter filter) {
    return list(filter, null, Math.min(50, wiring.limits().pageSize()));
  }

  @Override
  public Page<Session> list(SessionFilter filter, @Nullable String cursor, int limit) {
    require("filter", filter);
    return reading.list(filter, cursor, limit);
  }

  @Override
  public SessionCounts count(SessionFilter filter) {
    require("filter", filter);
    return reading.count(filter);
  }

  @Override
  public List<StoredMessage> messages(UUID sessionId, int afterSequence, int limit) {
    require("session_id", sessionId);
    return reading.messages(sessionId, afterSequence, limit);
  }

  @Override
  public List<StoredMessage> messages(UUID sessionId) {
    require("session_id", sessionId);
    return reading.allMessages(sessionId);
  }

  @Override
  public List<HistoryEntry> history(UUID sessionId, int afterSequence, int limit) {
    require("session_id", sessionId);
    return reading.history(sessionId, afterSequence, limit);
  }

  @Override
  public List<HistoryEntry> history(UUID sessionId) {
    require("session_id", sessionId);
    return reading.allHistory(sessionId);
  }

  private SessionKey key(UUID sessionId) {
    require("session_id", sessionId);
    return new SessionKey(organizationId, sessionId);
  }

  private void needsWriteAccess(String operation) {
    if (!writable) {
      throw new AccessDeniedException(operation);
    }
  }

  private static void require(String field, @Nullable Object value) {
    if (value == null) {
      throw new InvalidInputException(List.of(new Violation(field, "is required")));
    }
  }
}
