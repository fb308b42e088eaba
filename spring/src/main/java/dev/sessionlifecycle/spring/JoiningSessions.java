package dev.sessionlifecycle.spring;

import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionEvals;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.DispositionResult;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
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
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of an organization, of which each call finds out what transaction it is part of.
 *
 * @param toRead returns the sessions for a call that reads now
 * @param toWrite returns the sessions for a call that writes now
 */
record JoiningSessions(
    UUID organizationId,
    Supplier<OrganizationSessions> toRead,
    Supplier<OrganizationSessions> toWrite)
    implements OrganizationSessions {

  @Override
  public boolean isWritable() {
    return toRead.get().isWritable();
  }

  @Override
  public OpenResult open(SessionRequest request) {
    return toWrite.get().open(request);
  }

  @Override
  public AppendResult append(UUID sessionId, List<Message> messages) {
    return toWrite.get().append(sessionId, messages);
  }

  @Override
  public TransitionResult transition(
      UUID sessionId, SessionStatus to, String triggeredBy, @Nullable String reported) {
    return toWrite.get().transition(sessionId, to, triggeredBy, reported);
  }

  @Override
  public UpdateResult update(UUID sessionId, long expectedVersion, SessionUpdate update) {
    return toWrite.get().update(sessionId, expectedVersion, update);
  }

  @Override
  public UpdateResult markRecorded(UUID sessionId) {
    return toWrite.get().markRecorded(sessionId);
  }

  @Override
  public UpdateResult touch(UUID sessionId) {
    return toWrite.get().touch(sessionId);
  }

  @Override
  public UpdateResult markNotRecorded(UUID sessionId) {
    return toWrite.get().markNotRecorded(sessionId);
  }

  @Override
  public DispositionResult disposition(
      UUID sessionId, String code, @Nullable String note, String by) {
    return toWrite.get().disposition(sessionId, code, note, by);
  }

  @Override
  public UsageResult addUsage(
      UUID sessionId, @Nullable String report, Map<String, BigDecimal> amounts) {
    return toWrite.get().addUsage(sessionId, report, amounts);
  }

  @Override
  public BulkSessions bulk() {
    return new JoiningBulkSessions(toWrite);
  }

  @Override
  public SessionEvals evals() {
    return new JoiningEvals(toRead, toWrite);
  }

  @Override
  public CloseResult close(UUID sessionId, EndRequest request) {
    return toWrite.get().close(sessionId, request);
  }

  @Override
  public CloseResult fail(UUID sessionId, EndRequest request) {
    return toWrite.get().fail(sessionId, request);
  }

  @Override
  public CloseResult expire(UUID sessionId, EndRequest request) {
    return toWrite.get().expire(sessionId, request);
  }

  @Override
  public CloseResult supersede(UUID sessionId, @Nullable UUID successorId, EndRequest request) {
    return toWrite.get().supersede(sessionId, successorId, request);
  }

  @Override
  public Optional<CloseResult> close(ExternalRef ref, EndRequest request) {
    return toWrite.get().close(ref, request);
  }

  @Override
  public Session enrich(UUID sessionId, EndRequest request) {
    return toWrite.get().enrich(sessionId, request);
  }

  @Override
  public Session correct(UUID sessionId, EndRequest request) {
    return toWrite.get().correct(sessionId, request);
  }

  @Override
  public Optional<Session> find(UUID sessionId) {
    return toRead.get().find(sessionId);
  }

  @Override
  public Optional<Session> find(ExternalRef ref) {
    return toRead.get().find(ref);
  }

  @Override
  public Expiry explain(UUID sessionId) {
    return toRead.get().explain(sessionId);
  }

  @Override
  public Page<Session> list(SessionFilter filter, @Nullable String cursor, int limit) {
    return toRead.get().list(filter, cursor, limit);
  }

  @Override
  public SessionCounts count(SessionFilter filter) {
    return toRead.get().count(filter);
  }

  @Override
  public List<SessionBucket> series(
      SessionFilter filter, Instant from, Instant to, Duration bucket) {
    return toRead.get().series(filter, from, to, bucket);
  }

  @Override
  public List<StoredMessage> messages(UUID sessionId, int afterSequence, int limit) {
    return toRead.get().messages(sessionId, afterSequence, limit);
  }

  @Override
  public List<StoredMessage> messages(UUID sessionId) {
    return toRead.get().messages(sessionId);
  }

  @Override
  public List<HistoryEntry> history(UUID sessionId, int afterSequence, int limit) {
    return toRead.get().history(sessionId, afterSequence, limit);
  }

  @Override
  public void export(UUID sessionId, OutputStream sink) throws IOException {
    toRead.get().export(sessionId, sink);
  }

  @Override
  public List<HistoryEntry> history(UUID sessionId) {
    return toRead.get().history(sessionId);
  }
}
