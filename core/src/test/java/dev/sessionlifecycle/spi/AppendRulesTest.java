package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.rules.AppendDecision;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AppendRulesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Session LIVE =
      SessionBuilder.of(new UUID(1, 1), new UUID(2, 1), new UUID(3, 1))
          .createdAt(NOON)
          .startedAt(NOON)
          .updatedAt(NOON)
          .messageCount(4)
          .build();
  private static final StoredMessage HELLO =
      new StoredMessage(new UUID(4, 1), 2, MessageRole.USER, "hello", NOON, null);

  private static Message message(long id, String text) {
    return Message.fromUser(text).withId(new UUID(4, id)).at(NOON.plusSeconds(id));
  }

  private static AppendDecision judge(Session row, AppendIntent intent) {
    return AppendRules.judge(row, 0, 3, intent, Map.of(HELLO.id(), HELLO), NOON.plusSeconds(60));
  }

  private static AppendIntent intent(Message... messages) {
    return new AppendIntent(SessionKey.of(LIVE), List.of(messages), NOON.plusSeconds(50));
  }

  private static void assertRefused(Session row, AppendReply reply, AppendDecision decision) {
    assertEquals(reply, decision.reply());
    assertEquals(List.of(), decision.fresh());
    assertSame(row, decision.session());
  }

  @Test
  void new_messages_are_numbered_after_the_message_count() {
    AppendDecision decision = judge(LIVE, intent(message(2, "b"), message(1, "hello")));

    StoredMessage b =
        new StoredMessage(new UUID(4, 2), 5, MessageRole.USER, "b", NOON.plusSeconds(2), null);
    assertEquals(List.of(b), decision.fresh());
    assertEquals(new AppendReply.Appended(List.of(b, HELLO)), decision.reply());
    assertEquals(5, decision.session().messageCount());
    assertEquals(NOON.plusSeconds(50), decision.session().updatedAt());
    assertEquals(NOON.plusSeconds(60), decision.session().lastActivityAt());
  }

  @Test
  void known_messages_change_nothing() {
    AppendDecision decision = judge(LIVE, intent(message(1, "hello")));

    assertEquals(new AppendReply.Appended(List.of(HELLO)), decision.reply());
    assertSame(LIVE, decision.session());
  }

  @Test
  void another_text_under_a_known_id_conflicts() {
    assertRefused(
        LIVE,
        new AppendReply.Conflict(HELLO.id()),
        judge(LIVE, intent(message(2, "b"), message(1, "other"))));
  }

  @Test
  void only_live_sessions_accept_messages() {
    for (SessionStatus status : List.of(SessionStatus.EXPIRED, SessionStatus.UNRECOGNIZED)) {
      Session row = SessionBuilder.of(LIVE).status(status).build();

      assertRefused(row, new AppendReply.NotLive(row), judge(row, intent(message(1, "other"))));
    }
  }

  @Test
  void an_append_by_an_owner_needs_the_latest_token() {
    AppendIntent intent = intent(message(2, "b"));

    assertRefused(LIVE, new AppendReply.NotOwner(LIVE), judge(LIVE, intent.ownedBy(2)));
    assertEquals(1, judge(LIVE, intent.ownedBy(3)).fresh().size());
  }

  @Test
  void a_text_held_back_under_a_known_id_is_kept_under_an_id_made_of_both() {
    Map<UUID, StoredMessage> known = Map.of(HELLO.id(), HELLO);
    List<StoredMessage> fresh = AppendRules.fresh(LIVE, List.of(message(1, "other")), known);

    assertEquals(1, fresh.size());
    assertEquals("other", fresh.get(0).text());
    assertNotEquals(HELLO.id(), fresh.get(0).id());
    assertEquals(fresh, AppendRules.fresh(LIVE, List.of(message(1, "other")), known));
    assertNotEquals(
        fresh.get(0).id(),
        AppendRules.fresh(LIVE, List.of(message(1, "third")), known).get(0).id());
  }

  @Test
  void an_ended_session_without_late_messages_stays_as_it_is() {
    Session ended =
        SessionBuilder.of(LIVE)
            .status(SessionStatus.CLOSED)
            .reason(TerminationReason.RESOLVED)
            .closedAt(NOON)
            .endedAt(NOON)
            .archivedAt(NOON)
            .build();

    assertSame(
        ended,
        SessionRules.flushed(
            ended, List.of(), NOON.plusSeconds(9), RetentionPolicy.keepFor(Duration.ofDays(1))));
  }
}
