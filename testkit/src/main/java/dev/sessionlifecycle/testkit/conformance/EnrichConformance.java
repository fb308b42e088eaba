package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of the one change of a reason allowed after the end: from none to a specific one. */
abstract class EnrichConformance extends Conformance {

  private static final RetentionPolicy KEEP =
      RetentionPolicy.keepFor(Duration.ofDays(7))
          .withOutcome(OutcomeCategory.RESOLVED, Duration.ofDays(90))
          .withOutcome(OutcomeCategory.UNREACHED, Duration.ofDays(1));

  private EnrichReply enrich(SessionKey key, TerminationReason reason, @Nullable String reported) {
    return replace(HistoryEntry.Kind.ENRICHED, key, reason, reported);
  }

  private EnrichReply replace(
      HistoryEntry.Kind kind, SessionKey key, TerminationReason reason, @Nullable String reported) {
    return store.enrich(
        new EnrichIntent(key, kind, EndReason.of(reason), reported, "system", scene.now(), KEEP));
  }

  private Session ended(TerminationReason reason) {
    Session live = scene.append(scene.open(), scene.fromUser("hello"));
    return closed(scene.closing(live, scene.terms(KEEP)).reason(reason).reportedReason("hm"));
  }

  @Test
  void an_unspecific_reason_becomes_specific_and_the_outcome_follows() {
    for (TerminationReason unspecific :
        List.of(TerminationReason.UNKNOWN, TerminationReason.UNKNOWN_REASON)) {
      Session before = ended(unspecific);
      clock.advance(Duration.ofSeconds(4));
      Session after =
          Check.instance(
                  EnrichReply.Enriched.class,
                  enrich(key(before), TerminationReason.RESOLVED, "Resolved"))
              .session();
      Session expected =
          SessionBuilder.of(before)
              .reason(TerminationReason.RESOLVED)
              .outcome(OutcomeCategory.RESOLVED)
              .reportedReason("Resolved")
              .updatedAt(scene.now())
              .retentionExpiresAt(before.statusSince().plus(Duration.ofDays(90)))
              .build();
      Check.sameSession(expected, after);
      Check.sameSession(expected, scene.reload(before));
      assertEquals(
          new HistoryEntry(
              3,
              HistoryEntry.Kind.ENRICHED,
              SessionStatus.CLOSED,
              SessionStatus.CLOSED,
              TerminationReason.RESOLVED,
              "system",
              scene.now()),
          store.history(key(before), 2, 10).get(0));
    }
  }

  @Test
  void a_specific_reason_is_corrected_once() {
    Session before = ended(TerminationReason.CLIENT_INITIATED);
    clock.advance(Duration.ofSeconds(4));
    TerminationReason found = TerminationReason.VOICEMAIL_DETECTED;
    SessionKey key = key(before);
    EnrichReply reply = replace(HistoryEntry.Kind.CORRECTED, key, found, "AMD");
    Session after = Check.instance(EnrichReply.Enriched.class, reply).session();
    Session expected =
        SessionBuilder.of(before)
            .reason(found)
            .outcome(OutcomeCategory.UNREACHED)
            .reportedReason("AMD")
            .updatedAt(scene.now())
            .build();
    Check.sameSession(expected, after);
    Check.sameSession(expected, scene.reload(before));
    assertEquals(new EnrichReply.Enriched(before, after), reply);
    List<HistoryEntry> history = store.history(key, 1, 10);
    assertEquals(TerminationReason.CLIENT_INITIATED, history.get(0).reason());
    assertEquals(HistoryEntry.Kind.CORRECTED, history.get(1).kind());
    assertEquals(found, history.get(1).reason());
    for (HistoryEntry.Kind kind :
        List.of(HistoryEntry.Kind.CORRECTED, HistoryEntry.Kind.ENRICHED)) {
      EnrichReply again = replace(kind, key, TerminationReason.RESOLVED, null);
      assertEquals(new EnrichReply.NotEnrichable(after), again);
    }
    assertEquals(3, store.history(key, 0, 10).size());
  }

  @Test
  void a_correction_to_the_same_reason_or_of_a_live_session_changes_nothing() {
    Session ended = ended(TerminationReason.RESOLVED);
    Session live = scene.open();
    for (Session session : List.of(ended, live)) {
      EnrichReply reply =
          replace(HistoryEntry.Kind.CORRECTED, key(session), TerminationReason.RESOLVED, null);
      assertEquals(new EnrichReply.NotEnrichable(session), reply);
    }
  }

