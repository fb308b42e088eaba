package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore.Archived;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of purging, anonymizing and erasing sessions, and of what prevents it. */
abstract class DisposalConformance extends DisposalTests {
  @Test
  void a_purge_deletes_everything_and_leaves_a_receipt() {
    ExternalRef ref = new ExternalRef("carrier", UUID.randomUUID().toString());
    Session session = ended(WEEK, draft -> draft.externalRef(ref));
    Session other = ended(WEEK);
    clock.advance(WEEK);
    DisposalIntent intent = intent(Receipt.Kind.PURGE, session);
    DisposalReply reply = store.disposals().dispose(intent);
    assertEquals(List.of(session.id()), reply.done());
    assertEquals(Map.of(), reply.refused());
    assertEquals(Optional.empty(), find(session));
    assertEquals(Optional.empty(), store.findByExternalRef(scene.organizationId(), ref));
    assertEquals(Optional.empty(), store.chains().find(key(session)));
    assertEquals(List.of(), messages(session));
    assertEquals(List.of(), history(session));
    assertTrue(find(other).isPresent());
    Receipt receipt = Objects.requireNonNull(reply.receipt());
    assertEquals(intent.receiptId(), receipt.id());
    assertEquals(Receipt.Kind.PURGE, receipt.kind());
    assertEquals(scene.now(), receipt.at());
    assertEquals(1, receipt.sessions());
    assertEquals(2, receipt.messages());
    assertEquals(8, receipt.rows());
    assertEquals(List.of(receipt), store.disposals().receipts(scene.organizationId(), null, 10));
    assertEquals(List.of(), store.disposals().receipts(scene.organizationId(), receipt.id(), 10));
    assertEquals(List.of(other.id()), due().stream().map(it -> it.session().id()).toList());
  }

  @Test
  void a_purged_session_is_missing_and_its_ids_can_be_reused() {
    ExternalRef ref = new ExternalRef("carrier", UUID.randomUUID().toString());
    Session session = ended(Duration.ZERO, draft -> draft.externalRef(ref));
    purge(session);
    DisposalReply again = purge(session);
    assertEquals(Map.of(session.id(), Refusal.MISSING), again.refused());
    assertNull(again.receipt());
    OpenResult opened =
        store.open(
            scene.opening(
                SessionBuilder.of(session.organizationId(), session.id(), session.endUserId())
                    .externalRef(ref)
                    .createdAt(scene.now())
                    .startedAt(scene.now())
                    .updatedAt(scene.now()),
                OpenPolicy.ALWAYS_NEW));
    assertInstanceOf(OpenResult.Opened.class, opened);
    assertEquals(1, history(session).size());
  }

  @Test
  void a_live_session_is_never_disposed_of() {
    for (SessionStatus status : SessionStatus.live()) {
      Session live = scene.openIn(status);
      assertRefused(Refusal.LIVE, purge(live), live);
      assertRefused(Refusal.LIVE, dispose(Receipt.Kind.ERASURE, live), live);
    }
  }

  @Test
  void a_session_whose_retention_has_not_expired_is_not_disposed_of() {
    Session kept = ended(WEEK);
    Session forEver = ended(null);
    clock.advance(WEEK.minusNanos(1_000));
    assertRefused(Refusal.NOT_DUE, purge(kept), kept);
    clock.advance(Duration.ofDays(36_000));
    assertRefused(Refusal.NOT_DUE, purge(forEver), forEver);
    assertRefused(Refusal.NOT_DUE, dispose(Receipt.Kind.ANONYMIZE, forEver), forEver);
    DisposalReply erased = dispose(Receipt.Kind.ERASURE, forEver);
    assertEquals(List.of(forEver.id()), erased.done());
    assertEquals(Optional.empty(), find(forEver));
  }

  @Test
  void every_kind_of_hold_prevents_every_kind_of_disposal() {
    for (int scope = 0; scope < 3; scope++) {
      Session session = ended(Duration.ZERO);
      var hold =
          place(
              scope == 0
                  ? HoldScope.session(session.id())
                  : scope == 1 ? HoldScope.endUser(session.endUserId()) : HoldScope.organization());
      for (Receipt.Kind kind : Receipt.Kind.values()) {
        assertRefused(Refusal.HELD, dispose(kind, session), session);
      }
      release(hold, "judge");
      assertEquals(List.of(session.id()), purge(session).done());
    }
  }

