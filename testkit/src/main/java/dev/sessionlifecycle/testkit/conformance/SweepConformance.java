package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore.Owner;
import dev.sessionlifecycle.spi.SweepStore.Reschedule;
import dev.sessionlifecycle.spi.SweepStore.SweepCandidate;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of sweeps, which check live sessions. */
abstract class SweepConformance extends Conformance {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LEASE = Duration.ofSeconds(30);

  private Session open(Scenario where, @Nullable Duration checkIn) {
    OpenIntent plain = where.opening(where.draft(), OpenPolicy.ALWAYS_NEW);
    return store
        .open(
            new OpenIntent(
                plain.draft(),
                plain.policy(),
                TriggeredBy.API,
                checkIn,
                null,
                plain.closeDefaults()))
        .session();
  }

  private void move(Session session, SessionStatus to, @Nullable Duration checkIn) {
    store.transition(new TransitionIntent(key(session), to, TriggeredBy.API, scene.now(), checkIn));
  }

  private List<SweepCandidate> due(Scenario where) {
    return store.sweeps().due(EVERYTHING).candidates().stream()
        .filter(look -> look.session().organizationId().equals(where.organizationId()))
        .toList();
  }

  private Optional<Instant> dueAt(Session session) {
    return due(scene).stream()
        .filter(look -> look.session().id().equals(session.id()))
        .map(SweepCandidate::dueAt)
        .findFirst();
  }

  private Instant in(Duration time) {
    return scene.now().plus(time);
  }

  @Test
  void a_session_is_due_at_the_exact_microsecond() {
    Session session = open(scene, MINUTE);
    Session never = open(scene, null);
    clock.advance(MINUTE.minusNanos(1_000));
    assertEquals(List.of(), due(scene));
    clock.advance(Duration.ofNanos(1_000));
    SweepCandidate look = due(scene).get(0);
    Check.sameSession(session, look.session());
    assertEquals(scene.now(), look.dueAt());
    assertNull(look.owner());
    assertEquals(scene.now(), store.sweeps().due(new DueQuery(1, 1, null)).now());
    assertEquals(Optional.empty(), dueAt(never));
  }

  @Test
  void messages_keep_the_sweep_time_and_an_end_clears_it() {
    Session session = open(scene, MINUTE);
    clock.advance(MINUTE);
    scene.append(session, scene.fromUser("hello"));
    assertTrue(dueAt(session).isPresent());
    scene.close(session);
    assertEquals(List.of(), due(scene));
  }

  @Test
  void a_move_sets_the_sweep_time_earlier_and_never_later() {
    Session session = open(scene, MINUTE);
    Instant opened = scene.now();
    move(session, SessionStatus.PAUSED, Duration.ofHours(1));
    clock.advance(Duration.ofHours(2));
    assertEquals(Optional.of(opened.plus(MINUTE)), dueAt(session));
    Session quiet = open(scene, null);
    move(quiet, SessionStatus.PAUSED, MINUTE);
    Instant moved = scene.now();
    clock.advance(MINUTE);
    assertEquals(Optional.of(moved.plus(MINUTE)), dueAt(quiet));
    Session unasked = open(scene, MINUTE);
    move(unasked, SessionStatus.PAUSED, null);
    clock.advance(MINUTE);
    assertEquals(Optional.of(scene.now()), dueAt(unasked));
  }

  @Test
  void a_reactivated_session_is_due_for_a_sweep_at_once() {
    Session session = open(scene, Duration.ofDays(2));
    move(session, SessionStatus.PAUSED, Duration.ofDays(1));
    assertEquals(Optional.empty(), dueAt(session));
    move(session, SessionStatus.ACTIVE, Duration.ofHours(4));
    assertEquals(Optional.of(scene.now()), dueAt(session));
  }

  @Test
  void a_session_reactivated_while_the_clock_was_ahead_is_due_after_it_returns() {
    Session session = open(scene, null);
    Instant first = scene.now();
    move(session, SessionStatus.PAUSED, null);
    clock.advance(Duration.ofDays(30));
    move(session, SessionStatus.ACTIVE, Duration.ofHours(4));
    clock.advance(Duration.ofDays(-29));
    assertEquals(Optional.of(first), dueAt(session));
  }

  @Test
  void a_sweep_is_rescheduled_only_if_its_time_is_unchanged() {
    Session session = open(scene, MINUTE);
    Instant seen = in(MINUTE);
    SessionKey key = key(session);
    clock.advance(MINUTE);
    Instant later = in(MINUTE);
    Reschedule wrong = new Reschedule(key, seen.plusSeconds(1), later);
    assertEquals(0, store.sweeps().reschedule(List.of(wrong)));
    assertEquals(1, store.sweeps().reschedule(List.of(new Reschedule(key, seen, later))));
    assertEquals(Optional.empty(), dueAt(session));
    clock.advance(MINUTE);
    assertEquals(Optional.of(later), dueAt(session));
    assertEquals(1, store.sweeps().reschedule(List.of(new Reschedule(key, later, null))));
    clock.advance(Duration.ofDays(99));
    assertEquals(Optional.empty(), dueAt(session));
    scene.close(session);
    assertEquals(0, store.sweeps().reschedule(List.of(new Reschedule(key, later, later))));
    assertEquals(0, store.sweeps().reschedule(List.of()));
  }

