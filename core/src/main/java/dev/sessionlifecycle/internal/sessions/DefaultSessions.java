package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionEvals;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.internal.document.DocumentSink;
import dev.sessionlifecycle.model.IllegalTransitionException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.DispositionResult;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.TransitionResult;
import dev.sessionlifecycle.session.UpdateResult;
import dev.sessionlifecycle.session.UsageResult;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sessions of one organization: validates calls, runs them on the store, maps its replies. */
final class DefaultSessions implements OrganizationSessions {
  private final UUID organizationId;
  private final SessionStore store;
  private final LifecycleContext context;
  private final boolean writable;
  private final SessionReader reading;
  private final SessionEnder ending;

  DefaultSessions(
      UUID organizationId, SessionStore store, LifecycleContext wiring, boolean writable) {
    this.organizationId = organizationId;
    this.store = store;
    this.context = wiring;
    this.writable = writable;
    this.reading = new SessionReader(organizationId, store, wiring);
    this.ending = new SessionEnder(organizationId, store, wiring);
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
    Validator.require("request", request);
    OpenIntent intent = OpenIntents.compile(organizationId, request, context, definedPolicies());
    return read(request, intent, store.open(intent));
  }

  SessionStore store() {
    return store;
  }

  /** Whether a policy is one of the organization, asking the store once for each. */
  Predicate<UUID> definedPolicies() {
    Map<UUID, Boolean> known = new HashMap<>();
    return id ->
        known.computeIfAbsent(id, it -> store.policies().find(organizationId, it).isPresent());
  }

  OpenResult read(SessionRequest request, OpenIntent intent, OpenResult reply) {
    return RequestedIdentity.check(request, intent, reply, store)
        .fold(
            it -> new OpenResult.Opened(opened(reading.complete(it.session()))),
            it -> reused(it.session()),
            it -> {
              context.announce(it.old());
              return new OpenResult.Superseded(opened(reading.complete(it.session())), it.old());
            },
            it -> new OpenResult.Rejected(reading.complete(it.session())),
            it -> {
              if (it.isNew()) {
                context.announce(opened(it.session()));
              }
              return it;
            });
  }

  private Session opened(Session session) {
    context.listener().opened(session);
    return session;
  }

  /** A session that is there under the id or external id may have passed its time limit. */
  private OpenResult reused(Session session) {
    CloseIntent overdue =
        session.status().isLive() ? context.overdue(session, context.now()).orElse(null) : null;
    CloseReply reply = overdue == null ? null : store.close(overdue);
    if (reply instanceof CloseReply.Closed closed) {
      context.announce(closed.session());
      return new OpenResult.AlreadyEnded(closed.session(), false);
    } else if (reply instanceof CloseReply.AlreadyEnded ended) {
      return new OpenResult.AlreadyEnded(ended.session(), false);
    }
    return new OpenResult.Reused(reading.complete(session));
  }

  @Override
  public AppendResult append(UUID sessionId, List<Message> messages) {
    needsWriteAccess("append");
    AppendIntent intent = AppendIntents.compile(key(sessionId), messages, context);
    return read(intent, store.append(intent));
  }

  /**
   * Returns the result of an append. A session whose limit has passed is ended first, and texts are
   * scrubbed first if the session stores no others.
   */
  AppendResult read(AppendIntent intent, AppendReply reply) {
    UUID session = intent.session().sessionId();
    AppendIntent asked = intent;
    AppendReply settled = reply;
    Repetition repetition = new Repetition(intent.session());
    while (settled instanceof AppendReply.Overdue || settled instanceof AppendReply.Unscrubbed) {
      repetition.next();
      if (settled instanceof AppendReply.Overdue overdue) {
        ending.endOverdue(overdue.end());
      } else {
        asked = asked.scrubbed(new StoredForm(context).scrubbed(session, asked.messages()));
      }
      settled = store.append(asked);
    }
    return read(session, settled);
  }

  static AppendResult read(UUID sessionId, AppendReply reply) {
    if (reply instanceof AppendReply.Appended done) {
      return new AppendResult.Appended(done.messages());
    } else if (reply instanceof AppendReply.NotLive notLive) {
      if (notLive.session().isEnded()) {
        return new AppendResult.AlreadyEnded(notLive.session());
      }
      throw SessionEnder.unrecognized(notLive.session());
    } else if (reply instanceof AppendReply.Conflict conflict) {
      throw new SessionConflictException(
          "message_conflict",
          "message " + conflict.messageId() + " is stored with another role or text");
    } else if (reply instanceof AppendReply.Full) {
      throw new SessionConflictException(
          "session_full",
          "session " + sessionId + " would hold more messages, or bytes of text, than it may");
    } else if (reply instanceof AppendReply.NotOwner) {
      throw new SessionConflictException(
          "session_owned", "session " + sessionId + " is in the hands of another worker");
    }
    throw new SessionNotFoundException(sessionId);
  }