  @Test
  void an_unfinished_chain_blocks_disposal_and_a_parked_chain_may_be_included() {
    Session session = unfinished(Duration.ZERO);
    assertRefused(Refusal.UNFINISHED, purge(session), session);
    DisposalIntent parkedToo = intent(Receipt.Kind.PURGE, true, WEEK, session);
    clock.advance(WEEK);
    assertRefused(Refusal.UNFINISHED, store.disposals().dispose(parkedToo), session);
    park(session);
    assertRefused(Refusal.UNFINISHED, purge(session), session);
    assertRefused(Refusal.UNFINISHED, dispose(Receipt.Kind.ERASURE, session), session);
    clock.advance(Duration.ofNanos(-1_000));
    assertRefused(Refusal.UNFINISHED, store.disposals().dispose(parkedToo), session);
    clock.advance(Duration.ofNanos(1_000));
    assertEquals(List.of(session.id()), store.disposals().dispose(parkedToo).done());
    assertEquals(List.of(), store.chains().parked(scene.organizationId(), null, 10));
  }

  @Test
  void a_session_to_be_archived_first_is_kept_until_archived() {
    Session session = ended(Duration.ZERO);
    DisposalIntent archivedOnly = intent(Receipt.Kind.PURGE, true, null, session);
    assertRefused(Refusal.NOT_ARCHIVED, store.disposals().dispose(archivedOnly), session);
    assertEquals(
        1,
        store
            .disposals()
            .archived(scene.organizationId(), List.of(new Archived(session.id(), null))));
    assertEquals(List.of(session.id()), store.disposals().dispose(archivedOnly).done());
  }

  @Test
  void one_refusal_does_not_affect_the_other_sessions() {
    Session due = ended(Duration.ZERO);
    Session kept = ended(WEEK);
    Session live = scene.open();
    UUID nowhere = UUID.randomUUID();
    Session elsewhere = scene.elsewhere().open();
    DisposalIntent all =
        new DisposalIntent(
            scene.organizationId(),
            List.of(kept.id(), due.id(), live.id(), nowhere, elsewhere.id()),
            Receipt.Kind.PURGE,
            false,
            null,
            UUID.randomUUID(),
            UUID.randomUUID(),
            "somebody");
    DisposalReply reply = store.disposals().dispose(all);
    assertEquals(List.of(due.id()), reply.done());
    assertEquals(
        Map.of(
            kept.id(),
            Refusal.NOT_DUE,
            live.id(),
            Refusal.LIVE,
            nowhere,
            Refusal.MISSING,
            elsewhere.id(),
            Refusal.MISSING),
        reply.refused());
    Receipt receipt = Objects.requireNonNull(reply.receipt());
    assertEquals(all.policyId(), receipt.policyId());
    assertEquals("somebody", receipt.triggeredBy());
  }

  @Test
  void anonymizing_keeps_outcome_and_times_and_removes_texts_and_identities() {
    ExternalRef ref = new ExternalRef("carrier", UUID.randomUUID().toString());
    Session session =
        ended(
            Duration.ZERO,
            draft ->
                draft
                    .externalRef(ref)
                    .subject("a secret")
                    .assignedAgentId(UUID.randomUUID())
                    .previousSessionId(UUID.randomUUID())
                    .metadata(Map.of("a", "secret"))
                    .contextVariables(Map.of("another", "secret")));
    DisposalReply reply = dispose(Receipt.Kind.ANONYMIZE, session);
    assertEquals(List.of(session.id()), reply.done());
    Check.sameSession(
        Anonymizer.of(session, intent(Receipt.Kind.ANONYMIZE, session)), scene.reload(session));
    assertEquals(Optional.empty(), store.findByExternalRef(scene.organizationId(), ref));
    assertEquals(List.of(), messages(session));
    assertEquals(2, history(session).size());
    assertTrue(store.chains().find(key(session)).isPresent());
    assertEquals(2, Objects.requireNonNull(reply.receipt()).messages());
    assertRefused(Refusal.NOT_DUE, purge(session), scene.reload(session));
    assertEquals(List.of(), due());
  }

  private Session recorded() {
    Session session = ended(Duration.ZERO);
    SessionUpdate update = SessionUpdate.nothing().withRecording();
    store.updates().update(new UpdateIntent(key(session), null, update, scene.now()));
    return scene.reload(session);
  }

  @Test
  void an_anonymized_session_is_marked_as_recorded_only_if_recordings_may_be_left() {
    Session kept = recorded();
    assertEquals(List.of(kept.id()), dispose(Receipt.Kind.ANONYMIZE, kept).done());
    assertTrue(scene.reload(kept).hasRecording());
    Session deleted = recorded();
    DisposalIntent intent =
        new DisposalIntent(
            scene.organizationId(),
            List.of(deleted.id()),
            Receipt.Kind.ANONYMIZE,
            false,
            null,
            null,
            false,
            true,
            UUID.randomUUID(),
            null,
            "by",
            null);
    assertEquals(List.of(deleted.id()), store.disposals().dispose(intent).done());
    Check.sameSession(Anonymizer.of(deleted, intent), scene.reload(deleted));
    assertFalse(scene.reload(deleted).hasRecording());
  }