  @Test
  void organizations_take_turns_and_their_oldest_sessions_come_first() {
    List<Scenario> scenes = new ArrayList<>(List.of(scene, scene.elsewhere(), scene.elsewhere()));
    scenes.sort((one, other) -> IdOrder.compare(one.organizationId(), other.organizationId()));
    clock.set(Instant.parse("1970-01-01T00:00:00Z"));
    for (Scenario each : scenes) {
      for (int i = 0; i < 3; i++) {
        open(each, Duration.ofSeconds(3 - i));
      }
    }
    clock.advance(Duration.ofSeconds(3));
    List<SweepCandidate> looks =
        store.sweeps().due(new DueQuery(5, 2, scenes.get(0).organizationId())).candidates();
    // Other tests on this store can only have later checks; these are the oldest of all.
    assertEquals(
        List.of(scenes.get(1), scenes.get(1), scenes.get(2), scenes.get(2)).stream()
            .map(Scenario::organizationId)
            .toList(),
        looks.stream().map(look -> look.session().organizationId()).limit(4).toList());
    assertEquals(scenes.get(0).organizationId(), looks.get(4).session().organizationId());
    assertEquals(Instant.EPOCH.plusSeconds(1), looks.get(0).dueAt());
    assertEquals(Instant.EPOCH.plusSeconds(2), looks.get(1).dueAt());
    scenes.forEach(each -> due(each).forEach(look -> each.close(look.session())));
  }

  @Test
  void live_sessions_can_be_marked_due_page_by_page() {
    Session one = open(scene, null);
    Session other = open(scene, Duration.ofDays(1));
    Session ended = open(scene, MINUTE);
    scene.close(ended);
    @Nullable SessionKey last = null;
    int pages = 0;
    List<SessionKey> next = store.sweeps().markAllDue(null, 1);
    while (!next.isEmpty() && pages++ < 100_000) {
      last = next.get(0);
      next = store.sweeps().markAllDue(last, 1);
    }
    assertTrue(pages >= 2);
    assertEquals(Optional.of(scene.now()), dueAt(one));
    assertEquals(Optional.of(scene.now()), dueAt(other));
    assertEquals(2, due(scene).size());
  }

  @Test
  void a_session_is_due_with_its_owner_when_its_lease_lapses() {
    Session session = open(scene, Duration.ofDays(1));
    long token = acquire(session);
    Instant until = in(LEASE);
    clock.advance(LEASE);
    assertEquals(new Owner(token, until, 0), due(scene).get(0).owner());
    assertEquals(until, due(scene).get(0).dueAt());
  }

  private OptionalLong takeOver(Session session, long token) {
    return store.sweeps().takeOver(key(session), token, UUID.randomUUID(), LEASE, scene.now());
  }

  private int recoveries(Session session) {
    clock.advance(LEASE);
    return due(scene).stream()
        .filter(look -> look.session().id().equals(session.id()))
        .map(SweepCandidate::owner)
        .mapToInt(owner -> owner == null ? -1 : owner.recoveries())
        .findFirst()
        .orElse(-1);
  }

  @Test
  void the_history_shows_a_takeover() {
    Session session = open(scene, Duration.ofDays(1));
    long token = acquire(session);
    assertTrue(takeOver(session, token).isEmpty());
    clock.advance(LEASE);
    assertTrue(takeOver(session, token).isPresent());
    HistoryEntry expected =
        new HistoryEntry(
            2,
            HistoryEntry.Kind.TAKEN_OVER,
            session.status(),
            session.status(),
            null,
            TriggeredBy.HOUSEKEEPING,
            scene.now());
    assertEquals(List.of(expected), store.history(key(session), 1, 10));
    assertEquals(scene.now(), scene.close(session).updatedAt());
    assertEquals(3, store.history(key(session), 0, 10).size());
  }

  @Test
  void only_a_lapsed_lease_is_taken_over_and_takeovers_count_until_progress() {
    Session session = open(scene, Duration.ofDays(1));
    long first = acquire(session);
    assertTrue(takeOver(session, first).isEmpty());
    assertEquals(0, recoveries(session));
    assertTrue(takeOver(session, first + 1).isEmpty());
    long second = takeOver(session, first).orElseThrow();
    assertTrue(second > first);
    assertTrue(takeOver(session, first).isEmpty());
    assertTrue(takeOver(session, second).isEmpty());
    assertEquals(1, recoveries(session));
    long third = takeOver(session, second).orElseThrow();
    assertEquals(2, recoveries(session));
    scene.append(session, scene.fromUser("progress"));
    assertEquals(0, recoveries(session));
    long fourth = takeOver(session, third).orElseThrow();
    assertEquals(1, recoveries(session));
    scene.close(session);
    assertTrue(takeOver(session, fourth).isEmpty());
  }

  @Test
  void a_released_lease_is_not_taken_over() {
    Session session = open(scene, Duration.ofDays(1));
    long token = acquire(session);
    store.owners().release(key(session), token);
    clock.advance(LEASE);
    assertTrue(takeOver(session, token).isEmpty());
    assertNull(due(scene).get(0).owner());
  }

  @Test
  void a_close_guarded_by_a_lapsed_lease_fails_unless_that_lease_lapsed() {
    Session session = open(scene, Duration.ofDays(1));
    long token = acquire(session);
    var orphaned = scene.closing(session).guard(new CloseGuard.Lapsed(token));
    assertInstanceOf(CloseReply.GuardFailed.class, store.close(orphaned.build()));
    clock.advance(LEASE);
    long next = acquire(session);
    assertInstanceOf(CloseReply.GuardFailed.class, store.close(orphaned.build()));
    store.owners().release(key(session), next);
    clock.advance(LEASE);
    assertInstanceOf(
        CloseReply.GuardFailed.class,
        store.close(scene.closing(session).guard(new CloseGuard.Lapsed(next)).build()));
    long last = acquire(session);
    clock.advance(LEASE);
    assertInstanceOf(
        CloseReply.Closed.class,
        store.close(scene.closing(session).guard(new CloseGuard.Lapsed(last)).build()));
  }
}
