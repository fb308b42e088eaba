package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.ListIntent.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which sessions a listing shows, and from which position on. */
final class ModelFilter {
  private ModelFilter() {}

  static boolean matches(SessionFilter filter, Session session) {
    return (filter.statuses().isEmpty() || filter.statuses().contains(session.status()))
        && is(filter.channel(), Channels.normalized(session.channel()))
        && is(filter.sessionType(), session.sessionType())
        && is(filter.priority(), session.priority())
        && is(filter.endUserId(), session.endUserId())
        && is(filter.assignedAgentId(), session.assignedAgentId())
        && is(filter.reason(), session.reason())
        && is(filter.outcome(), session.outcome())
        && (filter.createdFrom() == null || !session.createdAt().isBefore(filter.createdFrom()))
        && (filter.createdBefore() == null || session.createdAt().isBefore(filter.createdBefore()))
        && is(
            filter.disposition(),
            session.disposition() == null ? null : session.disposition().code())
        && isWithin(filter.endedFrom(), filter.endedBefore(), session.endedAt());
  }

  private static boolean isWithin(
      @Nullable Instant from, @Nullable Instant before, @Nullable Instant time) {
    if (from == null && before == null) {
      return true;
    }
    return time != null
        && (from == null || !time.isBefore(from))
        && (before == null || time.isBefore(before));
  }

  private static boolean is(@Nullable Object wanted, @Nullable Object found) {
    return wanted == null || wanted.equals(found);
  }

  /** Whether the session comes after the position: newest first. */
  static boolean isAfter(@Nullable Position place, Session session) {
    if (place == null) {
      return true;
    }
    int time = session.createdAt().compareTo(place.createdAt());
    return time < 0 || (time == 0 && IdOrder.compare(session.id(), place.id()) < 0);
  }
}
