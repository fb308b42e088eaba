package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.HistoryEntry.Kind;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionBounds;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.TransitionIntent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A session with everything that belongs to it. */
final class ModelRow {
  final List<StoredMessage> messages = new ArrayList<>();
  final Map<UUID, EvalRun> evals = new TreeMap<>(IdOrder.UNSIGNED);

  /** What stays of the eval runs that anonymizing deleted. */
  EvalSummary deletedEvals = EvalSummary.empty();

  final Set<String> usageReports = new HashSet<>();
  final List<HistoryEntry> history = new ArrayList<>();
  final boolean holdsKey;

  /** The external id under which it is found, whatever the session shows. */
  @Nullable ExternalRef openedAs;

  /** When it must be checked: by the sweep while it is live, by retention once it has ended. */
  @Nullable Instant dueAt;

  boolean anonymized;
  int recoveries;
  int messagesAtRecovery;

  Session session;
  @Nullable ModelChain chain;
  @Nullable Owner owner;
  long ownerTokens;

  /** The owner of a live session. */
  record Owner(UUID id, long token, Instant until, boolean buffering) {}

  ModelRow(Session draft, boolean holdsKey, String triggeredBy, Instant now) {
    this.holdsKey = holdsKey;
    this.openedAs = draft.externalRef();
    this.session = enter(draft, draft.status(), now, now).build();
    record(Kind.OPENED, null, null, triggeredBy);
  }

  SessionKey key() {
    return new SessionKey(session.organizationId(), session.id());
  }

  void dueNoLaterThan(Instant at) {
    if (dueAt == null || at.isBefore(dueAt)) {
      dueAt = at;
    }
  }

  boolean isDue(Instant now) {
    return dueAt != null && !dueAt.isAfter(now);
  }

  /** Whether its chain has a parked step and nothing left to run. */
  boolean isParked() {
    return chain != null && chain.state.parkedSteps() > 0 && chain.due == null;
  }

  /** Returns how often it was taken over since its last message. */
  int countedRecoveries() {
    return messages.size() > messagesAtRecovery ? 0 : recoveries;
  }

  boolean isOwnedBy(long token, Instant now) {
    return owner != null && owner.token() == token && owner.until().isAfter(now);
  }

  /** Enters a live status, which counts as activity. */
  private static SessionBuilder enter(
      Session before, SessionStatus to, Instant since, Instant now) {
    boolean rings = to == SessionStatus.RINGING && before.rangAt() == null;
    boolean handsOn = to == SessionStatus.TRANSFERRED && before.handedOnAt() == null;
    boolean starts = to == SessionStatus.ACTIVE && before.activatedAt() == null;
    return SessionBuilder.of(before)
        .status(to)
        .statusSince(since)
        .lastActivityAt(now)
        .rangAt(rings ? since : before.rangAt())
        .activatedAt(starts ? since : before.activatedAt())
        .handedOnAt(handsOn ? since : before.handedOnAt());
  }

  /** Records that another worker has the session. */
  void takenOver(Instant at, String by) {
    session = SessionBuilder.of(session).updatedAt(latest(session.updatedAt(), at)).build();
    record(Kind.TAKEN_OVER, session.status(), null, by);
  }

  /** Records a sign of life. */
  void touch(Instant now) {
    Instant last = latest(session.lastActivityAt(), now);
    session = SessionBuilder.of(session).lastActivityAt(last).build();
  }

  void move(TransitionIntent intent, Instant now) {
    SessionStatus to = intent.to();
    SessionStatus from = session.status();
    session =
        enter(
                session,
                to,
                latest(session.statusSince(), now),
                latest(session.lastActivityAt(), now))
            .updatedAt(latest(session.updatedAt(), intent.at()))
            .build();
    record(Kind.MOVED, from, intent.reason(), intent.triggeredBy());
  }

  boolean wouldExceed(SessionBounds bounds, List<Message> more) {
    List<Message> fresh = more.stream().filter(it -> message(it.id()).isEmpty()).toList();
    long bytes =
        Stream.concat(messages.stream().map(StoredMessage::text), fresh.stream().map(Message::text))
            .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
            .sum();
    return !fresh.isEmpty()
        && (messages.size() + fresh.size() > bounds.messages() || bytes > bounds.bytes());
  }

  Optional<StoredMessage> message(@Nullable UUID id) {
    return messages.stream().filter(it -> it.id().equals(id)).findFirst();
  }

  /** Appends those messages that are not stored yet. */
  void write(List<Message> incoming, Instant at, Instant now) {
    for (Message message : incoming) {
      UUID id = message.id();
      Instant sentAt = message.sentAt();
      if (id == null || sentAt == null) {
        throw new IllegalArgumentException("a message reaches a store with an id and a time");
      }
      StoredMessage there = message(id).orElse(null);
      boolean isOther =
          there != null && !(there.role() == message.role() && there.text().equals(message.text()));
      if (there == null || isOther) {
        String both = id + ":" + message.role().wire() + ":" + message.text();
        messages.add(
            new StoredMessage(
                isOther ? UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8)) : id,
                messages.size() + 1,
                message.role(),
                message.text(),
                sentAt,
                message.turnId()));
        count(sentAt, at, now);
      }
    }
  }

  private void count(Instant sentAt, Instant at, Instant now) {
    Instant first = session.firstMessageAt();
    Instant last = session.lastMessageAt();
    session =
        SessionBuilder.of(session)
            .messageCount(messages.size())
            .userMessageCount(
                (int) messages.stream().filter(it -> it.role() == MessageRole.USER).count())
            .firstMessageAt(first == null || sentAt.isBefore(first) ? sentAt : first)
            .lastMessageAt(last == null ? sentAt : latest(last, sentAt))
            .updatedAt(latest(session.updatedAt(), at))
            .lastActivityAt(latest(session.lastActivityAt(), now))
            .build();
  }

  void record(
      Kind kind,
      @Nullable SessionStatus from,
      @Nullable TerminationReason reason,
      String triggeredBy) {
    history.add(
        new HistoryEntry(
            history.size() + 1,
            kind,
            from,
            session.status(),
            reason,
            triggeredBy,
            session.updatedAt()));
  }

  static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
