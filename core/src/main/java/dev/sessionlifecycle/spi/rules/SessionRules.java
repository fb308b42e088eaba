package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What opening, appending, moving and enriching write on a row: pure functions, as {@link EndRules}
 * is for the end.
 */
public final class SessionRules {

  private SessionRules() {}

  /** The draft with what the store's clock stamps. */
  public static Session opened(Session draft, Instant storeNow) {
    return SessionBuilder.of(draft)
        .statusSince(storeNow)
        .lastActivityAt(storeNow)
        .rangAt(draft.status() == SessionStatus.RINGING ? storeNow : null)
        .activatedAt(draft.status() == SessionStatus.ACTIVE ? storeNow : null)
        .build();
  }

  /**
   * The session with more messages.
   *
   * @param fresh the messages that are new; where there are none, the session stays as it is
   * @param at the business time of the call
   */
  public static Session appended(
      Session row, List<StoredMessage> fresh, Instant at, Instant storeNow) {
    if (fresh.isEmpty()) {
      return row;
    }
    Instant first = row.firstMessageAt();
    Instant last = row.lastMessageAt();
    int fromUser = 0;
    for (StoredMessage message : fresh) {
      first = first == null || message.sentAt().isBefore(first) ? message.sentAt() : first;
      last = Instants.max(last, message.sentAt());
      fromUser += message.role() == MessageRole.USER ? 1 : 0;
    }
    return SessionBuilder.of(row)
        .messageCount(row.messageCount() + fresh.size())
        .userMessageCount(row.userMessageCount() + fromUser)
        .firstMessageAt(first)
        .lastMessageAt(last)
        .updatedAt(Instants.max(row.updatedAt(), at))
        .lastActivityAt(Instants.max(row.lastActivityAt(), storeNow))
        .build();
  }

  /**
   * The session with messages that its owner had held back when another ended it.
   *
   * @param fresh the messages that are new; where there are none, the session stays as it is
   * @param at the business time of the call
   */
  public static Session flushed(Session row, List<StoredMessage> fresh, Instant at) {
    Session more = appended(row, fresh, at, row.lastActivityAt());
    return more.reason() == null
        ? more
        : SessionBuilder.of(more).outcome(more.reason().outcome(more.isEngaged())).build();
  }

  /** The live session with its owner having seen activity. */
  public static Session touched(Session row, Instant storeNow) {
    return SessionBuilder.of(row)
        .lastActivityAt(Instants.max(row.lastActivityAt(), storeNow))
        .build();
  }

  /** The session in another live status. The first-time stamps are the new status's since. */
  public static Session moved(Session row, SessionStatus to, Instant at, Instant storeNow) {
    Instant since = Instants.max(row.statusSince(), storeNow);
    Instant rangAt = row.rangAt();
    Instant activatedAt = row.activatedAt();
    return SessionBuilder.of(row)
        .status(to)
        .statusSince(since)
        .lastActivityAt(Instants.max(row.lastActivityAt(), storeNow))
        .rangAt(rangAt == null && to == SessionStatus.RINGING ? since : rangAt)
        .activatedAt(activatedAt == null && to == SessionStatus.ACTIVE ? since : activatedAt)
        .updatedAt(Instants.max(row.updatedAt(), at))
        .build();
  }

  /**
   * After which time a sweep has to look at a session that is moved. A session that becomes active
   * again is looked at from when it was first active, from where its age counts: so at once, also
   * where the store's clock goes back afterwards.
   *
   * @param checkIn what the move asks for; null for no look
   * @param storeNow the store's clock
   * @return negative where that time has passed
   */
  public static @Nullable Duration firstCheckAfter(
      Session before, SessionStatus to, @Nullable Duration checkIn, Instant storeNow) {
    Instant activatedAt = before.activatedAt();
    return checkIn == null || to != SessionStatus.ACTIVE || activatedAt == null
        ? checkIn
        : Duration.between(storeNow, activatedAt);
  }

  /** Whether an enrichment may be written: the session has ended for an unspecific reason. */
  public static boolean mayEnrich(Session row) {
    return row.status().isTerminal() && row.reason() != null && row.reason().isUnspecific();
  }

  /** The ended session with a specific reason. */
  public static Session enriched(Session row, EnrichIntent intent) {
    String reported = intent.reportedReason();
    return SessionBuilder.of(row)
        .reason(intent.endReason().reason())
        .outcome(intent.endReason().outcome(row.isEngaged()))
        .reportedReason(reported == null ? row.reportedReason() : reported)
        .updatedAt(Instants.max(row.updatedAt(), intent.at()))
        .build();
  }
}
