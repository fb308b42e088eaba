package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry.Kind;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of external ids, and of ends reported before their sessions open. */
abstract class ExternalRefConformance extends Conformance {
  private static final ExternalRef REF = new ExternalRef("twilio", "CA42");

  private CloseReply end(ExternalRef ref, TerminationReason reason) {
    return store.closeExternal(ref, anywhere().reason(reason).build());
  }

  private CloseIntent.Builder anywhere() {
    return CloseIntent.builder(scene.key(UUID.randomUUID()), scene.now(), scene.terms());
  }

  private SessionBuilder draft() {
    return scene.draft().externalRef(REF);
  }

  @Test
  void a_live_or_ended_session_is_found_by_its_external_id() {
    Session live = store.open(scene.opening(draft())).orThrow();
    assertEquals(Optional.of(live), store.findByExternalRef(scene.organizationId(), REF));
    Session ended = scene.close(live);
    assertEquals(Optional.of(ended), store.findByExternalRef(scene.organizationId(), REF));
    ExternalRef lower = new ExternalRef("twilio", "ca42");
    assertEquals(Optional.empty(), store.findByExternalRef(scene.organizationId(), lower));
    ExternalRef elsewhere = new ExternalRef("vapi", "CA42");
    assertEquals(Optional.empty(), store.findByExternalRef(scene.organizationId(), elsewhere));
  }

  @Test
  void an_external_id_opens_one_session() {
    Session live = store.open(scene.opening(draft())).orThrow();
    OpenResult again = store.open(scene.opening(draft()));
    Check.sameSession(live, reused(again));
    Session ended = scene.close(live);
    OpenResult late = store.open(scene.opening(draft()));
    Check.sameSession(ended, alreadyEnded(late));
  }

  @Test
  void a_close_by_external_id_ends_the_session() {
    Session live = store.open(scene.opening(draft())).orThrow();
    CloseReply first = end(REF, TerminationReason.RESOLVED);
    Session ended = scene.reload(live);
    Check.sameSession(ended, closed(first));
    assertEquals(TerminationReason.RESOLVED, ended.reason());
    CloseReply second = end(REF, TerminationReason.ERROR);
    Check.sameSession(ended, alreadyEnded(second));
  }

  @Test
  void an_early_end_is_applied_when_its_session_opens() {
    Instant told = scene.now().plusSeconds(3);
    CloseReply kept =
        store.closeExternal(
            REF,
            anywhere()
                .target(SessionStatus.ERROR)
                .reason(TerminationReason.MEDIA_FAILURE)
                .reportedReason("MEDIA_FAILURE")
                .triggeredBy("system")
                .endedAt(told)
                .build());
    assertEquals(new CloseReply.Kept(), kept);
    clock.advance(Duration.ofSeconds(10));
    SessionBuilder draft = draft().startedAt(scene.now().minusSeconds(9));
    Session session = alreadyEnded(store.open(scene.opening(draft)));
    Check.sameSession(session, scene.reload(session));
    assertEquals(SessionStatus.ERROR, session.status());
    assertEquals(TerminationReason.MEDIA_FAILURE, session.reason());
    assertEquals("MEDIA_FAILURE", session.reportedReason());
    assertEquals("system", session.triggeredBy());
    assertEquals(told, session.endedAt());
    assertEquals(scene.now(), session.closedAt());
    assertEquals(2_000L, session.durationMs());
    assertEquals(
        List.of(Kind.OPENED, Kind.ENDED), history(session).stream().map(it -> it.kind()).toList());
    assertTrue(store.chains().find(key(session)).isPresent());
  }

  @Test
  void an_early_end_without_a_time_takes_the_time_of_its_report() {
    Instant reported = scene.now();
    store.closeExternal(REF, anywhere().end(new EndTime.LastActivity()).build());
    clock.advance(Duration.ofSeconds(10));
    SessionBuilder draft = draft().startedAt(reported.minusSeconds(5));
    Session session = alreadyEnded(store.open(scene.opening(draft)));
    assertEquals(reported, session.endedAt());
    assertEquals(5_000L, session.durationMs());
  }

  @Test
  void the_first_of_several_early_ends_is_kept() {
    assertEquals(new CloseReply.Kept(), end(REF, TerminationReason.CALLEE_BUSY));
    assertEquals(new CloseReply.Kept(), end(REF, TerminationReason.RESOLVED));
    Session session = store.open(scene.opening(draft())).session();
    assertEquals(TerminationReason.CALLEE_BUSY, session.reason());
  }

