package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.ListIntent.Position;
import dev.sessionlifecycle.spi.SeriesIntent;
import dev.sessionlifecycle.spi.SessionCountsBuilder;
import dev.sessionlifecycle.spi.SessionSeriesBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions of an organization in listing order, the newest first. */
final class ListingIndex {

  /** The smallest id, which is the last of its time in listing order. */
  private static final UUID LEAST = new UUID(0, 0);

  private static final Comparator<Position> NEWEST_FIRST =
      Comparator.comparing(Position::createdAt)
          .thenComparing(Position::id, IdOrder.UNSIGNED)
          .reversed();

  private final ConcurrentSkipListMap<Position, SessionCell> sessions =
      new ConcurrentSkipListMap<>(NEWEST_FIRST);

  void add(SessionCell cell) {
    sessions.put(new Position(cell.row.createdAt(), cell.row.id()), cell);
  }

  void remove(SessionCell cell) {
    sessions.remove(new Position(cell.row.createdAt(), cell.row.id()), cell);
  }

  /** Counts sessions in their current states; concurrent changes may or may not be counted. */
  SessionCounts count(SessionFilter filter) {
    SessionCountsBuilder tally = new SessionCountsBuilder();
    forEach(filter, it -> tally.add(it.status(), it.reason(), it.outcome(), 1));
    return tally.counts();
  }

  /** Counts by spans of the time of creation. */
  List<SessionBucket> series(SeriesIntent intent) {
    SessionSeriesBuilder series = new SessionSeriesBuilder(intent);
    Map<Integer, List<Long>> durations = new HashMap<>();
    forEach(
        intent.filter(),
        it -> {
          int bucket = intent.bucketOf(it.createdAt());
          series.add(bucket, it.status(), it.reason(), it.outcome(), 1);
          if (it.durationMs() != null) {
            durations.computeIfAbsent(bucket, place -> new ArrayList<>()).add(it.durationMs());
          }
        });
    durations.forEach(
        (bucket, all) -> {
          Collections.sort(all);
          series.durations(
              bucket,
              SessionSeriesBuilder.percentile(all, 0.5),
              SessionSeriesBuilder.percentile(all, 0.95));
        });
    return series.buckets();
  }

  private void forEach(SessionFilter filter, Consumer<Session> matched) {
    Instant createdFrom = filter.createdFrom();
    for (Map.Entry<Position, SessionCell> entry : from(null, filter).entrySet()) {
      if (createdFrom != null && entry.getKey().createdAt().isBefore(createdFrom)) {
        break;
      }
      Session session = entry.getValue().read();
      if (matches(filter, session)) {
        matched.accept(session);
      }
    }
  }

  /** Returns the sessions after a position, or all from the newest that can match. */
  private Map<Position, SessionCell> from(@Nullable Position after, SessionFilter filter) {
    Instant before = filter.createdBefore();
    if (after != null) {
      return sessions.tailMap(after, false);
    }
    return before == null ? sessions : sessions.tailMap(new Position(before, LEAST), false);
  }

  List<Session> list(ListIntent intent) {
    List<Session> found = new ArrayList<>();
    Instant createdFrom = intent.filter().createdFrom();
    for (Map.Entry<Position, SessionCell> entry :
        from(intent.after(), intent.filter()).entrySet()) {
      boolean past = createdFrom != null && entry.getKey().createdAt().isBefore(createdFrom);
      if (past || found.size() >= intent.limit()) {
        break;
      }
      Session session = entry.getValue().read();
      if (matches(intent.filter(), session)) {
        found.add(session);
      }
    }
    return List.copyOf(found);
  }

  private static boolean matches(SessionFilter filter, Session session) {
    Instant createdBefore = filter.createdBefore();
    return (filter.statuses().isEmpty() || filter.statuses().contains(session.status()))
        && is(filter.channel(), Channels.normalized(session.channel()))
        && is(filter.sessionType(), session.sessionType())
        && is(filter.priority(), session.priority())
        && is(filter.endUserId(), session.endUserId())
        && is(filter.assignedAgentId(), session.assignedAgentId())
        && is(filter.reason(), session.reason())
        && is(filter.outcome(), session.outcome())
        && (createdBefore == null || session.createdAt().isBefore(createdBefore))
        && is(filter.disposition(), codeOf(session))
        && isWithin(filter.endedFrom(), filter.endedBefore(), session.endedAt());
  }

  private static @Nullable String codeOf(Session session) {
    Disposition disposition = session.disposition();
    return disposition == null ? null : disposition.code();
  }

  private static boolean isWithin(
      @Nullable Instant from, @Nullable Instant before, @Nullable Instant time) {
    boolean isBounded = from != null || before != null;
    return !isBounded
        || (time != null
            && (from == null || !time.isBefore(from))
            && (before == null || time.isBefore(before)));
  }

  private static boolean is(@Nullable Object wanted, @Nullable Object value) {
    return wanted == null || wanted.equals(value);
  }
}
