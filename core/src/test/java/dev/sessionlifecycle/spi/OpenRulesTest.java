package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.rules.OpenDecision;
import dev.sessionlifecycle.spi.rules.OpenRules;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenRulesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final CloseDefaults TERMS =
      new CloseDefaults(ChainsByType.of(ChainDefinition.empty()), RetentionPolicy.forEver());
  private static final EarlyEnd EARLY =
      new EarlyEnd(
          SessionStatus.CLOSED,
          TerminationReason.USER_REQUESTED,
          TerminationReason.PARTICIPANT_JOIN_TIMEOUT,
          "hung up",
          "webhook",
          NOON.minusSeconds(5),
          NOON.minusSeconds(4));

  private static Session session(long id, SessionStatus status) {
    return SessionBuilder.of(new UUID(1, 1), new UUID(2, id), new UUID(3, 1))
        .createdAt(NOON)
        .startedAt(NOON)
        .updatedAt(NOON)
        .status(status)
        .build();
  }

  private static OpenIntent intent(OpenPolicy policy) {
    Session draft = session(1, SessionStatus.ACTIVE);
    CloseIntent displaced =
        policy == OpenPolicy.SUPERSEDE
            ? CloseIntent.builder(SessionKey.of(draft), NOON, TERMS)
                .target(SessionStatus.SUPERSEDED)
                .build()
            : null;
    return new OpenIntent(draft, policy, "api", null, displaced, TERMS);
  }

  private static OpenDecision decideWithHolder(OpenPolicy policy, @Nullable Session holder) {
    return OpenRules.decide(intent(policy), null, null, holder, NOON);
  }

  @ParameterizedTest
  @EnumSource
  void a_known_session_takes_precedence_over_everything_else(OpenPolicy policy) {
    Session live = session(7, SessionStatus.PAUSED);
    Session ended = session(8, SessionStatus.ERROR);
    Session holder = session(9, SessionStatus.ACTIVE);

    assertEquals(
        new OpenDecision.Existing(new OpenResult.Reused(live)),
        OpenRules.decide(intent(policy), live, EARLY, holder, NOON));
    assertEquals(
        new OpenDecision.Existing(new OpenResult.AlreadyEnded(ended)),
        OpenRules.decide(intent(policy), ended, EARLY, holder, NOON));
  }

  @ParameterizedTest
  @EnumSource
  void an_early_end_takes_precedence_over_the_policy(OpenPolicy policy) {
    OpenIntent intent = intent(policy);

    assertEquals(
        new OpenDecision.InsertEnded(EARLY.toIntent(SessionKey.of(intent.draft()), NOON, TERMS)),
        OpenRules.decide(intent, null, EARLY, session(9, SessionStatus.ACTIVE), NOON));
  }

  @ParameterizedTest
  @EnumSource
  void a_session_is_inserted_if_no_live_session_holds_its_key(OpenPolicy policy) {
    assertEquals(new OpenDecision.Insert(), decideWithHolder(policy, null));
    assertEquals(
        new OpenDecision.Insert(), decideWithHolder(policy, session(9, SessionStatus.CLOSED)));
  }

  @Test
  void the_policy_decides_if_a_live_session_holds_the_key() {
    Session holder = session(9, SessionStatus.QUEUED);

    assertEquals(
        new OpenDecision.Existing(new OpenResult.Reused(holder)),
        decideWithHolder(OpenPolicy.REUSE, holder));
    assertEquals(
        new OpenDecision.Existing(new OpenResult.Rejected(holder)),
        decideWithHolder(OpenPolicy.REJECT, holder));
    CloseIntent end =
        ((OpenDecision.Supersede) decideWithHolder(OpenPolicy.SUPERSEDE, holder)).end();
    assertEquals(SessionKey.of(holder), end.session());
    assertEquals(new UUID(2, 1), end.successorId());
    assertEquals(SessionStatus.SUPERSEDED, end.target());
  }

  @Test
  void a_session_of_unrecognized_status_is_not_superseded() {
    Session holder = session(9, SessionStatus.UNRECOGNIZED);

    assertEquals(
        new OpenDecision.Existing(new OpenResult.Rejected(holder)),
        decideWithHolder(OpenPolicy.SUPERSEDE, holder));
    assertEquals(
        new OpenDecision.Existing(new OpenResult.Reused(holder)),
        decideWithHolder(OpenPolicy.REUSE, holder));
  }

  @Test
  void only_always_new_needs_no_active_key() {
    assertFalse(OpenRules.needsActiveKey(intent(OpenPolicy.ALWAYS_NEW)));
    assertTrue(OpenRules.needsActiveKey(intent(OpenPolicy.REUSE)));
  }
}