  @Override
  public TransitionResult transition(
      UUID sessionId, SessionStatus to, String triggeredBy, @Nullable String reported) {
    needsWriteAccess("transition");
    Validator door = new Validator();
    if (door.present("status", to) && !to.isLive()) {
      door.reject("status", "must be a live status; a session is ended by closing it");
    }
    door.nonBlank("triggered_by", triggeredBy, Limits.TRIGGERED_BY_LENGTH);
    door.throwIfInvalid();
    // Only the row has the channel. The shortest limit of any scope may be too early, which is
    // harmless: the sweep decides by the row.
    @Nullable Duration checkIn = LimitChecks.shortestOfAny(context.timeLimits(), to).orElse(null);
    TransitionIntent intent =
        new TransitionIntent(
            key(sessionId),
            to,
            CloseIntents.reason(EndRequest.reported(reported)),
            triggeredBy,
            context.now(),
            checkIn,
            context::overdue);
    TransitionReply reply = store.transition(intent);
    Repetition repetition = new Repetition(intent.session());
    while (reply instanceof TransitionReply.Overdue overdue) {
      repetition.next();
      ending.endOverdue(overdue.end());
      reply = store.transition(intent);
    }
    return read(intent, reply);
  }

  private TransitionResult read(TransitionIntent intent, TransitionReply reply) {
    if (reply instanceof TransitionReply.Moved done) {
      Session session = reading.complete(done.session());
      if (done.from() != intent.to()) {
        context.listener().moved(session, done.from());
      }
      return new TransitionResult.Moved(session);
    } else if (reply instanceof TransitionReply.AlreadyEnded ended) {
      return new TransitionResult.AlreadyEnded(ended.session());
    } else if (reply instanceof TransitionReply.Illegal illegal) {
      Session session = illegal.session();
      if (session.status().isLive()) {
        throw new IllegalTransitionException(session.status(), intent.to());
      }
      throw SessionEnder.unrecognized(session);
    }
    throw new SessionNotFoundException(intent.session().sessionId());
  }

  @Override
  public UpdateResult update(UUID sessionId, long expectedVersion, SessionUpdate update) {
    needsWriteAccess("update");
    Validator.require("update", update);
    return updating().update(key(sessionId), expectedVersion, update);
  }

  @Override
  public UpdateResult touch(UUID sessionId) {
    needsWriteAccess("touch");
    UpdateResult touched = updating().update(key(sessionId), null, SessionUpdate.nothing());
    return touched.session().isEnded() ? new UpdateResult.AlreadyEnded(touched.session()) : touched;
  }

  @Override
  public UpdateResult markRecorded(UUID sessionId) {
    return mark(sessionId, SessionUpdate.nothing().withRecording());
  }

  @Override
  public UpdateResult markNotRecorded(UUID sessionId) {
    return mark(sessionId, SessionUpdate.nothing().withoutRecording());
  }

  private UpdateResult mark(UUID sessionId, SessionUpdate recording) {
    needsWriteAccess("update");
    return updating().update(key(sessionId), null, recording);
  }

  @Override
  public DispositionResult disposition(
      UUID sessionId, String code, @Nullable String note, String by) {
    needsWriteAccess("disposition");
    return afterCallWork().disposition(key(sessionId), code, note, by);
  }

  @Override
  public UsageResult addUsage(
      UUID sessionId, @Nullable String report, Map<String, BigDecimal> amounts) {
    needsWriteAccess("usage");
    return afterCallWork().addUsage(key(sessionId), report, amounts);
  }

  private AfterCallWork afterCallWork() {
    return new AfterCallWork(store.updates(), reading, context);
  }

  @Override
  public SessionEvals evals() {
    return new DefaultSessionEvals(organizationId, store, reading, context, writable);
  }

  @Override
  public BulkSessions bulk() {
    return new DefaultBulkSessions(this, reading, ending, context);
  }

