package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.RetentionRule;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of retention policies and of the retention date set when a session ends. */
abstract class PolicyConformance extends Conformance {
  private static final RetentionPolicy WEEK = RetentionPolicy.keepFor(Duration.ofDays(7));
  private static final RetentionPolicy MONTH = RetentionPolicy.keepFor(Duration.ofDays(30));
  private static final RetentionPolicy QUARTER = RetentionPolicy.keepFor(Duration.ofDays(90));

  private final UUID policyId = UUID.randomUUID();

  private void define(UUID id, RetentionPolicy policy, boolean isDefault) {
    store.policies().define(scene.organizationId(), id, policy, isDefault);
  }

  private @Nullable Instant keptUntil(Session session, RetentionPolicy fallback) {
    return keptUntil(session, fallback, TerminationReason.RESOLVED);
  }

  private @Nullable Instant keptUntil(
      Session session, RetentionPolicy fallback, TerminationReason reason) {
    Session ended = closed(scene.closing(session, scene.terms(fallback)).reason(reason));
    Check.sameSession(ended, scene.reload(session));
    return ended.retentionExpiresAt();
  }

  private Instant in(int days) {
    return scene.now().plus(Duration.ofDays(days));
  }

  @Test
  void a_policy_is_found_as_it_was_defined() {
    RetentionPolicy policy =
        WEEK.withOutcome(OutcomeCategory.RESOLVED, Duration.ofDays(365))
            .withOutcome(OutcomeCategory.FAILED, null)
            .withChannel("voice", Duration.ZERO)
            .withSessionType(SessionType.TEST, Duration.ofMillis(1_500))
            .with(
                new RetentionRule(
                    OutcomeCategory.UNKNOWN, "sms", SessionType.LIVE, RetentionRule.MAX_KEEP));
    define(policyId, policy, false);
    assertEquals(Optional.of(policy), store.policies().find(scene.organizationId(), policyId));
    assertEquals(Optional.empty(), store.policies().findDefault(scene.organizationId()));
    define(policyId, MONTH, false);
    assertEquals(Optional.of(MONTH), store.policies().find(scene.organizationId(), policyId));
  }

  @Test
  void an_organization_has_at_most_one_default() {
    define(policyId, WEEK, true);
    assertEquals(Optional.of(WEEK), store.policies().findDefault(scene.organizationId()));
    UUID other = UUID.randomUUID();
    define(other, MONTH, true);
    assertEquals(Optional.of(MONTH), store.policies().findDefault(scene.organizationId()));
    define(other, QUARTER, false);
    assertEquals(Optional.empty(), store.policies().findDefault(scene.organizationId()));
    assertEquals(Optional.of(WEEK), store.policies().find(scene.organizationId(), policyId));
  }

  @Test
  void the_session_policy_decides_before_the_default_and_the_fallback() {
    UUID own = UUID.randomUUID();
    Session beforeAny = scene.open();
    assertEquals(in(90), keptUntil(beforeAny, QUARTER));
    define(policyId, MONTH, true);
    define(own, WEEK, false);
    assertEquals(in(30), keptUntil(scene.open(), QUARTER));
    assertEquals(in(7), keptUntil(scene.open(draft -> draft.retentionPolicyId(own)), QUARTER));
    Session orphan = scene.open(draft -> draft.retentionPolicyId(UUID.randomUUID()));
    assertEquals(in(30), keptUntil(orphan, QUARTER));
  }

  @Test
  void keeping_forever_is_decided_like_any_other_retention() {
    define(policyId, RetentionPolicy.forEver(), false);
    assertEquals(null, keptUntil(scene.open(draft -> draft.retentionPolicyId(policyId)), QUARTER));
    assertEquals(null, keptUntil(scene.open(), RetentionPolicy.forEver()));
    assertEquals(in(90), keptUntil(scene.open(), QUARTER));
  }

  @Test
  void the_most_specific_rule_decides() {
    RetentionPolicy policy =
        WEEK.withOutcome(OutcomeCategory.RESOLVED, Duration.ofDays(100))
            .withChannel("sms", Duration.ofDays(20))
            .withSessionType(SessionType.TEST, Duration.ofDays(3))
            .with(new RetentionRule(OutcomeCategory.RESOLVED, "sms", null, Duration.ofDays(200)));
    define(policyId, policy, true);
    assertKept(policy, "policy");
    assertKept(policy, "fallback");
  }

  private void assertKept(RetentionPolicy policy, String where) {
    for (String channel : new String[] {"voice", "sms"}) {
      for (SessionType type : SessionType.values()) {
        for (TerminationReason reason :
            new TerminationReason[] {TerminationReason.RESOLVED, TerminationReason.ERROR}) {
          Session session =
              (where.equals("policy") ? scene : scene.elsewhere())
                  .open(draft -> draft.channel(channel).sessionType(type));
          Duration expected =
              policy.keep(reason.outcome(false), channel, type).orElse(Duration.ZERO);
          assertEquals(
              scene.now().plus(expected),
              keptUntil(session, where.equals("policy") ? QUARTER : policy, reason));
        }
      }
    }
  }

  @Test
  void retention_is_counted_by_the_store_clock() {
    Session session = scene.open();
    clock.advance(Duration.ofDays(1));
    assertEquals(in(7), keptUntil(session, WEEK));
  }
}
