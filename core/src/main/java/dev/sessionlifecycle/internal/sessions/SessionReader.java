package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SeriesIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Reads the sessions of one organization. */
record SessionReader(UUID organizationId, SessionStore store, LifecycleContext wiring) {
  /** A page ends when it has so many bytes, roughly. */
  private static final int PAGE_BYTES = 4 << 20;

  private static final int MOST_BUCKETS = 1_000;
  private static final Duration SHORTEST_BUCKET = Duration.ofSeconds(1);
  private static final Duration LONGEST_BUCKET = Duration.ofDays(36_500);

  /** Adds the computed field: when a time limit will end the session. */
  Session complete(Session session) {
    @Nullable Instant deadline = wiring.timeLimits().nextDeadline(session).orElse(null);
    return deadline == null ? session : SessionBuilder.of(session).ttlExpiresAt(deadline).build();
  }

  Optional<Session> find(UUID sessionId) {
    return store.find(new SessionKey(organizationId, sessionId)).map(this::complete);
  }

  Optional<Session> find(ExternalRef ref) {
    return store.findByExternalRef(organizationId, ref).map(this::complete);
  }

  Page<Session> list(SessionFilter filter, @Nullable String cursor, int limit) {
    Validator door = new Validator();
    door.range("limit", limit, 1, wiring.limits().pageSize());
    SessionFilter checked = check(door, filter);
    door.throwIfInvalid();
    ListIntent.Position after = cursor == null ? null : Cursors.read(organizationId, cursor);
    List<Session> page = new ArrayList<>();
    long bytes = 0;
    boolean more = true;
    int most = atOnce(LargestTexts.ofSession(wiring.limits()));
    // Few at first: sessions of many small values take many times the memory of their text.
    int next = Math.max(1, most / 4);
    while (more && page.size() < limit && bytes < PAGE_BYTES) {
      int wanted = Math.min(next, limit - page.size());
      next = Math.min(most, 2 * next);
      // One more than wanted shows whether there are others.
      List<Session> found = store.list(new ListIntent(organizationId, checked, after, wanted + 1));
      more = found.size() > wanted;
      for (Session session : more ? found.subList(0, wanted) : found) {
        page.add(complete(session));
        bytes += LargestTexts.lengthOf(session);
        after = new ListIntent.Position(session.createdAt(), session.id());
      }
    }
    return new Page<>(page, more ? Cursors.after(organizationId, page.get(page.size() - 1)) : null);
  }

  /** Returns how many items, each at most so large, are read at once. */
  private static int atOnce(int bytes) {
    return Math.max(1, PAGE_BYTES / bytes);
  }

  SessionCounts count(SessionFilter filter) {
    Validator door = new Validator();
    SessionFilter checked = check(door, filter);
    door.throwIfInvalid();
    return store.count(organizationId, checked);
  }

  List<SessionBucket> series(SessionFilter filter, Instant from, Instant to, Duration bucket) {
    Validator door = new Validator();
    SessionFilter checked = check(door, filter);
    door.present("from", from);
    door.present("to", to);
    door.present("bucket", bucket);
    Instant first = door.time("from", from);
    Instant end = door.time("to", to);
    door.throwIfInvalid();
    if (first == null || end == null || !first.isBefore(end)) {
      throw Validator.invalid("to", "after from");
    }
    if (bucket.compareTo(SHORTEST_BUCKET) < 0
        || bucket.compareTo(LONGEST_BUCKET) > 0
        || Duration.between(first, end).compareTo(bucket.multipliedBy(MOST_BUCKETS)) > 0) {
      throw Validator.invalid(
          "bucket", "1 s to 36,500 days, and so that there are at most " + MOST_BUCKETS);
    }
    Instant createdFrom = checked.createdFrom();
    Instant createdBefore = checked.createdBefore();
    SessionFilter bounded =
        checked.withCreated(
            createdFrom == null || createdFrom.isBefore(first) ? first : createdFrom,
            createdBefore == null || createdBefore.isAfter(end) ? end : createdBefore);
    Duration whole = bucket.truncatedTo(ChronoUnit.MICROS);
    return store.series(new SeriesIntent(organizationId, bounded, first, end, whole));
  }

  private static SessionFilter check(Validator door, SessionFilter filter) {
    Instant from = door.time("created_from", filter.createdFrom());
    Instant before = door.time("created_before", filter.createdBefore());
    Instant endedFrom = door.time("ended_from", filter.endedFrom());
    Instant endedBefore = door.time("ended_before", filter.endedBefore());
    door.text("channel", filter.channel(), Limits.CHANNEL_LENGTH);
    String disposition = filter.disposition();
    if (disposition != null && !AfterCallWork.LABEL.matcher(disposition).matches()) {
      door.reject("disposition", AfterCallWork.IS_LABEL);
    }
    return filter.withCreated(from, before).withEnded(endedFrom, endedBefore);
  }

  List<StoredMessage> messages(UUID sessionId, int afterSequence, int limit) {
    return page(sessionId, afterSequence, limit, key -> messages(key, afterSequence, limit));
  }

  private List<StoredMessage> messages(SessionKey key, int afterSequence, int limit) {
    List<StoredMessage> page = new ArrayList<>();
    int after = afterSequence;
    long bytes = 0;
    boolean more = true;
    while (more && page.size() < limit && bytes < PAGE_BYTES) {
      int wanted = Math.min(atOnce(wiring.limits().messageBytes()), limit - page.size());
      List<StoredMessage> found = store.messages(key, after, wanted);
      more = found.size() == wanted;
      for (StoredMessage message : found) {
        page.add(message);
        bytes += message.text().length();
        after = message.sequence();
      }
    }
    return page;
  }

  List<StoredMessage> allMessages(UUID sessionId) {
    return all(
        after -> messages(sessionId, after, wiring.limits().pageSize()), StoredMessage::sequence);
  }

  List<HistoryEntry> history(UUID sessionId, int afterSequence, int limit) {
    return page(sessionId, afterSequence, limit, key -> store.history(key, afterSequence, limit));
  }

  List<HistoryEntry> allHistory(UUID sessionId) {
    return all(
        after -> history(sessionId, after, wiring.limits().pageSize()), HistoryEntry::sequence);
  }

  private <T> List<T> page(
      UUID sessionId, int afterSequence, int limit, Function<SessionKey, List<T>> read) {
    Validator door = new Validator();
    door.range("after_sequence", afterSequence, 0, Integer.MAX_VALUE);
    door.range("limit", limit, 1, wiring.limits().pageSize());
    door.throwIfInvalid();
    SessionKey key = new SessionKey(organizationId, sessionId);
    List<T> items = read.apply(key);
    if (items.isEmpty() && store.find(key).isEmpty()) {
      throw new SessionNotFoundException(sessionId);
    }
    return items;
  }

  private <T> List<T> all(IntFunction<List<T>> page, ToIntFunction<T> sequence) {
    List<T> all = new ArrayList<>();
    int after = 0;
    List<T> items = page.apply(after);
    while (!items.isEmpty()) {
      all.addAll(items);
      after = sequence.applyAsInt(items.get(items.size() - 1));
      items = page.apply(after);
    }
    return List.copyOf(all);
  }
}
