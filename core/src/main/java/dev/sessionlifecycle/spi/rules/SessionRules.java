package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
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
   * The session with messages that its owner had held back when another ended it: it ended no
   * earlier than they were sent. An archive that has it without them gets it again.
   *
   * @param fresh the messages that are new; where there are none, the session stays as it is
   * @param at the business time of the call
   * @param policy the one that decides how long it is kept, see {@link EndRules#stamp}
   */
  public static Session flushed(
      Session row, List<StoredMessage> fresh, Instant at, RetentionPolicy policy) {
    TerminationReason reason = row.reason();
    if (fresh.isEmpty() || reason == null) {
      return row;
    }
    Session more = appended(row, fresh, at, row.lastActivityAt());
    Instant last = Validator.require("last_message_at", more.lastMessageAt());
    Instant closedAt = Instants.max(more.closedAt(), last);
    Instant endedAt = Instants.max(more.endedAt(), last);
    Session ended =
        SessionBuilder.of(more)
            .closedAt(closedAt)
            .endedAt(endedAt)
            .durationMs(Duration.between(more.startedAt(), endedAt).toMillis())
            .updatedAt(Instants.max(more.updatedAt(), closedAt))
            .archivedAt(null)
            .build();
    return judged(ended, EndReason.of(reason), policy);
  }

  /**
   * The ended session with the outcome of this reason, kept at least as long as the policy keeps
   * sessions of that outcome.
   */
  private static Session judged(Session ended, EndReason reason, RetentionPolicy policy) {
    Session judged =
        SessionBuilder.of(ended)
            .reason(reason.reason())
            .outcome(reason.outcome(ended.isEngaged()))
            .build();
    return SessionBuilder.of(judged)
        .retentionExpiresAt(RetentionRules.recalculated(judged, policy, false))
        .build();
  }

  /** The live session with a sign of life at this time. */
  public static Session touched(Session row, Instant storeNow) {
    return row.lastActivityAt().isBefore(storeNow)
        ? SessionBuilder.of(row).lastActivityAt(storeNow).build()
        : row;
  }

  /** The live session, taken over by another worker. */
  public static Session takenOver(Session row, Instant at) {
    return SessionBuilder.of(row).updatedAt(Instants.max(row.updatedAt(), at)).build();
  }

  /**
   * Decides about a move. A session whose time limit has passed does not move, not even to where it
   * is already, which would count as activity.
   *
   * @param row the session as it stands
   * @param storeNow the store's clock
   * @return a {@code Moved} with the session as it is to be stored, or why nothing is
   */
  public static TransitionReply judge(Session row, TransitionIntent intent, Instant storeNow) {
    SessionStatus from = row.status();
    if (row.isEnded()) {
      return new TransitionReply.AlreadyEnded(row);
    }
    CloseIntent overdue = from.isLive() ? intent.overdue().end(row, storeNow).orElse(null) : null;
    if (overdue != null) {
      return new TransitionReply.Overdue(overdue);
    } else if (from == intent.to()) {
      return new TransitionReply.Moved(from, touched(row, storeNow));
    } else if (!Transitions.allows(from, intent.to())) {
      return new TransitionReply.Illegal(row);
    }
    return new TransitionReply.Moved(from, moved(row, intent.to(), intent.at(), storeNow));
  }

  /** The session in another live status. The first-time stamps are the new status's since. */
  private static Session moved(Session row, SessionStatus to, Instant at, Instant storeNow) {
    Instant since = Instants.max(row.statusSince(), storeNow);
    Instant rangAt = row.rangAt();
    Instant activatedAt = row.activatedAt();
    Instant handedOnAt = row.handedOnAt();
    return SessionBuilder.of(row)
        .status(to)
        .statusSince(since)
        .lastActivityAt(Instants.max(row.lastActivityAt(), storeNow))
        .rangAt(rangAt == null && to == SessionStatus.RINGING ? since : rangAt)
        .activatedAt(activatedAt == null && to == SessionStatus.ACTIVE ? since : activatedAt)
        .handedOnAt(handedOnAt == null && to == SessionStatus.TRANSFERRED ? since : handedOnAt)
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

  /**
   * Whether another reason may be written: the session has ended, and for an enrichment its reason
   * is unspecific, for a correction it is another one and was not corrected before.
   */
  public static boolean mayEnrich(Session row, EnrichIntent intent, boolean wasCorrected) {
    TerminationReason reason = row.reason();
    if (!row.status().isTerminal() || reason == null) {
      return false;
    }
    return intent.kind() == HistoryEntry.Kind.CORRECTED
        ? !wasCorrected && reason != intent.endReason().reason()
        : reason.isUnspecific();
  }

  /**
   * The ended session with a specific reason. An archive that has it with the other gets it again,
   * unless the session is anonymous by now: the archive has more of it than is left.
   */
  public static Session enriched(Session row, EnrichIntent intent, RetentionPolicy policy) {
    boolean isAnonymous = row.endUserId().equals(Anonymizer.ANONYMOUS_USER);
    String reported = StoringRules.reported(row.storing(), intent.reportedReason());
    return SessionBuilder.of(judged(row, intent.endReason(), policy))
        .reportedReason(reported == null ? row.reportedReason() : reported)
        .archivedAt(isAnonymous ? row.archivedAt() : null)
        .updatedAt(Instants.max(row.updatedAt(), intent.at()))
        .build();
  }
}
