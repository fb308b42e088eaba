package dev.sessionlifecycle.conversation;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.Session;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nine statuses of a conversation in the AnyReach API: a view of a session, never stored.
 *
 * <p>Follows {@code Status} of the AnyReach API, page "End a conversation".
 */
public enum ConversationStatus {
  /** A web session exists, and the user has not joined. */
  TOKEN_CREATED,
  /** Requested, such as a queued outbound call. */
  TRIGGERED,
  /** The destination is ringing. */
  RINGING,
  /** In progress. */
  IN_PROGRESS,
  /** Ended normally. */
  COMPLETED,
  /** Ended with an error. */
  FAILED,
  /** Cancelled before anyone was connected. */
  CANCELLED,
  /** Transferred to another destination. */
  TRANSFERRED,
  /** The call was never answered. */
  UNANSWERED;

  private static final String WEBRTC = "webrtc";

  private static final Set<TerminationReason> NOT_ANSWERED =
      Set.of(
          TerminationReason.CALLEE_BUSY,
          TerminationReason.CALLEE_NO_ANSWER,
          TerminationReason.CALLEE_UNAVAILABLE,
          TerminationReason.CALLEE_DECLINED,
          TerminationReason.USER_UNAVAILABLE,
          TerminationReason.USER_REJECTED,
          TerminationReason.PARTICIPANT_JOIN_TIMEOUT);

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire, such as {@code in_progress}. */
  public String wire() {
    return wire;
  }

  /** Whether the conversation can still be ended. */
  public boolean isLive() {
    return this == TOKEN_CREATED || this == TRIGGERED || this == RINGING || this == IN_PROGRESS;
  }

  /**
   * Returns the status of a session. A session with a status of a newer version counts as completed
   * once it has ended, and as in progress before.
   */
  public static ConversationStatus of(Session session, Channels channels) {
    boolean connected = session.activatedAt() != null || channels.isText(session.channel());
    return switch (session.status()) {
      case QUEUED ->
          Channels.normalized(session.channel()).equals(WEBRTC) ? TOKEN_CREATED : TRIGGERED;
      case RINGING -> RINGING;
      case ACTIVE, PAUSED, WAITING_FOR_HUMAN, AWAITING_APPROVAL -> IN_PROGRESS;
      case TRANSFERRED -> TRANSFERRED;
      case ERROR -> FAILED;
      case CLOSED -> closed(session.reason(), connected);
      case SUPERSEDED -> connected ? COMPLETED : CANCELLED;
      case EXPIRED -> expired(session, connected);
      case UNRECOGNIZED -> session.endedAt() == null ? IN_PROGRESS : COMPLETED;
    };
  }

  private static ConversationStatus closed(@Nullable TerminationReason reason, boolean connected) {
    if (reason == TerminationReason.TRANSFERRED || reason == TerminationReason.ESCALATED) {
      return TRANSFERRED;
    } else if (reason != null && NOT_ANSWERED.contains(reason)) {
      return UNANSWERED;
    } else if (reason == TerminationReason.CALLEE_NOT_FOUND
        || (reason != null && reason.category() == OutcomeCategory.FAILED)) {
      return FAILED;
    } else if (reason == TerminationReason.VOICEMAIL_DETECTED) {
      return COMPLETED;
    }
    return connected ? COMPLETED : CANCELLED;
  }

  private static ConversationStatus expired(Session session, boolean connected) {
    if (connected) {
      return COMPLETED;
    }
    return session.rangAt() != null
            || session.reason() == TerminationReason.PARTICIPANT_JOIN_TIMEOUT
        ? UNANSWERED
        : CANCELLED;
  }
}
