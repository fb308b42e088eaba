package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.FieldChange;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.rules.AppendDecision;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import dev.sessionlifecycle.spi.rules.UpdateRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoringRulesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID AGENT = new UUID(5, 1);
  private static final Message HELLO =
      Message.fromUser("hello").withId(new UUID(4, 1)).at(NOON).inTurn(new UUID(6, 1));
  private static final SessionUpdate TEXTS =
      SessionUpdate.nothing()
          .withSubject("a refund")
          .withMetadata(Map.of("k", "v"))
          .withContextVariables(Map.of("c", "w"))
          .withPriority(Priority.HIGH)
          .withAssignedAgent(AGENT)
          .withRetentionPolicy(AGENT)
          .withRecording();

  private static Session session(Storing mode) {
    return SessionBuilder.of(new UUID(1, 1), new UUID(2, 1), new UUID(3, 1))
        .status(SessionStatus.ACTIVE)
        .createdAt(NOON)
        .startedAt(NOON)
        .updatedAt(NOON)
        .storing(mode)
        .build();
  }

  private static AppendDecision append(Session row, AppendIntent intent) {
    return AppendRules.judge(row, 0, 0, intent, Map.of(), NOON);
  }

  private static UpdateReply update(Session row, SessionUpdate update) {
    return UpdateRules.judge(row, new UpdateIntent(SessionKey.of(row), null, update, NOON), NOON);
  }

  @Test
  void where_facts_are_stored_a_message_keeps_all_but_its_text() {
    Session row = session(Storing.FACTS_ONLY);

    AppendDecision decision =
        append(row, new AppendIntent(SessionKey.of(row), List.of(HELLO), NOON));

    assertEquals(1, decision.fresh().size());
    assertEquals("", decision.fresh().get(0).text());
    assertEquals(MessageRole.USER, decision.fresh().get(0).role());
    assertEquals(HELLO.id(), decision.fresh().get(0).id());
    assertEquals(HELLO.turnId(), decision.fresh().get(0).turnId());
    assertEquals(0, decision.bytes());
  }

  @Test
  void messages_that_have_to_be_scrubbed_are_refused_until_they_are() {
    Session row = session(Storing.SCRUBBED_ON_WRITE);
    AppendIntent raw = new AppendIntent(SessionKey.of(row), List.of(HELLO), NOON);

    assertEquals(new AppendReply.Unscrubbed(), append(row, raw).reply());
    assertSame(row, append(row, raw).session());
    assertEquals("hello", append(row, raw.scrubbed(raw.messages())).fresh().get(0).text());
    assertEquals("hello", append(session(Storing.FULL), raw).fresh().get(0).text());
  }

  @Test
  void each_text_of_an_update_has_to_be_scrubbed() {
    Session row = session(Storing.SCRUBBED_ON_WRITE);
    SessionUpdate nothing = SessionUpdate.nothing();

    for (SessionUpdate text :
        List.of(
            nothing.withSubject("a refund"),
            nothing.withSubject(null),
            nothing.withMetadata(Map.of("k", "v")),
            nothing.withContextVariables(Map.of("k", "v")))) {
      assertEquals(new UpdateReply.Unscrubbed(), update(row, text));
      UpdateIntent scrubbed =
          new UpdateIntent(SessionKey.of(row), null, nothing, NOON).scrubbed(text);
      assertEquals(UpdateReply.Updated.class, UpdateRules.judge(row, scrubbed, NOON).getClass());
    }
    for (SessionUpdate fact :
        List.of(
            nothing.withPriority(Priority.HIGH),
            nothing.withAssignedAgent(AGENT),
            nothing.withRetentionPolicy(AGENT),
            nothing.withRecording())) {
      assertEquals(UpdateReply.Updated.class, update(row, fact).getClass());
    }
  }

  @Test
  void where_facts_are_stored_an_update_writes_no_text() {
    Session row = session(Storing.FACTS_ONLY);

    Session updated = ((UpdateReply.Updated) update(row, TEXTS)).session();

    assertNull(updated.subject());
    assertEquals(Map.of(), updated.metadata());
    assertEquals(Map.of(), updated.contextVariables());
    assertEquals(Priority.HIGH, updated.priority());
    assertEquals(AGENT, updated.assignedAgentId());
    assertEquals(AGENT, updated.retentionPolicyId());
    assertEquals(true, updated.hasRecording());
  }

  @Test
  void an_update_leaves_alone_what_it_does_not_name_in_every_mode() {
    SessionUpdate metadata = SessionUpdate.nothing().withMetadata(Map.of("k", "v"));
    SessionUpdate variables = SessionUpdate.nothing().withContextVariables(Map.of("k", "v"));
    SessionUpdate subject = SessionUpdate.nothing().withSubject("a refund");

    assertEquals(
        SessionUpdate.nothing().withMetadata(Map.of()),
        StoringRules.update(Storing.FACTS_ONLY, metadata));
    assertEquals(
        SessionUpdate.nothing().withContextVariables(Map.of()),
        StoringRules.update(Storing.FACTS_ONLY, variables));
    assertEquals(
        new FieldChange<>(null), StoringRules.update(Storing.FACTS_ONLY, subject).subject());
    assertNull(StoringRules.update(Storing.FACTS_ONLY, subject).metadata());
    assertNull(StoringRules.update(Storing.FACTS_ONLY, subject).contextVariables());
    assertSame(metadata, StoringRules.update(Storing.FULL, metadata));
    assertSame(metadata, StoringRules.update(Storing.SCRUBBED_ON_WRITE, metadata));
  }

  @ParameterizedTest
  @EnumSource
  void a_reported_reason_is_kept_as_it_was_said_only_where_everything_is(Storing mode) {
    boolean all = mode == Storing.FULL;

    assertEquals(
        all ? "USER_REQUESTED" : "user_requested", StoringRules.reported(mode, "USER_REQUESTED"));
    assertEquals(all ? "said Maria" : null, StoringRules.reported(mode, "said Maria"));
    assertNull(StoringRules.reported(mode, null));
  }

  @ParameterizedTest
  @EnumSource
  void a_name_is_kept_only_where_everything_is(Storing mode) {
    assertEquals(mode == Storing.FULL ? "maria" : "other", StoringRules.triggeredBy(mode, "maria"));
    assertEquals("agent", StoringRules.triggeredBy(mode, "agent"));
  }
}
