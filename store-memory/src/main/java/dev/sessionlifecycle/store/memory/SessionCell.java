package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.ClosedSessions;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A session and its related data. Guarded by its own monitor, which every reader takes and which a
 * writer holds for the whole change; only the row may be read without it.
 */
final class SessionCell {

  /** The number of attempts kept. Later ones are dropped, except the last that parked each step. */
  private static final int ATTEMPTS = 1_000;

  volatile Session row;

  /** The messages by id, in append order. */
  final Map<UUID, StoredMessage> messages = new LinkedHashMap<>();

  final boolean holdsActiveKey;

  /** The external id under which the session is found, even if the row no longer shows it. */
  final @Nullable ExternalRef openedAs;

  @Nullable StoredChain chain;
  @Nullable OwnerLease lease;

  /** The eval runs by id; null while there are none. */
  @Nullable NavigableMap<UUID, EvalRun> evals;

  /** The reports of usage that must not count twice; null while there are none. */
  @Nullable Set<String> usageReports;

  /** The token of the last owner. */
  long lastToken;

  /** The number of takeovers, and the message count at the last one. */
  int recoveries;

  int messagesAtRecovery;

  /**
   * The time of the next sweep while the session is live, and of the next disposal check once it
   * has ended.
   */
  @Nullable Instant nextCheck;

  /** The time of the sweep entry that closing the session left in the index. */
  @Nullable Instant staleCheck;

  boolean anonymized;

  /** How many bytes of UTF-8 its messages have together, as they were appended. */
  long messageBytes;

  /** Whether the session was deleted after the caller looked it up. */
  boolean gone;

  private final List<HistoryEntry> history = new ArrayList<>(2);
  private @Nullable List<AttemptRecord> attempts;

  /** The last attempt that parked each step, among those beyond {@link #ATTEMPTS}. */
  private @Nullable Map<String, AttemptRecord> parkedLate;

  SessionCell(Session opened, boolean holdsActiveKey, String triggeredBy) {
    this.row = opened;
    this.openedAs = opened.externalRef();
    this.holdsActiveKey = holdsActiveKey;
    record(HistoryEntry.Kind.OPENED, null, null, triggeredBy);
  }

  synchronized Session read() {
    return row;
  }

  /** Returns the session as steps see it, once it has ended. */
  synchronized Optional<ClosedSession> closed() {
    if (!row.isEnded()) {
      return Optional.empty();
    }
    Set<String> names = history.stream().map(HistoryEntry::triggeredBy).collect(Collectors.toSet());
    return Optional.of(ClosedSessions.of(row, names));
  }

  synchronized List<StoredMessage> messages(int afterSequence, int limit) {
    return page(messages.values(), afterSequence, limit);
  }

  synchronized List<HistoryEntry> history(int afterSequence, int limit) {
    return page(history, afterSequence, limit);
  }

  private static <T> List<T> page(Collection<T> all, int after, int limit) {
    return all.stream().skip(Math.max(after, 0)).limit(Math.max(limit, 0)).toList();
  }

  synchronized List<AttemptRecord> attempts() {
    return attempts == null ? List.of() : List.copyOf(attempts);
  }

  synchronized Optional<AttemptRecord> lastParked(String step) {
    AttemptRecord last = parkedLate == null ? null : parkedLate.get(step);
    List<AttemptRecord> kept = attempts == null ? List.of() : attempts;
    for (int i = kept.size(); last == null && i > 0; i--) {
      AttemptRecord record = kept.get(i - 1);
      last = isParking(record) && record.step().equals(step) ? record : null;
    }
    return Optional.ofNullable(last);
  }

  private static boolean isParking(AttemptRecord record) {
    return record.result() == AttemptRecord.Result.PARKED;
  }

  synchronized @Nullable StoredChain chain() {
    return chain;
  }

  /** Returns the number of takeovers since the last message. */
  int countedRecoveries() {
    return row.messageCount() > messagesAtRecovery ? 0 : recoveries;
  }

  /** Returns whether an owner may still write what it has held back. */
  boolean isAwaited(Instant now) {
    return lease != null && lease.buffering() && lease.isHeld(now);
  }

  /** Returns whether the chain has a parked step and nothing left to run. */
  boolean isParked() {
    StoredChain its = chain;
    return its != null && its.home().look(its, it -> it.hasParkedStep() && it.dueAt() == null);
  }

  /** Makes deliveries on enrichment due, once the row has been changed. */
  void enrichChain(Instant now) {
    StoredChain its = chain;
    if (its != null) {
      its.home()
          .change(
              its,
              it -> {
                it.enrich(now);
                return it;
              });
    }
  }