  @Test
  void refusals_name_what_a_disposal_would_refuse_and_change_nothing() {
    Session free = ended(Duration.ZERO);
    Session held = ended(Duration.ZERO);
    store.holds().place(hold(HoldScope.session(held.id())));
    UUID missing = UUID.randomUUID();
    DisposalIntent intent =
        new DisposalIntent(
            scene.organizationId(),
            List.of(free.id(), held.id(), missing),
            Receipt.Kind.PURGE,
            false,
            null,
            UUID.randomUUID(),
            null,
            "by");
    Map<UUID, Refusal> expected = Map.of(held.id(), Refusal.HELD, missing, Refusal.MISSING);
    assertEquals(expected, store.disposals().refusals(intent));
    Check.sameSession(free, scene.reload(free));
    assertEquals(expected, store.disposals().dispose(intent).refused());
  }

  @Test
  void an_unfinished_erasure_names_its_end_user_until_it_is_repeated() {
    UUID user = UUID.randomUUID();
    Receipt first = unfinished(user);
    store.disposals().recordErasure(scene.organizationId(), user, first);
    Receipt other = unfinished(UUID.randomUUID());
    UUID otherUser = Objects.requireNonNull(other.endUserId());
    store.disposals().recordErasure(scene.organizationId(), otherUser, other);
    Receipt second = unfinished(user);
    store.disposals().recordErasure(scene.organizationId(), user, second);
    assertEquals(Set.of(other, second), Set.copyOf(unfinishedErasures()));
    assertEquals(
        Set.of(first.withoutEndUser(), other, second),
        Set.copyOf(store.disposals().receipts(scene.organizationId(), null, 10)));
    assertEquals(
        List.of(),
        store.disposals().unfinishedErasures(scene.elsewhere().organizationId(), null, 10));
    store.disposals().recordErasure(scene.organizationId(), user, null);
    assertEquals(List.of(other), unfinishedErasures());
    assertEquals(3, store.disposals().receipts(scene.organizationId(), null, 10).size());
  }

  private List<Receipt> unfinishedErasures() {
    return store.disposals().unfinishedErasures(scene.organizationId(), null, 10);
  }

  private Receipt unfinished(UUID user) {
    return new Receipt(
        scene.organizationId(),
        UUID.randomUUID(),
        Receipt.Kind.ERASURE,
        null,
        "by",
        scene.now(),
        0,
        0,
        0,
        0,
        3,
        "why",
        user);
  }

  @Test
  void an_anonymized_session_accepts_no_buffered_message_of_its_owner() {
    Session session = scene.open();
    store.chains().register(ChainDefinition.empty());
    long token =
        store
            .owners()
            .acquire(key(session), UUID.randomUUID(), WEEK, true, scene.now())
            .orElseThrow();
    close(
        session,
        new CloseDefaults(
            ChainsByType.of(ChainDefinition.empty()), RetentionPolicy.keepFor(Duration.ZERO)));
    DisposalIntent anonymize = intent(Receipt.Kind.ANONYMIZE, session);
    assertEquals(
        Map.of(session.id(), DisposalReply.Refusal.UNFINISHED),
        store.disposals().dispose(anonymize).refused());
    store.owners().release(key(session), token);
    assertEquals(List.of(session.id()), store.disposals().dispose(anonymize).done());
    assertFalse(flush(session, token, scene.fromUser("a secret")));
    assertEquals(List.of(), messages(session));
    assertFalse(store.owners().release(key(session), token));
  }

  @Test
  void anonymizing_keeps_only_the_standard_names_in_triggered_by() {
    store.chains().register(ChainDefinition.empty());
    Session session = scene.open();
    store.close(
        scene
            .closing(
                session,
                new CloseDefaults(
                    ChainsByType.of(ChainDefinition.empty()),
                    RetentionPolicy.keepFor(Duration.ZERO)))
            .triggeredBy("Ms Miller")
            .build());
    DisposalReply reply = dispose(Receipt.Kind.ANONYMIZE, session);
    assertEquals(3, Objects.requireNonNull(reply.receipt()).rows());
    assertEquals(Anonymizer.OTHER_CALLER, scene.reload(session).triggeredBy());
    assertEquals(
        List.of("api", Anonymizer.OTHER_CALLER),
        history(session).stream().map(HistoryEntry::triggeredBy).toList());
    assertNotNull(scene.reload(session).outcome());
  }
}
