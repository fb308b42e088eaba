package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.AccessDeniedException;
import dev.sessionlifecycle.ConversationStatus;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.Violation;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.ConversationDoors;
import dev.sessionlifecycle.runtime.EndSessionRequest;
import dev.sessionlifecycle.runtime.EndedConversation;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.TurnResult;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The doors of the two seeds, on any store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class DoorsTest {

  private final UUID organization = UUID.randomUUID();
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;
  private final ConversationDoors doors;

  DoorsTest(StoreKind kind) {
    lifecycle = SessionLifecycle.builder(kind.open()).build();
    sessions = lifecycle.organization(organization);
    doors = ConversationDoors.of(sessions);
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
        .open(SessionRequest.on(channel, UUID.randomUUID()).status(status))
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
  void close_answers_the_session_and_the_first_reason_stays() {
    UUID id = open("voice");
    Session closed = doors.close(id, "USER_REJECTED");
    assertThat(closed.status()).isEqualTo(SessionStatus.CLOSED);
    assertThat(closed.reason()).isEqualTo(TerminationReason.USER_REJECTED);
    assertThat(doors.close(id, "error")).isEqualTo(closed);
    assertThat(doors.close(open("voice"), null).reason()).isEqualTo(TerminationReason.UNKNOWN);
  }

  @Test
  void an_administrator_ends_with_no_body_as_agent_initiated() {
    UUID id = open("voice");
    TurnResult result = doors.endForAdmin(id, null);
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
    doors.endForAdmin(id, EndSessionRequest.of(UUID.randomUUID(), other).because("escalated"));
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
  void a_reason_that_nobody_knows_ends_the_session_as_unknown_and_is_kept() {
    UUID id = open("voice");
    doors.endForAdmin(id, EndSessionRequest.of(UUID.randomUUID(), id).because("the cat sat on it"));
    assertThat(sessions.get(id).reason()).isEqualTo(TerminationReason.UNKNOWN);
    assertThat(sessions.get(id).reportedReason()).isEqualTo("the cat sat on it");
  }

  @Test
  void no_door_ever_opens_a_session_and_foreign_and_missing_ids_are_answered_alike() {
    for (UUID id : new UUID[] {UUID.randomUUID(), foreign()}) {
      assertThatThrownBy(() -> doors.close(id, null))
          .isInstanceOf(SessionNotFoundException.class)
          .hasMessage("there is no session " + id);
      assertThatThrownBy(() -> doors.endForAdmin(id, null))
          .isInstanceOf(SessionNotFoundException.class)
          .hasMessage("there is no session " + id);
      assertThatThrownBy(() -> doors.endText(id.toString()))
          .isInstanceOf(SessionNotFoundException.class)
          .hasMessage("there is no session " + id);
    }
    assertThatThrownBy(() -> doors.endText("nonsense"))
        .isInstanceOf(SessionNotFoundException.class);
    assertThatThrownBy(() -> doors.endText("1-1-1-1-1"))
        .isInstanceOf(SessionNotFoundException.class);
    assertThat(sessions.list(SessionFilter.all()).items()).isEmpty();
  }

  @Test
  void a_text_conversation_ends_completed_and_repeating_it_answers_the_same() {
    UUID id = open("whatsapp");
    sessions.append(id, Message.fromUser("hi"));
    EndedConversation first = doors.endText(id.toString());
    assertThat(first.conversationId()).isEqualTo(id);
    assertThat(first.status()).isEqualTo(ConversationStatus.COMPLETED);
    assertThat(first.summary()).isNull();
    assertThat(doors.endText(id.toString())).isEqualTo(first);
    assertThat(sessions.get(id).reason()).isEqualTo(TerminationReason.AGENT_INITIATED);
    assertThat(sessions.history(id)).hasSize(2);
  }

  @Test
  void the_duration_is_the_one_that_was_stamped_in_seconds_rounded_down() {
    UUID id = open("chat");
    Session started = sessions.get(id);
    Instant end = started.startedAt();
    sessions.close(id, EndRequest.because(TerminationReason.RESOLVED).endedAt(end));
    assertThat(doors.endText(id.toString()).duration()).isZero();

    UUID early =
        sessions
            .open(
                SessionRequest.on("chat", UUID.randomUUID())
                    .startedAt(started.startedAt().minusMillis(2_999)))
            .orThrow()
            .id();
    sessions.close(
        early, EndRequest.because(TerminationReason.RESOLVED).endedAt(started.startedAt()));
    assertThat(sessions.get(early).durationMs()).isEqualTo(2_999);
    assertThat(doors.endText(early.toString()).duration()).isEqualTo(2);
  }

  @Test
  void every_live_status_of_a_text_conversation_but_transferred_is_ended() {
    UUID paused = open("chat");
    sessions.transition(paused, SessionStatus.PAUSED);
    for (UUID id :
        new UUID[] {
          paused, open("chat", SessionStatus.QUEUED), open("sms", SessionStatus.RINGING)
        }) {
      assertThat(doors.endText(id.toString()).status()).isEqualTo(ConversationStatus.COMPLETED);
    }
    UUID handedOn = open("chat");
    sessions.transition(handedOn, SessionStatus.TRANSFERRED);
    conflicts(handedOn, "conversation_not_endable");
    assertThat(sessions.get(handedOn).isEnded()).isFalse();
  }

  @Test
  void what_ended_in_another_way_or_on_another_channel_is_a_conflict() {
    UUID failed = open("chat");
    sessions.fail(failed, EndRequest.unspecified());
    conflicts(failed, "conversation_not_endable");
    UUID call = open("voice");
    conflicts(call, "not_a_text_conversation");
    sessions.close(call, "resolved");
    conflicts(call, "not_a_text_conversation");
  }

  private void conflicts(UUID id, String code) {
    assertThatThrownBy(() -> doors.endText(id.toString()))
        .isInstanceOfSatisfying(
            SessionConflictException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void a_caller_without_write_access_is_told_so_before_anything_else() {
    ConversationDoors readOnly =
        ConversationDoors.of(lifecycle.readOnly().organization(organization));
    UUID completed = open("chat");
    doors.endText(completed.toString());
    for (String id : new String[] {completed.toString(), UUID.randomUUID().toString(), "no"}) {
      assertThatThrownBy(() -> readOnly.endText(id)).isInstanceOf(AccessDeniedException.class);
    }
    assertThatThrownBy(() -> readOnly.close(completed, null))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> readOnly.endForAdmin(completed, null))
        .isInstanceOf(AccessDeniedException.class);
  }
}