  /** Returns the number of rows that a database would hold. */
  long rows() {
    return 2L + history.size() + (chain == null ? 0 : 1) + rowsOfTexts();
  }

  /** Returns the number of those rows that anonymizing deletes or changes. */
  long rowsToAnonymize() {
    long names =
        history.stream()
            .map(HistoryEntry::triggeredBy)
            .filter(it -> !Anonymizer.triggeredBy(it).equals(it))
            .count();
    return 2L + names + rowsOfTexts();
  }

  private long rowsOfTexts() {
    return (long) messages.size()
        + (attempts == null ? 0 : attempts.size())
        + (evals == null ? 0 : evals.size())
        + (row.externalRef() == null ? 0 : 1);
  }

  /** Replaces the row and removes texts and identities stored beside it. */
  void anonymize(Session anonymous) {
    row = anonymous;
    messages.clear();
    attempts = null;
    parkedLate = null;
    evals = null;
    usageReports = null;
    lease = null;
    StoredChain ended = chain;
    if (ended != null) {
      ended.forgetTrace();
    }
    anonymized = true;
    renameHistory(Anonymizer::triggeredBy);
  }

  /** Renames {@code triggeredBy} in the row and the history, and who recorded the disposition. */
  void rename(Map<String, String> names) {
    String by = row.triggeredBy();
    if (by != null && names.containsKey(by)) {
      row = SessionBuilder.of(row).triggeredBy(names.get(by)).build();
    }
    Disposition disposition = row.disposition();
    if (disposition != null && names.containsKey(disposition.by())) {
      Disposition renamed = disposition.withBy(names.get(disposition.by()));
      row = SessionBuilder.of(row).disposition(renamed).build();
    }
    renameHistory(name -> names.getOrDefault(name, name));
  }

  private void renameHistory(UnaryOperator<String> names) {
    history.replaceAll(
        it ->
            new HistoryEntry(
                it.sequence(),
                it.kind(),
                it.from(),
                it.to(),
                it.reason(),
                names.apply(it.triggeredBy()),
                it.at()));
  }

  /** Stores the messages of a closing buffer that are not stored yet. */
  void write(List<Message> buffer, Instant at, Instant now) {
    if (buffer.isEmpty()) {
      return;
    }
    List<StoredMessage> fresh = AppendRules.fresh(row, buffer, messages);
    add(fresh);
    row = SessionRules.appended(row, fresh, at, now);
  }

  /** Remembers a report of usage, if it has a key. */
  void rememberReport(@Nullable String report) {
    if (report != null) {
      if (usageReports == null) {
        usageReports = new HashSet<>();
      }
      usageReports.add(report);
    }
  }

  /** Adds messages without changing the row. */
  void add(List<StoredMessage> fresh) {
    messageBytes += AppendRules.bytes(fresh);
    fresh.forEach(it -> messages.put(it.id(), it));
  }

  /** Replaces the text of a message if it is stored. */
  void replaceText(UUID id, String text) {
    messages.computeIfPresent(
        id,
        (key, old) ->
            new StoredMessage(id, old.sequence(), old.role(), text, old.sentAt(), old.turnId()));
  }

  /** Adds a history entry for the current row. */
  void record(
      HistoryEntry.Kind kind,
      @Nullable SessionStatus from,
      @Nullable TerminationReason reason,
      String triggeredBy) {
    history.add(
        new HistoryEntry(
            history.size() + 1,
            kind,
            from,
            row.status(),
            reason,
            StoringRules.triggeredBy(row.storing(), triggeredBy),
            row.updatedAt()));
  }

  /** Records that another worker takes the session over. */
  void takeOver(Instant at, String triggeredBy) {
    row = SessionRules.takenOver(row, at);
    record(HistoryEntry.Kind.TAKEN_OVER, row.status(), null, triggeredBy);
  }

  void record(List<AttemptRecord> made) {
    if (made.isEmpty()) {
      return;
    }
    if (attempts == null) {
      attempts = new ArrayList<>(made.size());
    }
    int kept = Math.min(made.size(), ATTEMPTS - attempts.size());
    attempts.addAll(made.subList(0, kept));
    for (AttemptRecord record : made.subList(kept, made.size())) {
      if (isParking(record)) {
        parkedLate = parkedLate == null ? new HashMap<>() : parkedLate;
        parkedLate.put(record.step(), record);
      }
    }
  }
}