  @Test
  void a_later_early_end_gives_an_unspecific_one_its_reason() {
    CloseIntent.Builder first = anywhere().triggeredBy("user").endedAt(scene.now());
    store.closeExternal(REF, first.reportedReason("completed").build());
    clock.advance(Duration.ofSeconds(2));
    end(REF, TerminationReason.CALLEE_BUSY);
    end(REF, TerminationReason.RESOLVED);
    end(REF, TerminationReason.UNKNOWN);
    Session session = store.open(scene.opening(draft())).session();
    assertEquals(TerminationReason.CALLEE_BUSY, session.reason());
    assertEquals(TerminationReason.CALLEE_BUSY.outcome(false), session.outcome());
    assertEquals("completed", session.reportedReason());
    assertEquals("user", session.triggeredBy());
    assertEquals(session.startedAt(), session.endedAt());
  }

  @Test
  void an_early_end_from_before_the_start_ends_no_session() {
    Instant now = scene.now();
    Instant hourAgo = now.minusSeconds(3600);
    for (boolean isBulk : List.of(false, true)) {
      // without a reported start, the session may have begun a little before it was opened
      assertEquals(SessionStatus.ACTIVE, openedAfter(now.minusSeconds(36_000), null, isBulk));
      assertEquals(SessionStatus.ACTIVE, openedAfter(now.minusSeconds(301), null, isBulk));
      assertEquals(SessionStatus.CLOSED, openedAfter(now.minusSeconds(300), null, isBulk));
      assertEquals(SessionStatus.CLOSED, openedAfter(null, null, isBulk));
      // a start that is reported counts, also as the time of the opening, or as a later one
      for (Instant start : List.of(now, now.plusSeconds(5))) {
        assertEquals(SessionStatus.ACTIVE, openedAfter(start.minusMillis(1), start, isBulk));
        assertEquals(SessionStatus.CLOSED, openedAfter(start, start, isBulk));
        assertEquals(SessionStatus.CLOSED, openedAfter(null, start, isBulk));
      }
      assertEquals(SessionStatus.ACTIVE, openedAfter(hourAgo.minusMillis(1), hourAgo, isBulk));
      assertEquals(SessionStatus.CLOSED, openedAfter(hourAgo, hourAgo, isBulk));
      assertEquals(SessionStatus.CLOSED, openedAfter(null, hourAgo, isBulk));
    }
  }

  private SessionStatus openedAfter(
      @Nullable Instant endedAt, @Nullable Instant reportedStart, boolean isBulk) {
    ExternalRef ref = new ExternalRef("livekit", "room").withInstance("" + UUID.randomUUID());
    EndTime end = endedAt == null ? new EndTime.Now() : new EndTime.Reported(endedAt);
    store.closeExternal(ref, anywhere().reason(TerminationReason.RESOLVED).end(end).build());
    OpenIntent opening = opening(ref, reportedStart);
    OpenResult result = isBulk ? store.openAll(List.of(opening)).get(0) : store.open(opening);
    Check.sameSession(result.session(), scene.reload(result.session()));
    assertEquals(
        result.session().isEnded(), result instanceof OpenResult.AlreadyEnded it && it.isNew());
    OpenResult again = store.open(opening);
    assertFalse(again instanceof OpenResult.AlreadyEnded it && it.isNew());
    return result.session().status();
  }

  private OpenIntent opening(ExternalRef ref, @Nullable Instant reportedStart) {
    Instant now = scene.now();
    Instant start = reportedStart == null || reportedStart.isAfter(now) ? now : reportedStart;
    OpenIntent plain = scene.opening(scene.draft().externalRef(ref).startedAt(start));
    return new OpenIntent(
        plain.draft(),
        plain.policy(),
        plain.triggeredBy(),
        null,
        null,
        plain.closeDefaults(),
        plain.overdue(),
        reportedStart);
  }

  @Test
  void an_early_end_is_applied_once() {
    end(REF, TerminationReason.CALLEE_BUSY);
    Session session = store.open(scene.opening(draft())).session();
    assertEquals(SessionStatus.CLOSED, session.status());
    OpenResult again = store.open(scene.opening(draft()));
    Check.sameSession(session, alreadyEnded(again));
    assertEquals(2, history(session).size());
  }

