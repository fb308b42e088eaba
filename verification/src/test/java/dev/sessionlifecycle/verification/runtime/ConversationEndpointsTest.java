package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.conversation.ConversationEndpoints;
import dev.sessionlifecycle.conversation.ConversationStatus;
import dev.sessionlifecycle.conversation.EndSessionRequest;
import dev.sessionlifecycle.conversation.EndedConversation;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints of the two conversation APIs, on any store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ConversationEndpointsTest {

  private final UUID organization = UUID.randomUUID();
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;
  private final ConversationEndpoints endpoints;

  ConversationEndpointsTest(StoreKind kind) {
    lifecycle = SessionLifecycle.builder(kind.open()).build();
    sessions = lifecycle.organization(organization);
    endpoints = ConversationEndpoints.of(sessions);
  }

  @AfterEach
  void stop() {
    lifecycle.close();
  }

  private UUID open(String channel) {
    return open(channel, SessionStatus.ACTIVE);
  }

  private UUID open(String channel, SessionStatus status) {
    return sessions
        .open(SessionRequest.on(channel, UUID.randomUUID()).withStatus(status))
        .orThrow()
        .id();
  }

  private UUID foreign() {
    return lifecycle
        .organization(UUID.randomUUID())
        .open(SessionRequest.on("chat", UUID.randomUUID()))
        .orThrow()
        .id();
  }

  @Test
  void close_returns_the_session_and_keeps_the_first_reason() {
    UUID id = open("voice");
    Session closed = endpoints.close(id, "USER_REJECTED");
    assertThat(closed.status()).isEqualTo(SessionStatus.CLOSED);
    assertThat(closed.reason()).isEqualTo(TerminationReason.USER_REJECTED);
    assertThat(endpoints.close(id, "error")).isEqualTo(closed);
    assertThat(endpoints.close(open("voice"), null).reason()).isEqualTo(TerminationReason.UNKNOWN);
  }

  @Test
  void an_admin_end_without_a_body_is_agent_initiated() {
    UUID id = open("voice");
    TurnResult result = endpoints.endForAdmin(id, null);
    assertThat(result.sessionId()).isEqualTo(id);
    assertThat(result.status()).isEqualTo(RuntimeStatus.ENDED);
    assertThat(result.messages()).isEmpty();
    assertThat(result.error()).isNull();
    Session session = sessions.get(id);
    assertThat(session.status()).isEqualTo(SessionStatus.CLOSED);
    assertThat(session.reason()).isEqualTo(TerminationReason.AGENT_INITIATED);
    assertThat(session.outcome()).isEqualTo(OutcomeCategory.RESOLVED);
    assertThat(session.triggeredBy()).isEqualTo("admin");
  }

  @Test
  void the_ids_in_the_body_are_required_and_ignored() {
    UUID id = open("voice");
    UUID other = open("voice");
    endpoints.endForAdmin(
        id, EndSessionRequest.of(UUID.randomUUID(), other).withReason("escalated"));
    assertThat(sessions.get(id).reason()).isEqualTo(TerminationReason.ESCALATED);
    assertThat(sessions.get(other).isEnded()).isFalse();
    assertThatThrownBy(() -> new EndSessionRequest(null, null, null, "api", "x"))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.violations())
                    .extracting(Violation::field)
                    .containsExactly("end_user_id", "session_id"));
  }

  @Test
  void an_unknown_reason_closes_as_unknown_and_is_kept() {
    UUID id = open("voice");
    endpoints.endForAdmin(
        id, EndSessionRequest.of(UUID.randomUUID(), id).withReason("the cat sat on it"));
    assertThat(sessions.get(id).reason()).isEqualTo(TerminationReason.UNKNOWN);
    assertThat(sessions.get(id).reportedReason()).isEqualTo("the cat sat on it");
  }

  @Test
  void endpoints_open_no_session_and_treat_foreign_and_missing_ids_alike() {
    for (UUID id : new UUID[] {UUID.randomUUID(), foreign()}) {
      assertThatThrownBy(() -> endpoints.close(id, null))
          .isInstanceOf(SessionNotFoundException.class)
          .hasMessage("there is no session " + id);
      assertThatThrownBy(() -> endpoints.endForAdmin(id, null))
          .isInstanceOf(SessionNotFoundException.class)
          .hasMessage("there is no session " + id);
      assertThatThrownBy(() -> endpoints.endText(id.toString()))
          .isInstanceOf(SessionNotFoundException.class)
          .hasMessage("there is no session " + id);
    }
    assertThatThrownBy(() -> endpoints.endText("nonsense"))
        .isInstanceOf(SessionNotFoundException.class);
    assertThatThrownBy(() -> endpoints.endText("1-1-1-1-1"))
        .isInstanceOf(SessionNotFoundException.class);
    assertThat(sessions.list(SessionFilter.all()).items()).isEmpty();
  }

  @Test
  void ending_a_text_conversation_twice_returns_the_same_completed_record() {
    UUID id = open("whatsapp");
    sessions.append(id, Message.fromUser("hi"));
    EndedConversation first = endpoints.endText(id.toString());
    assertThat(first.conversationId()).isEqualTo(id);
    assertThat(first.status()).isEqualTo(ConversationStatus.COMPLETED);
    assertThat(first.summary()).isNull();
    assertThat(endpoints.endText(id.toString())).isEqualTo(first);
    assertThat(sessions.get(id).reason()).isEqualTo(TerminationReason.AGENT_INITIATED);
    assertThat(sessions.history(id)).hasSize(2);
  }

  @Test
  void the_duration_is_the_stored_one_in_whole_seconds_rounded_down() {
    UUID id = open("chat");
    Session started = sessions.get(id);
    Instant end = started.startedAt();
    sessions.close(id, EndRequest.because(TerminationReason.RESOLVED).withEndedAt(end));
    assertThat(endpoints.endText(id.toString()).duration()).isZero();

    UUID early =
        sessions
            .open(
                SessionRequest.on("chat", UUID.randomUUID())
                    .withStartedAt(started.startedAt().minusMillis(2_999)))
            .orThrow()
            .id();
    sessions.close(
        early, EndRequest.because(TerminationReason.RESOLVED).withEndedAt(started.startedAt()));
    assertThat(sessions.get(early).durationMs()).isEqualTo(2_999);
    assertThat(endpoints.endText(early.toString()).duration()).isEqualTo(2);
  }

  @Test
  void a_text_conversation_is_ended_from_every_live_status_but_transferred() {
    UUID paused = open("chat");
    sessions.transition(paused, SessionStatus.PAUSED);
    for (UUID id :
        new UUID[] {
          paused, open("chat", SessionStatus.QUEUED), open("sms", SessionStatus.RINGING)
        }) {
      assertThat(endpoints.endText(id.toString()).status()).isEqualTo(ConversationStatus.COMPLETED);
    }
    UUID handedOn = open("chat");
    sessions.transition(handedOn, SessionStatus.TRANSFERRED);
    conflicts(handedOn, "conversation_not_endable");
    assertThat(sessions.get(handedOn).isEnded()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Chat", " chat", "Web Chat", "SMS ", "telegram", "RCS", "widget"})
  void a_text_conversation_is_ended_whatever_the_spelling_of_its_channel(String channel) {
    UUID id = open(channel);
    assertThat(endpoints.endText(id.toString()).status()).isEqualTo(ConversationStatus.COMPLETED);
    assertThat(sessions.get(id).channel()).isEqualTo(channel);
  }

  @Test
  void another_kind_of_end_or_another_channel_is_a_conflict() {
    UUID failed = open("chat");
    sessions.fail(failed, EndRequest.unspecified());
    conflicts(failed, "conversation_not_endable");
    UUID call = open("voice");
    conflicts(call, "not_a_text_conversation");
    sessions.close(call, "resolved");
    conflicts(call, "not_a_text_conversation");
  }

  private void conflicts(UUID id, String code) {
    assertThatThrownBy(() -> endpoints.endText(id.toString()))
        .isInstanceOfSatisfying(
            SessionConflictException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void a_read_only_caller_is_denied_before_anything_else_is_checked() {
    ConversationEndpoints readOnly =
        ConversationEndpoints.of(lifecycle.readOnly().organization(organization));
    UUID completed = open("chat");
    endpoints.endText(completed.toString());
    for (String id : new String[] {completed.toString(), UUID.randomUUID().toString(), "no"}) {
      assertThatThrownBy(() -> readOnly.endText(id)).isInstanceOf(AccessDeniedException.class);
    }
    assertThatThrownBy(() -> readOnly.close(completed, null))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> readOnly.endForAdmin(completed, null))
        .isInstanceOf(AccessDeniedException.class);
  }
}
