package dev.sessionlifecycle.conversation;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Three operations that close a conversation, for a service that offers the APIs of Feather and
 * AnyReach. None of them ever opens a session. Thread-safe.
 *
 * <p>Follows the pages "Close a v2 conversation" and "End a v2 conversation through the close
 * pipeline (admin)" of the Feather API, and "End a conversation" of the AnyReach API.
 */
public final class ConversationEndpoints {
  private final OrganizationSessions sessions;
  private final Channels channels;

  private ConversationEndpoints(OrganizationSessions sessions, Channels channels) {
    this.sessions = Validator.require("sessions", sessions);
    this.channels = Validator.require("channels", channels);
  }

  /** The endpoints of one organization, with the default channels. */
  public static ConversationEndpoints of(OrganizationSessions sessions) {
    return new ConversationEndpoints(sessions, Channels.defaults());
  }

  /** Returns a copy with these channels. */
  public ConversationEndpoints withChannels(Channels value) {
    return new ConversationEndpoints(sessions, value);
  }

  /**
   * Closes a session for any reason.
   *
   * @param reason free text; null or blank means {@code unknown}
   * @return the ended session, also if it had ended before
   * @throws SessionNotFoundException if the organization has no such session
   * @throws AccessDeniedException from a read-only view
   */
  public Session close(UUID conversationId, @Nullable String reason) {
    return sessions.close(conversationId, EndRequest.reported(reason)).session();
  }

  /**
   * Closes a session on behalf of an administrator: triggered by {@code admin}, with the reason
   * {@code agent_initiated} unless the request names one.
   *
   * @param conversationId the session; ids in the body are ignored
   * @param request the body; null if there is none
   * @return a result without messages, in status {@code ended}
   * @throws SessionNotFoundException if the organization has no such session
   * @throws AccessDeniedException from a read-only view
   */
  public TurnResult endForAdmin(UUID conversationId, @Nullable EndSessionRequest request) {
    String reason = request == null ? null : request.reason();
    EndRequest end =
        reason == null || isBlank(reason)
            ? EndRequest.because(TerminationReason.AGENT_INITIATED)
            : EndRequest.reported(reason);
    Session ended =
        sessions.close(conversationId, end.withTriggeredBy(TriggeredBy.ADMIN)).session();
    return TurnResult.ended(ended.id(), ended.statusText());
  }

  /**
   * Ends a text conversation. Repeated calls return the same record.
   *
   * @param conversationId the id as the caller sent it; one that is not a UUID matches no session
   * @throws AccessDeniedException from a read-only view, before anything else is checked
   * @throws SessionNotFoundException if the organization has no such session
   * @throws SessionConflictException {@code not_a_text_conversation} for any other channel,
   *     whatever the status; {@code conversation_not_endable} if it ended in a status other than
   *     {@code completed}, or was transferred
   */
  public EndedConversation endText(String conversationId) {
    if (!sessions.isWritable()) {
      throw new AccessDeniedException("end");
    }
    Session session = sessions.get(id(conversationId));
    if (!channels.isText(session.channel())) {
      throw new SessionConflictException(
          "not_a_text_conversation",
          "session " + session.id() + " is not on a text channel; close it instead");
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

  /** Returns the conversation status of a session. */
  public ConversationStatus status(Session session) {
    return ConversationStatus.of(session, channels);
  }

  /** Blank as the core means it when it looks for a reason: spaces and control characters. */
  private static boolean isBlank(String text) {
    return text.chars().allMatch(c -> c <= ' ' || Character.isSpaceChar(c));
  }

  private static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException notAnId) {
      // indistinguishable from an id that matches no session
    }
    throw SessionNotFoundException.unreadable();
  }
}