  @Test
  void an_early_end_is_forgotten_after_a_day() {
    end(REF, TerminationReason.CALLEE_BUSY);
    clock.advance(Duration.ofHours(23));
    end(REF, TerminationReason.RESOLVED);
    clock.advance(Duration.ofHours(2));
    Session session = opened(store.open(scene.opening(draft())));
    assertEquals(SessionStatus.ACTIVE, scene.reload(session).status());
  }

  @Test
  void an_early_end_reported_after_the_old_one_expired_is_kept() {
    end(REF, TerminationReason.CALLEE_BUSY);
    clock.advance(Duration.ofHours(25));
    end(REF, TerminationReason.RESOLVED);
    clock.advance(Duration.ofHours(23));
    Session session = alreadyEnded(store.open(scene.opening(draft())));
    assertEquals(TerminationReason.RESOLVED, session.reason());
  }

  @Test
  void an_early_ended_session_neither_takes_nor_frees_the_active_key() {
    UUID user = UUID.randomUUID();
    Session holder = store.open(scene.opening(draftOf(user), OpenPolicy.REUSE)).orThrow();
    end(REF, TerminationReason.CALLEE_BUSY);
    Check.instance(
        OpenResult.AlreadyEnded.class,
        store.open(scene.opening(draftOf(user).externalRef(REF), OpenPolicy.SUPERSEDE)));
    assertEquals(SessionStatus.ACTIVE, scene.reload(holder).status());
    assertEquals(
        holder.id(), store.open(scene.opening(draftOf(user), OpenPolicy.REUSE)).session().id());
  }

  @Test
  void an_early_end_is_forgotten_when_it_expires() {
    storeEarlyEnd("CA42");
    clock.advance(EarlyEnd.KEPT.minusSeconds(1));
    storeEarlyEnd("CA43");
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, false));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, true));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, false));
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, false));
    Check.instance(OpenResult.Opened.class, openWith("CA42"));
    Check.instance(OpenResult.AlreadyEnded.class, openWith("CA43"));
    storeEarlyEnd("CA44");
    storeEarlyEnd("CA45");
    clock.advance(EarlyEnd.KEPT);
    assertEquals(1, store.sweeps().forgetEarlyEnds(1, false));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, false));
    assertTrue(
        store
            .findByExternalRef(scene.organizationId(), new ExternalRef("twilio", "CA42"))
            .isPresent());
  }

  @Test
  void an_expired_early_end_is_forgotten_although_later_ones_exist() {
    storeEarlyEnd("CA46");
    clock.advance(EarlyEnd.KEPT);
    storeEarlyEnd("CA47");
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, true));
    storeEarlyEnd("CA46");
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, false));
    clock.advance(EarlyEnd.KEPT);
    assertEquals(2, store.sweeps().forgetEarlyEnds(10, false));
  }

  /** If the clock runs backwards between two ends, the later arrival expires first. */
  @Test
  void the_oldest_early_end_is_forgotten_first_even_if_stored_last() {
    storeEarlyEnd("of later");
    clock.advance(Duration.ofHours(-1));
    storeEarlyEnd("of earlier");
    clock.advance(EarlyEnd.KEPT);
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, true));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, false));
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, true));
    clock.advance(Duration.ofHours(1));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, false));
  }

  @Test
  void early_ends_are_forgotten_in_organization_id_order() {
    List<Scenario> inOrder =
        Stream.generate(scene::elsewhere)
            .limit(8)
            .sorted(Comparator.comparing(Scenario::organizationId, IdOrder.UNSIGNED))
            .toList();
    inOrder.forEach(it -> storeEarlyEnd(it, "CA48"));
    clock.advance(EarlyEnd.KEPT);
    assertEquals(4, store.sweeps().forgetEarlyEnds(4, false));
    // opening a session consumes the end stored under its external id
    inOrder.subList(4, 8).forEach(it -> openWith(it, "CA48"));
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, false));
  }

  private void storeEarlyEnd(String id) {
    storeEarlyEnd(scene, id);
  }

  private void storeEarlyEnd(Scenario of, String id) {
    CloseIntent.Builder end = CloseIntent.builder(of.key(UUID.randomUUID()), of.now(), of.terms());
    store.closeExternal(new ExternalRef("twilio", id), end.build());
  }

  private OpenResult openWith(String id) {
    return openWith(scene, id);
  }

  private OpenResult openWith(Scenario of, String id) {
    return store.open(of.opening(of.draft().externalRef(new ExternalRef("twilio", id))));
  }
}