  private SessionUpdater updating() {
    return new SessionUpdater(store.updates(), reading, ending, context, definedPolicies());
  }

  @Override
  public CloseResult close(UUID sessionId, EndRequest request) {
    needsWriteAccess("close");
    return ending.end(CloseIntents.EndKind.CLOSE, sessionId, request, null);
  }

  @Override
  public CloseResult fail(UUID sessionId, EndRequest request) {
    needsWriteAccess("fail");
    return ending.end(CloseIntents.EndKind.FAIL, sessionId, request, null);
  }

  @Override
  public CloseResult expire(UUID sessionId, EndRequest request) {
    needsWriteAccess("expire");
    return ending.end(CloseIntents.EndKind.EXPIRE, sessionId, request, null);
  }

  @Override
  public CloseResult supersede(UUID sessionId, @Nullable UUID successorId, EndRequest request) {
    needsWriteAccess("supersede");
    return ending.end(CloseIntents.EndKind.SUPERSEDE, sessionId, request, successorId);
  }

  @Override
  public Optional<CloseResult> close(ExternalRef ref, EndRequest request) {
    needsWriteAccess("close");
    Validator.require("external_ref", ref);
    Validator.require("request", request);
    return ending.end(ref, request);
  }

  @Override
  public Session enrich(UUID sessionId, EndRequest request) {
    return enrich("enrich", HistoryEntry.Kind.ENRICHED, sessionId, request);
  }

  @Override
  public Session correct(UUID sessionId, EndRequest request) {
    return enrich("correct", HistoryEntry.Kind.CORRECTED, sessionId, request);
  }

  private Session enrich(
      String operation, HistoryEntry.Kind kind, UUID sessionId, EndRequest request) {
    needsWriteAccess(operation);
    Validator.require("session_id", sessionId);
    Validator.require("request", request);
    return ending.enrich(kind, sessionId, request);
  }

  @Override
  public Optional<Session> find(UUID sessionId) {
    Validator.require("session_id", sessionId);
    return reading.find(sessionId);
  }

  @Override
  public Optional<Session> find(ExternalRef ref) {
    Validator.require("external_ref", ref);
    return reading.find(ref);
  }

  @Override
  public Expiry explain(UUID sessionId) {
    return context.timeLimits().explain(get(sessionId));
  }

  @Override
  public Page<Session> list(SessionFilter filter) {
    return list(filter, null, Math.min(50, context.limits().pageSize()));
  }

  @Override
  public Page<Session> list(SessionFilter filter, @Nullable String cursor, int limit) {
    Validator.require("filter", filter);
    return reading.list(filter, cursor, limit);
  }

  @Override
  public List<SessionBucket> series(
      SessionFilter filter, Instant from, Instant to, Duration bucket) {
    Validator.require("filter", filter);
    return reading.series(filter, from, to, bucket);
  }

  @Override
  public SessionCounts count(SessionFilter filter) {
    Validator.require("filter", filter);
    return reading.count(filter);
  }

  @Override
  public List<StoredMessage> messages(UUID sessionId, int afterSequence, int limit) {
    Validator.require("session_id", sessionId);
    return reading.messages(sessionId, afterSequence, limit);
  }

  @Override
  public List<StoredMessage> messages(UUID sessionId) {
    Validator.require("session_id", sessionId);
    return reading.allMessages(sessionId);
  }

  @Override
  public List<HistoryEntry> history(UUID sessionId, int afterSequence, int limit) {
    Validator.require("session_id", sessionId);
    return reading.history(sessionId, afterSequence, limit);
  }

  @Override
  public List<HistoryEntry> history(UUID sessionId) {
    Validator.require("session_id", sessionId);
    return reading.allHistory(sessionId);
  }

  @Override
  public void export(UUID sessionId, OutputStream sink) throws IOException {
    Validator door = new Validator();
    door.present("session_id", sessionId);
    door.present("sink", sink);
    door.throwIfInvalid();
    Session session =
        store
            .find(new SessionKey(organizationId, sessionId))
            .orElseThrow(() -> new SessionNotFoundException(sessionId));
    DocumentSink to = new DocumentSink(sink);
    to.write(store, session, context.limits());
    to.flush();
  }

  private SessionKey key(UUID sessionId) {
    Validator.require("session_id", sessionId);
    return new SessionKey(organizationId, sessionId);
  }

  private void needsWriteAccess(String operation) {
    if (!writable) {
      throw new AccessDeniedException(operation);
    }
  }
}
