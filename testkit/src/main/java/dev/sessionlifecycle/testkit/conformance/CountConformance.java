package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.SeriesIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
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

  private Session lasting(Duration duration, TerminationReason reason) {
    Session session = scene.open();
    Instant start = clock.instant();
    clock.advance(duration);
    Session ended = closed(scene.closing(session).reason(reason));
    clock.set(start);
    return ended;
  }

  private List<SessionBucket> series(Instant from, Instant to, Duration bucket) {
    SessionFilter filter = SessionFilter.all().withCreated(from, to);
    return store.series(new SeriesIntent(scene.organizationId(), filter, from, to, bucket));
  }

  @Test
  void a_series_counts_each_session_in_the_span_of_its_creation() {
    Instant from = scene.now().plusMillis(1);
    scene.open(); // before the first span
    clock.set(from);
    for (int seconds = 1; seconds <= 20; seconds++) {
      lasting(Duration.ofSeconds(seconds), TerminationReason.RESOLVED);
    }
    clock.advance(Duration.ofMinutes(10).minusNanos(1_000)); // the last moment of the span
    scene.open();
    clock.advance(Duration.ofMinutes(10).plusNanos(1_000));
    lasting(Duration.ofMillis(1_234), TerminationReason.SIP_FAILED);
    clock.set(from.plus(Duration.ofMinutes(25)));
    scene.open(); // behind the last span
    List<SessionBucket> series =
        series(from, from.plus(Duration.ofMinutes(25)), Duration.ofMinutes(10));
    assertEquals(3, series.size());
    assertEquals(from, series.get(0).from());
    assertEquals(21, series.get(0).counts().total());
    assertEquals(20, series.get(0).counts().of(OutcomeCategory.RESOLVED));
    assertEquals(1, series.get(0).counts().of(SessionStatus.ACTIVE));
    assertEquals(Duration.ofSeconds(10), series.get(0).medianDuration());
    assertEquals(Duration.ofSeconds(19), series.get(0).p95Duration());
    assertEquals(0, series.get(1).counts().total());
    assertEquals(null, series.get(1).medianDuration());
    assertEquals(from.plus(Duration.ofMinutes(25)), series.get(2).to());
    assertEquals(1, series.get(2).counts().of(TerminationReason.SIP_FAILED));
    assertEquals(Duration.ofMillis(1_234), series.get(2).medianDuration());
    assertEquals(Duration.ofMillis(1_234), series.get(2).p95Duration());
  }

  @Test
  void a_series_sees_neither_other_organizations_nor_what_the_filter_leaves_out() {
    Instant from = scene.now();
    Instant to = from.plus(Duration.ofHours(1));
    scene.open();
    scene.elsewhere().open();
    lasting(Duration.ofSeconds(2), TerminationReason.RESOLVED);
    SessionFilter live = SessionFilter.inStatus(SessionStatus.ACTIVE).withCreated(from, to);
    SeriesIntent intent =
        new SeriesIntent(scene.organizationId(), live, from, to, Duration.ofHours(1));
    assertEquals(1, store.series(intent).get(0).counts().total());
    assertEquals(2, series(from, to, Duration.ofHours(1)).get(0).counts().total());
  }
}
