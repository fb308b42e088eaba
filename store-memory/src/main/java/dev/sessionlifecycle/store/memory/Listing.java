package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.ListIntent.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The sessions of an organization in the order of the listing: the newest first. */
final class Listing {

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

  List<Session> list(ListIntent intent) {
    List<Session> found = new ArrayList<>();
    Instant createdFrom = intent.filter().createdFrom();
    Position after = intent.after();
    Map<Position, SessionCell> rest = after == null ? sessions : sessions.tailMap(after, false);
    for (Map.Entry<Position, SessionCell> entry : rest.entrySet()) {
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
        && is(filter.channel(), session.channel())
        && is(filter.sessionType(), session.sessionType())
        && is(filter.priority(), session.priority())
        && is(filter.endUserId(), session.endUserId())
        && is(filter.assignedAgentId(), session.assignedAgentId())
        && is(filter.reason(), session.reason())
        && is(filter.outcome(), session.outcome())
        && (createdBefore == null || session.createdAt().isBefore(createdBefore));
  }

  private static boolean is(@Nullable Object wanted, @Nullable Object value) {
    return wanted == null || wanted.equals(value);
  }
}
