package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.AccessDeniedException;
import dev.sessionlifecycle.CloseResult;
import dev.sessionlifecycle.ConversationStatus;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.TextChannels;
import dev.sessionlifecycle.TriggeredBy;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The three ways in which the platforms that this library follows end a conversation, for a service
 * that offers them to others. None of them ever opens a session. Thread-safe.
 *
 * <p>Sources: the Feather pages "Close a v2 conversation" and "End a v2 conversation through the
 * close pipeline (admin)", and the AnyReach page "End a conversation".
 */
public final class ConversationDoors {
  private final OrganizationSessions sessions;
  private final TextChannels textChannels;

  private ConversationDoors(OrganizationSessions sessions, TextChannels textChannels) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.textChannels = Objects.requireNonNull(textChannels, "textChannels");
  }

  /** The doors of one organization, with the default text channels. */
  public static ConversationDoors of(OrganizationSessions sessions) {
    return new ConversationDoors(sessions, TextChannels.defaults());
  }

  /** The same with these text channels. */
  public ConversationDoors textChannels(TextChannels channels) {
    return new ConversationDoors(sessions, channels);
  }

  /**
   * Closes a session, whatever the reason; the answer is the ended session, also where it had ended
   * before.
   *
   * @param reason in any words; null or blank for {@code unknown}
   * @throws SessionNotFoundException where the organization has no such session
   * @throws AccessDeniedException from a read-only view
   */
  public Session close(UUID conversationId, @Nullable String reason) {
    return sessions.close(conversationId, EndRequest.reported(reason)).session();
  }

  /**
   * Ends a session for an administrator: triggered by {@code admin}, for the reason {@code
   * agent_initiated} where none is given.
   *
   * @param conversationId the session; what the body says of ids is ignored
   * @param request the body; null where there is none
   * @return no messages, and {@code ended}
   * @throws SessionNotFoundException where the organization has no such session
   * @throws AccessDeniedException from a read-only view
   */
  public TurnResult endForAdmin(UUID conversationId, @Nullable EndSessionRequest request) {
    String reason = request == null ? null : request.reason();
    EndRequest end =
        reason == null || Texts.isBlank(reason)
            ? EndRequest.because(TerminationReason.AGENT_INITIATED)
            : EndRequest.reported(reason);
    Session ended = sessions.close(conversationId, end.triggeredBy(TriggeredBy.ADMIN)).session();
    return TurnResult.ended(ended.id(), ended.statusText());
  }

  /**
   * Ends a text conversation. Repeating it answers the same record.
   *
   * @param conversationId the id as the caller gave it; one that is no UUID is of no session
   * @throws AccessDeniedException from a read-only view, before anything else is looked at
   * @throws SessionNotFoundException where the organization has no such session
   * @throws SessionConflictException {@code not_a_text_conversation} for any other channel,
   *     whatever the status; {@code conversation_not_endable} where it ended in another way than
   *     {@code completed}, or was handed on
   */
  public EndedConversation endText(String conversationId) {
    if (!sessions.isWritable()) {
      throw new AccessDeniedException("end");
    }
    Session session = sessions.get(id(conversationId));
    if (!textChannels.contains(session.channel())) {
      throw new SessionConflictException(
          "not_a_text_conversation",
          "session " + session.id() + " is not on a text channel, and is ended by closing it");
    }
    if (status(session).isLive()) {
      CloseResult result =
          sessions.close(session.id(), EndRequest.because(TerminationReason.AGENT_INITIATED));
      session = result.session();
    }
    if (status(session) != ConversationStatus.COMPLETED) {
      throw new SessionConflictException(
          "conversation_not_endable",
          "session "
              + session.id()
              + " is "
              + status(session).wire()
              + ", neither live nor completed");
    }
    return EndedConversation.of(session);
  }

  /** Where a session stands, in the nine statuses. */
  public ConversationStatus status(Session session) {
    return ConversationStatus.of(session, textChannels);
  }

  private static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException notAnId) {
      // the same answer as for an id that nobody has
    }
    throw SessionNotFoundException.unreadable();
  }
}