  @Test
  void a_session_that_gets_another_reason_is_to_be_archived_again() {
    RetentionPolicy archiving = KEEP.withArchiveAfter(Duration.ofHours(1));
    for (HistoryEntry.Kind kind :
        List.of(HistoryEntry.Kind.ENRICHED, HistoryEntry.Kind.CORRECTED)) {
      Session live = scene.append(scene.open(), scene.fromUser("hello"));
      Session ended =
          closed(scene.closing(live, scene.terms(archiving)).reason(TerminationReason.UNKNOWN));
      clock.advance(Duration.ofHours(2));
      assertEquals(1, archive(ended));
      assertEquals(scene.now(), scene.reload(ended).archivedAt());
      EnrichIntent intent =
          new EnrichIntent(
              key(ended),
              kind,
              EndReason.of(TerminationReason.VOICEMAIL_DETECTED),
              null,
              "system",
              scene.now(),
              archiving);
      Session after = Check.instance(EnrichReply.Enriched.class, store.enrich(intent)).session();
      assertEquals(null, after.archivedAt());
      Check.sameSession(after, scene.reload(ended));
      assertEquals(1, archive(ended));
    }
  }

  private int archive(Session ended) {
    return store
        .disposals()
        .archived(scene.organizationId(), List.of(new DisposalStore.Archived(ended.id(), null)));
  }

  @Test
  void a_new_outcome_never_shortens_retention() {
    for (TerminationReason reason : TerminationReason.values()) {
      if (!reason.isUnspecific()) {
        Session before = ended(TerminationReason.UNKNOWN);
        enrich(key(before), reason, null);
        Session after = scene.reload(before);
        Instant atLeast =
            before
                .statusSince()
                .plus(
                    KEEP.keep(
                            Objects.requireNonNull(after.outcome()),
                            after.channel(),
                            after.sessionType())
                        .orElseThrow());
        Instant was = Objects.requireNonNull(before.retentionExpiresAt());
        assertEquals(atLeast.isAfter(was) ? atLeast : was, after.retentionExpiresAt());
      }
    }
  }

  @Test
  void enrichment_without_a_report_keeps_the_reported_reason() {
    Session before = ended(TerminationReason.UNKNOWN);
    Session after =
        Check.instance(
                EnrichReply.Enriched.class,
                enrich(key(before), TerminationReason.USER_REJECTED, null))
            .session();
    assertEquals("hm", after.reportedReason());
  }

  @Test
  void the_enriched_outcome_depends_on_engagement() {
    Session silent = scene.close(scene.open());
    Session talked = ended(TerminationReason.UNKNOWN);
    enrich(key(silent), TerminationReason.PARTICIPANT_LEFT, null);
    enrich(key(talked), TerminationReason.PARTICIPANT_LEFT, null);
    assertEquals(OutcomeCategory.ABANDONED, scene.reload(silent).outcome());
    assertEquals(OutcomeCategory.UNRESOLVED, scene.reload(talked).outcome());
  }

  @Test
  void a_specific_reason_is_not_replaced() {
    for (TerminationReason reason : TerminationReason.values()) {
      if (!reason.isUnspecific()) {
        Session before = ended(reason);
        EnrichReply reply = enrich(key(before), TerminationReason.MEDIA_FAILURE, "x");
        Check.sameSession(before, Check.instance(EnrichReply.NotEnrichable.class, reply).session());
        Check.sameSession(before, scene.reload(before));
      }
    }
  }

  @Test
  void a_live_session_cannot_be_enriched() {
    Session live = scene.open();
    EnrichReply reply = enrich(key(live), TerminationReason.RESOLVED, null);
    Check.sameSession(live, Check.instance(EnrichReply.NotEnrichable.class, reply).session());
    assertEquals(1, history(live).size());
  }

  @Test
  void one_of_sixteen_racing_enrichments_is_applied() {
    Session session = ended(TerminationReason.UNKNOWN);
    List<EnrichReply> replies =
        Race.values(
            16,
            racer ->
                enrich(
                    key(session),
                    racer % 2 == 0 ? TerminationReason.RESOLVED : TerminationReason.ERROR,
                    null));
    assertEquals(1, replies.stream().filter(EnrichReply.Enriched.class::isInstance).count());
    assertEquals(15, replies.stream().filter(EnrichReply.NotEnrichable.class::isInstance).count());
    assertEquals(3, history(session).size());
  }
}
