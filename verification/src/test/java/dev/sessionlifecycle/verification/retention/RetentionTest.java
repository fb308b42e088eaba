package dev.sessionlifecycle.verification.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.ErasureRequest;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.KeptReason;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionChangeMode;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Retention, holds, archive, purge and erasure. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
class RetentionTest extends HousekeepingFixture {
  static final Duration WEEK = Duration.ofDays(7);
  private static final Duration HOUR = Duration.ofHours(1);

  Session ended() {
    Session session = call();
    sessions.append(session.id(), Message.fromUser("hello"), Message.fromAgent("hi"));
    return sessions.close(session.id(), "USER_REQUESTED").session();
  }

  OrganizationRetention retention() {
    return lifecycle.retention(organization);
  }

  @Test
  void expired_sessions_are_purged_and_leave_a_receipt() {
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK)));
    Session session = ended();
    assertEquals(0, sweepAfter(WEEK.minusNanos(1_000)).count(Done.PURGED));
    clock.advance(Duration.ofNanos(1_000));
    assertEquals(1, lifecycle.housekeeping().preview(10).count(Done.PURGED));
    assertTrue(isThere(session));
    assertEquals(1, sweepAfter(Duration.ZERO).count(Done.PURGED));
    assertFalse(isThere(session));
    assertEquals(1, retention().receipts(null, 10).size());
    assertEquals(2, retention().receipts(null, 10).get(0).messages());
  }

  @Test
  void nothing_is_purged_without_a_policy() {
    Session session = ended();
    assertEquals(Map.of(), sweepAfter(Duration.ofDays(36_000)).done());
    assertTrue(isThere(session));
    assertEquals(new RetentionDecision.KeepForEver(), retention().explain(session.id()));
  }

  @Test
  void a_hold_keeps_its_sessions_until_it_is_released() {
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK)));
    Session session = ended();
    Hold hold = retention().place(HoldScope.endUser(user), "matter 7", "counsel");
    assertEquals(List.of(hold), retention().holdsOn(session.id()));
    HousekeepingReport report = sweepAfter(WEEK);
    assertEquals(1, report.count(NotDone.HELD));
    assertEquals(0, report.count(Done.PURGED));
    assertEquals(
        new RetentionDecision.Blocked(RetentionDecision.Blocker.HELD),
        retention().explain(session.id()));
    retention().release(hold.id(), "judge");
    assertEquals(1, sweepAfter(HOUR).count(Done.PURGED));
    assertEquals(1, retention().holds(null, 10).size());
    assertEquals(0, retention().holdsInForce(null, 10).size());
  }

  @Test
  void a_held_organization_is_left_alone() {
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK)));
    Session session = ended();
    Hold hold = retention().place(HoldScope.organization(), "matter 7", "counsel");
    assertEquals(1, sweepAfter(WEEK).count(NotDone.ORGANIZATION_HELD));
    assertTrue(isThere(session));
    retention().release(hold.id(), "judge");
    assertEquals(1, sweepAfter(Duration.ZERO).count(Done.PURGED));
  }

  @Test
  void an_invalid_hold_is_refused() {
    assertThrows(
        SessionNotFoundException.class,
        () -> retention().place(HoldScope.session(UUID.randomUUID()), "why", "me"));
    InvalidInputException both =
        assertThrows(
            InvalidInputException.class,
            () -> retention().place(HoldScope.organization(), " ", "x".repeat(65)));
    assertEquals(2, both.violations().size());
    assertThrows(InvalidInputException.class, () -> retention().release(UUID.randomUUID(), "me"));
  }

  @Test
  void an_unfinished_session_is_purged_only_if_parked_and_the_policy_allows_it() {
    FinalizeChain chain = FinalizeChain.first(new Parking("park"));
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK)).finalizeWith(chain));
    Session session = ended();
    assertEquals(1, sweepAfter(WEEK).count(NotDone.UNFINISHED));
    lifecycle.finalizer().runDue(10);
    assertEquals(1, sweepAfter(HOUR).count(NotDone.UNFINISHED));
    RetentionPolicy policy = RetentionPolicy.keepFor(WEEK).withPurgeParkedAfter(WEEK);
    retention().defineDefault(UUID.randomUUID(), policy);
    assertEquals(1, sweepAfter(HOUR).count(Done.PURGED));
    assertFalse(isThere(session));
  }

  @Test
  void sessions_are_anonymized_if_the_policy_says_so() {
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK).thenAnonymize()));
    Session session = ended();
    assertEquals(1, sweepAfter(WEEK).count(Done.ANONYMIZED));
    Session left = reload(session);
    assertEquals(session.outcome(), left.outcome());
    assertEquals(session.durationMs(), left.durationMs());
    assertEquals(List.of(), sessions.messages(session.id()));
    assertFalse(left.endUserId().equals(user));
    assertEquals(Map.of(), sweepAfter(Duration.ofDays(999)).done());
  }

  @Test
  void a_changed_policy_extends_retention_and_shortens_it_only_on_request() {
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK)));
    Session session = ended();
    UUID policy = UUID.randomUUID();
    retention().defineDefault(policy, RetentionPolicy.keepFor(Duration.ofDays(1)));
    assertEquals(0, retention().recalculateRetention(RetentionChangeMode.NEVER_SHORTER));
    assertEquals(session.retentionExpiresAt(), reload(session).retentionExpiresAt());
    retention().defineDefault(policy, RetentionPolicy.keepFor(Duration.ofDays(30)));
    assertEquals(1, retention().recalculateRetention(RetentionChangeMode.NEVER_SHORTER));
    assertEquals(0, sweepAfter(Duration.ofDays(29)).count(Done.PURGED));
    retention().defineDefault(policy, RetentionPolicy.keepFor(Duration.ofDays(2)));
    assertEquals(1, retention().recalculateRetention(RetentionChangeMode.ALLOW_SHORTER));
    assertEquals(1, sweepAfter(Duration.ZERO).count(Done.PURGED));
    assertFalse(isThere(session));
  }

  @Test
  void an_erasure_ends_live_sessions_keeps_held_ones_and_converges() {
    List<UUID> forgotten = new ArrayList<>();
    build(it -> it.endUserEraser((organization, who) -> forgotten.add(who)));
    Session old = ended();
    Session live = call();
    Session held = ended();
    Hold hold = retention().place(HoldScope.session(held.id()), "matter 7", "counsel");
    ErasureReport first = retention().erase(user, "privacy officer");
    assertEquals(1, first.ended());
    assertEquals(Map.of(held.id(), KeptReason.HELD), first.kept());
    assertEquals(List.of(hold), first.keptBy());
    assertEquals(List.of("memory"), first.failed());
    assertFalse(first.isComplete());
    assertEquals(2, first.receipts().get(0).sessions());
    assertFalse(isThere(old));
    assertFalse(isThere(live));
    assertTrue(isThere(held));
    retention().release(hold.id(), "judge");
    assertTrue(retention().erase(user, "privacy officer").isComplete());
    assertFalse(isThere(held));
    ErasureReport again = retention().erase(user, "privacy officer");
    assertTrue(again.isComplete());
    assertEquals(List.of(), again.receipts());
    assertEquals(List.of(user, user), forgotten);
  }

  @Test
  void an_erasure_that_kept_something_has_a_receipt_and_can_be_repeated() {
    Session held = ended();
    ended();
    Hold hold = retention().place(HoldScope.session(held.id()), "matter 7", "counsel");
    ErasureRequest request = ErasureRequest.of(user, "privacy officer").withReason("request 12");
    ErasureReport first = retention().erase(request);
    assertEquals(List.of(1L, 0L), first.receipts().stream().map(Receipt::sessions).toList());
    Receipt left = first.receipts().get(1);
    assertEquals(1, left.kept());
    assertEquals(user, left.endUserId());
    assertEquals("privacy officer", left.triggeredBy());
    assertEquals("request 12", first.receipts().get(0).reason());
    assertEquals("request 12", left.reason());
    assertEquals(List.of(left), retention().unfinishedErasures(null, 10));
    ErasureReport refused = retention().erase(request);
    assertEquals(refused.receipts(), retention().unfinishedErasures(null, 10));
    assertEquals(
        List.of(),
        retention().unfinishedErasures(left.id(), 10).stream()
            .filter(it -> it.id().equals(left.id()))
            .toList());
    retention().release(hold.id(), "judge");
    for (Receipt each : retention().unfinishedErasures(null, 10)) {
      UUID who = java.util.Objects.requireNonNull(each.endUserId());
      assertTrue(retention().erase(ErasureRequest.of(who, "housekeeper")).isComplete());
    }
    assertEquals(List.of(), retention().unfinishedErasures(null, 10));
    assertTrue(
        retention().receipts(null, 10).stream().allMatch(it -> it.endUserId() == null),
        "no receipt names the end user any more");
    assertEquals(4, retention().receipts(null, 10).size());
  }

  @Test
  void an_erasure_under_a_hold_on_all_is_refused_with_a_receipt() {
    ended();
    Hold hold = retention().place(HoldScope.organization(), "matter 7", "counsel");
    ErasureReport report = retention().erase(user, "privacy officer");
    assertEquals(List.of(hold), report.keptBy());
    assertEquals(1, report.receipts().size());
    assertEquals(1, report.receipts().get(0).kept());
    assertThrows(
        InvalidInputException.class,
        () -> retention().erase(ErasureRequest.of(user, "me").withReason(" ")));
  }

  @Test
  void an_erasure_reports_end_user_erasers_that_failed() {
    build(
        it ->
            it.endUserEraser((organization, who) -> false)
                .endUserEraser(
                    (organization, who) -> {
                      throw new java.io.IOException("down");
                    }));
    assertEquals(List.of("memory", "memory"), retention().erase(user, "officer").failed());
    Hold hold = retention().place(HoldScope.endUser(user), "matter 7", "counsel");
    ErasureReport held = retention().erase(user, "officer");
    assertEquals(List.of(), held.failed());
    assertEquals(List.of(hold), held.keptBy());
  }

  @Test
  void an_erasure_waits_for_a_running_chain_and_includes_parked_ones_on_request() {
    FinalizeChain chain = FinalizeChain.first(new Parking("park"));
    build(it -> it.finalizeWith(chain));
    Session session = ended();
    ErasureReport waiting = retention().eraseWithParked(user, "officer");
    assertEquals(Map.of(session.id(), KeptReason.UNFINISHED), waiting.kept());
    lifecycle.finalizer().runDue(10);
    assertFalse(retention().erase(user, "officer").isComplete());
    assertTrue(retention().eraseWithParked(user, "officer").isComplete());
    assertNotNull(session);
    assertEquals(SessionStatus.CLOSED, session.status());
  }
}
