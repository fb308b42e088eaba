package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of counting sessions by status, outcome and reason. */
abstract class CountConformance extends Conformance {
  private SessionCounts count(SessionFilter filter) {
    return store.count(scene.organizationId(), filter);
  }

  private void ended(TerminationReason reason) {
    store.close(scene.closing(scene.open()).reason(reason).build());
  }

  @Test
  void every_session_counts_once_by_status_outcome_and_reason() {
    scene.open();
    scene.open();
    scene.openIn(SessionStatus.PAUSED);
    ended(TerminationReason.RESOLVED);
    ended(TerminationReason.RESOLVED);
    ended(TerminationReason.SIP_FAILED);
    scene.openIn(SessionStatus.EXPIRED);
    SessionCounts counts = count(SessionFilter.all());
    assertEquals(
        new SessionCounts(
            7,
            Map.of(
                SessionStatus.ACTIVE, 2L,
                SessionStatus.PAUSED, 1L,
                SessionStatus.CLOSED, 3L,
                SessionStatus.EXPIRED, 1L),
            Map.of(
                OutcomeCategory.RESOLVED,
                2L,
                OutcomeCategory.FAILED,
                1L,
                TerminationReason.UNKNOWN.outcome(false),
                1L),
            Map.of(
                TerminationReason.RESOLVED, 2L,
                TerminationReason.SIP_FAILED, 1L,
                TerminationReason.UNKNOWN, 1L)),
        counts);
    assertEquals(3, counts.of(SessionStatus.CLOSED));
    assertEquals(2, counts.of(OutcomeCategory.RESOLVED));
    assertEquals(0, counts.of(TerminationReason.MEDIA_FAILURE));
  }

  @Test
  void every_reason_has_its_own_count() {
    Map<TerminationReason, Long> expected = new EnumMap<>(TerminationReason.class);
    for (TerminationReason reason : TerminationReason.values()) {
      ended(reason);
      expected.put(reason, 1L);
    }
    assertEquals(expected, count(SessionFilter.all()).byReason());
  }

  @Test
  void counts_follow_the_filter() {
    Session session = scene.open(draft -> draft.channel("sms"));
    scene.open();
    ended(TerminationReason.RESOLVED);
    SessionFilter all = SessionFilter.all();
    assertEquals(1, count(all.withChannel("sms")).total());
    assertEquals(1, count(all.withEndUser(session.endUserId())).of(SessionStatus.ACTIVE));
    assertEquals(2, count(all.withStatuses(Set.of(SessionStatus.ACTIVE))).total());
    assertEquals(Map.of(), count(all.withStatuses(Set.of(SessionStatus.ACTIVE))).byReason());
    assertEquals(1, count(all.withOutcome(OutcomeCategory.RESOLVED)).total());
    assertEquals(1, count(all.withReason(TerminationReason.RESOLVED)).total());
    assertEquals(0, count(all.withEndUser(UUID.randomUUID())).total());
  }

  @Test
  void the_bounds_of_created_and_ended_are_exact_to_the_microsecond() {
    Instant created = scene.now();
    Session session = scene.open();
    clock.advance(Duration.ofSeconds(9));
    Instant ended = scene.now();
    scene.close(session);
    scene.open();
    Instant next = ended.plusNanos(1_000);
    SessionFilter all = SessionFilter.all();
    assertEquals(1, count(all.withEnded(ended, next)).total());
    assertEquals(0, count(all.withEnded(next, null)).total());
    assertEquals(0, count(all.withEnded(null, ended)).total());
    assertEquals(1, count(all.withEnded(created, null)).total());
    assertEquals(1, count(all.withCreated(created, ended)).total());
    assertEquals(1, count(all.withCreated(ended, null)).total());
    assertEquals(0, count(all.withCreated(null, created)).total());
  }

  @Test
  void sessions_of_other_organizations_are_not_counted() {
    scene.open();
    assertEquals(1, count(SessionFilter.all()).total());
    assertEquals(
        new SessionCounts(0, Map.of(), Map.of(), Map.of()),
        store.count(UUID.randomUUID(), SessionFilter.all()));
  }
}
