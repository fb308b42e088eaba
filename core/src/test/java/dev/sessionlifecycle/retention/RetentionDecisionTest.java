package dev.sessionlifecycle.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.RetentionDecision.Archive;
import dev.sessionlifecycle.retention.RetentionDecision.Blocked;
import dev.sessionlifecycle.retention.RetentionDecision.Blocker;
import dev.sessionlifecycle.retention.RetentionDecision.Dispose;
import dev.sessionlifecycle.retention.RetentionDecision.KeepForEver;
import dev.sessionlifecycle.retention.RetentionDecision.KeepUntil;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetentionDecisionTest {
  private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
  private static final RetentionPolicy WEEK = RetentionPolicy.keepFor(Duration.ofDays(7));

  private static Session ended(@Nullable Integer keptDays, boolean finished, boolean archived) {
    return SessionBuilder.of(new UUID(1, 1), new UUID(2, 2), new UUID(3, 3))
        .status(SessionStatus.CLOSED)
        .statusSince(END)
        .outcome(OutcomeCategory.RESOLVED)
        .retentionExpiresAt(keptDays == null ? null : END.plus(Duration.ofDays(keptDays)))
        .finalizedAt(finished ? END : null)
        .archivedAt(archived ? END : null)
        .build();
  }

  private static Instant day(int days) {
    return END.plus(Duration.ofDays(days));
  }

  @Test
  void a_session_is_disposed_of_exactly_when_its_retention_expires() {
    Session session = ended(7, true, false);
    assertEquals(
        new KeepUntil(day(7)),
        RetentionDecision.of(session, WEEK, false, false, day(7).minusNanos(1_000)));
    assertEquals(
        new Dispose(Disposal.PURGE), RetentionDecision.of(session, WEEK, false, false, day(7)));
    assertEquals(
        new Dispose(Disposal.ANONYMIZE),
        RetentionDecision.of(session, WEEK.thenAnonymize(), false, false, day(7)));
  }

  @Test
  void a_live_session_is_never_disposed_of() {
    Session live = SessionBuilder.of(ended(7, true, true)).status(SessionStatus.PAUSED).build();
    assertEquals(
        new Blocked(Blocker.LIVE), RetentionDecision.of(live, WEEK, false, false, day(700)));
  }

  @Test
  void a_session_without_an_expiry_is_kept_forever() {
    assertEquals(
        new KeepForEver(),
        RetentionDecision.of(ended(null, true, false), WEEK, false, false, Instant.MAX));
  }

  @Test
  void a_session_is_archived_before_disposal_even_while_held() {
    RetentionPolicy policy = WEEK.withArchiveAfter(Duration.ofDays(1));
    assertEquals(
        new KeepUntil(day(1)),
        RetentionDecision.of(ended(7, true, false), policy, false, false, END));
    assertEquals(
        new Archive(), RetentionDecision.of(ended(7, true, false), policy, true, false, day(1)));
    assertEquals(
        new Archive(), RetentionDecision.of(ended(7, true, false), policy, false, false, day(9)));
    assertEquals(
        new Dispose(Disposal.PURGE),
        RetentionDecision.of(ended(7, true, true), policy, false, false, day(9)));
    assertEquals(
        new Archive(),
        RetentionDecision.of(
            ended(7, true, false),
            WEEK.withArchiveAfter(Duration.ofDays(30)),
            false,
            false,
            day(7)));
  }

  @Test
  void a_parked_session_is_purged_only_if_the_policy_allows_and_never_archived() {
    Session parked = ended(7, false, false);
    assertEquals(
        new Blocked(Blocker.UNFINISHED), RetentionDecision.of(parked, WEEK, false, true, day(700)));
    RetentionPolicy policy =
        WEEK.withPurgeParkedAfter(Duration.ofDays(30)).withArchiveAfter(Duration.ofDays(1));
    assertEquals(
        new Blocked(Blocker.UNFINISHED),
        RetentionDecision.of(parked, policy, false, true, day(29)));
    assertEquals(
        new Dispose(Disposal.PURGE), RetentionDecision.of(parked, policy, false, true, day(30)));
    assertEquals(
        new Blocked(Blocker.UNFINISHED),
        RetentionDecision.of(parked, policy, false, false, day(30)));
    assertEquals(
        new Blocked(Blocker.HELD), RetentionDecision.of(parked, policy, true, true, day(30)));
  }

  @Test
  void a_session_is_anonymized_first_and_purged_later() {
    RetentionPolicy policy = WEEK.withAnonymizeAfter(Duration.ofDays(2));
    Session session = ended(7, true, false);
    assertEquals(new KeepUntil(day(2)), RetentionDecision.of(session, policy, false, false, END));
    assertEquals(
        new Dispose(Disposal.ANONYMIZE),
        RetentionDecision.of(session, policy, false, false, day(2)));
    assertEquals(
        new Blocked(Blocker.HELD), RetentionDecision.of(session, policy, true, false, day(2)));
    assertEquals(
        new Archive(),
        RetentionDecision.of(
            session, policy.withArchiveAfter(Duration.ofDays(5)), false, false, day(2)));
    Session anonymous = SessionBuilder.of(session).anonymized(true).build();
    assertEquals(
        new KeepUntil(day(7)), RetentionDecision.of(anonymous, policy, false, false, day(2)));
    assertEquals(
        new Dispose(Disposal.PURGE), RetentionDecision.of(anonymous, policy, false, false, day(7)));
    assertEquals(
        new KeepForEver(),
        RetentionDecision.of(anonymous, policy.thenAnonymize(), false, false, day(7)));
    assertEquals(
        new Dispose(Disposal.PURGE), RetentionDecision.of(session, policy, false, false, day(7)));
  }

  @Test
  void a_parked_session_is_anonymized_early_only_if_it_may_be_purged() {
    Session parked = ended(60, false, false);
    RetentionPolicy policy =
        RetentionPolicy.keepFor(Duration.ofDays(60)).withAnonymizeAfter(Duration.ofDays(2));
    assertEquals(
        new Blocked(Blocker.UNFINISHED),
        RetentionDecision.of(parked, policy, false, true, day(50)));
    RetentionPolicy lenient = policy.withPurgeParkedAfter(Duration.ofDays(30));
    assertEquals(
        new Blocked(Blocker.UNFINISHED),
        RetentionDecision.of(parked, lenient, false, true, day(29)));
    assertEquals(
        new Dispose(Disposal.ANONYMIZE),
        RetentionDecision.of(parked, lenient, false, true, day(30)));
  }

  /** Carries out what is decided, whenever it is decided, as a sweep does. */
  @Property
  void the_stages_come_in_order_each_once_and_none_is_missed(
      @ForAll @WithNull @IntRange(min = 0, max = 12) Integer keep,
      @ForAll @WithNull @IntRange(min = 0, max = 12) Integer anonymize,
      @ForAll @WithNull @IntRange(min = 0, max = 12) Integer archive,
      @ForAll boolean thenAnonymize) {
    RetentionPolicy policy =
        keep == null ? RetentionPolicy.forEver() : RetentionPolicy.keepFor(Duration.ofDays(keep));
    policy = thenAnonymize ? policy.thenAnonymize() : policy;
    policy = anonymize == null ? policy : policy.withAnonymizeAfter(Duration.ofDays(anonymize));
    policy = archive == null ? policy : policy.withArchiveAfter(Duration.ofDays(archive));
    Session session = ended(keep, true, false);
    Map<String, Integer> happened = new LinkedHashMap<>();
    Instant look =
        RetentionRules.firstCheckAfter(policy, session).map(END::plus).orElse(Instant.MAX);
    for (int now = 0; now <= 14 && !happened.containsKey("purge"); now++) {
      if (day(now).isBefore(look)) {
        continue;
      }
      RetentionDecision decision = RetentionDecision.of(session, policy, false, false, day(now));
      if (decision instanceof Archive) {
        assertNull(happened.put("archive", now--));
        session = SessionBuilder.of(session).archivedAt(END).build();
      } else if (decision instanceof Dispose dispose && dispose.how() == Disposal.ANONYMIZE) {
        assertNull(happened.put("anonymize", now));
        session =
            SessionBuilder.of(session)
                .anonymized(true)
                .retentionExpiresAt(thenAnonymize ? null : session.retentionExpiresAt())
                .build();
        look = Objects.requireNonNullElse(session.retentionExpiresAt(), Instant.MAX);
      } else if (decision instanceof Dispose) {
        assertNull(happened.put("purge", now));
      } else {
        look = decision instanceof KeepUntil until ? until.at() : Instant.MAX;
        assertTrue(look.isAfter(day(now)));
      }
    }
    boolean early = anonymize != null && (keep == null || anonymize < keep);
    Integer anonymized = early ? anonymize : thenAnonymize ? keep : null;
    Integer purged = thenAnonymize ? null : keep;
    Integer first = anonymized == null ? purged : anonymized;
    Integer archived =
        archive == null || (first != null && first < archive)
            ? (archive == null ? null : first)
            : archive;
    assertEquals(anonymized, happened.get("anonymize"));
    assertEquals(purged, happened.get("purge"));
    assertEquals(archived, happened.get("archive"));
  }

  @Property
  void a_held_live_unfinished_or_undue_session_is_never_disposed_of(
      @ForAll SessionStatus status,
      @ForAll @WithNull @IntRange(min = 0, max = 20) Integer keptDays,
      @ForAll boolean finished,
      @ForAll boolean held,
      @ForAll boolean parked,
      @ForAll @IntRange(min = 0, max = 40) int now) {
    Session session = SessionBuilder.of(ended(keptDays, finished, false)).status(status).build();
    if (RetentionDecision.of(session, WEEK, held, parked, day(now)) instanceof Dispose) {
      assertTrue(status.isTerminal());
      assertTrue(finished);
      assertFalse(held);
      assertNotNull(keptDays);
      assertTrue(keptDays <= now);
    }
  }

  @Property
  void recalculation_never_shortens_retention_unless_requested(
      @ForAll @WithNull @IntRange(min = 0, max = 20) Integer before,
      @ForAll @WithNull @IntRange(min = 0, max = 20) Integer after) {
    Session session = ended(before, true, false);
    RetentionPolicy policy =
        after == null ? RetentionPolicy.forEver() : RetentionPolicy.keepFor(Duration.ofDays(after));
    Instant until = RetentionRules.recalculated(session, policy, false);
    boolean longer = before != null && (after == null || after > before);
    Integer expected = longer ? after : before;
    assertEquals(expected == null ? null : day(expected), until);
    assertEquals(
        after == null ? null : day(after), RetentionRules.recalculated(session, policy, true));
  }
}
