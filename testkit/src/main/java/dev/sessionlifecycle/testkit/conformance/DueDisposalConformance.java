package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore.Archived;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.DisposalStore.Postponement;
import dev.sessionlifecycle.spi.DisposalStore.RetentionChange;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of when retention checks an ended session. */
abstract class DueDisposalConformance extends DisposalTests {
  private static final Duration DAY = Duration.ofDays(1);

  private CloseDefaults terms(RetentionPolicy policy) {
    store.chains().register(ChainDefinition.empty());
    return new CloseDefaults(ChainsByType.of(ChainDefinition.empty()), policy);
  }

  private Optional<Instant> dueAt(Session session) {
    return due().stream()
        .filter(it -> it.session().id().equals(session.id()))
        .map(DueSession::dueAt)
        .findFirst();
  }

  private int changeRetention(
      SessionKey session, @Nullable Instant seen, @Nullable Instant until, @Nullable Instant due) {
    return store
        .disposals()
        .changeRetention(List.of(new RetentionChange(session, seen, until, due)));
  }

  @Test
  void a_session_is_due_when_its_retention_expires() {
    Session session = ended(WEEK);
    Session forEver = ended(null);
    clock.advance(WEEK.minusNanos(1_000));
    assertEquals(List.of(), due());
    clock.advance(Duration.ofNanos(1_000));
    DueSession look = due().get(0);
    Check.sameSession(session, look.session());
    assertEquals(session.retentionExpiresAt(), look.dueAt());
    assertFalse(look.held());
    assertFalse(look.parked());
    assertEquals(Optional.empty(), dueAt(forEver));
    assertEquals(scene.now(), store.disposals().due(new DueQuery(1, 1, null)).now());
  }

  @Test
  void sessions_that_become_due_within_a_time_are_counted() {
    Session first = ended(WEEK);
    ended(WEEK);
    ended(Duration.ofDays(30));
    ended(null);
    scene.open();
    assertEquals(0, countDue(WEEK.minusNanos(1_000), 10));
    assertEquals(2, countDue(WEEK, 10));
    assertEquals(1, countDue(WEEK, 1));
    assertEquals(3, countDue(Duration.ofDays(36_525), 10));
    clock.advance(WEEK);
    assertEquals(2, countDue(Duration.ZERO, 10));
    store
        .disposals()
        .postpone(
            List.of(
                new Postponement(
                    key(first), Objects.requireNonNull(first.retentionExpiresAt()), DAY)));
    assertEquals(1, countDue(Duration.ZERO, 10));
    assertEquals(2, countDue(DAY, 10));
    assertEquals(0, store.disposals().countDue(UUID.randomUUID(), WEEK, 10));
  }

  private int countDue(Duration within, int most) {
    return store.disposals().countDue(scene.organizationId(), within, most);
  }

  @Test
  void a_session_is_due_at_its_archive_time_if_that_is_earlier() {
    Instant now = scene.now();
    Session first = close(scene.open(), terms(RetentionPolicy.keepFor(WEEK).withArchiveAfter(DAY)));
    Session late =
        close(
            scene.open(), terms(RetentionPolicy.keepFor(DAY).withArchiveAfter(Duration.ofDays(3))));
    Session forEver = close(scene.open(), terms(RetentionPolicy.forEver().withArchiveAfter(WEEK)));
    UUID policy = UUID.randomUUID();
    store
        .policies()
        .define(
            scene.organizationId(),
            policy,
            RetentionPolicy.keepFor(WEEK).withArchiveAfter(Duration.ofDays(2)),
            true);
    Session byDefault = close(scene.open(), terms(RetentionPolicy.forEver()));
    clock.advance(Duration.ofDays(99));
    assertEquals(Optional.of(now.plus(DAY)), dueAt(first));
    assertEquals(Optional.of(now.plus(DAY)), dueAt(late));
    assertEquals(Optional.of(now.plus(WEEK)), dueAt(forEver));
    assertEquals(Optional.of(now.plus(Duration.ofDays(2))), dueAt(byDefault));
  }

  @Test
  void a_stored_policy_keeps_its_archive_and_disposal_settings() {
    UUID id = UUID.randomUUID();
    RetentionPolicy policy =
        RetentionPolicy.keepFor(WEEK)
            .withArchiveAfter(Duration.ofMillis(1_500))
            .withPurgeParkedAfter(DAY)
            .thenAnonymize();
    store.policies().define(scene.organizationId(), id, policy, true);
    assertEquals(Optional.of(policy), store.policies().find(scene.organizationId(), id));
    assertEquals(Optional.of(policy), store.policies().findDefault(scene.organizationId()));
    store.policies().define(scene.organizationId(), id, RetentionPolicy.forEver(), false);
    assertEquals(
        Optional.of(RetentionPolicy.forEver()), store.policies().find(scene.organizationId(), id));
  }

  @Test
  void a_due_session_reports_holds_and_a_parked_chain() {
    Session held = ended(Duration.ZERO);
    place(HoldScope.session(held.id()));
    Session userHeld = ended(Duration.ZERO);
    place(HoldScope.endUser(userHeld.endUserId()));
    Session parked = unfinished(Duration.ZERO);
    park(parked);
    for (DueSession look : due()) {
      UUID id = look.session().id();
      assertEquals(!id.equals(parked.id()), look.held());
      assertEquals(id.equals(parked.id()), look.parked());
    }
    assertEquals(3, due().size());
  }

  @Test
  void a_held_organization_is_left_out_and_counted() {
    ended(Duration.ZERO);
    int before = store.disposals().due(EVERYTHING).heldOrganizations();
    var hold = place(HoldScope.organization());
    assertEquals(List.of(), due());
    assertEquals(before + 1, store.disposals().due(EVERYTHING).heldOrganizations());
    release(hold, "judge");
    assertEquals(1, due().size());
  }

  @Test
  void a_due_time_is_postponed_only_if_it_is_unchanged() {
    Session session = ended(Duration.ZERO);
    Instant seen = scene.now();
    Postponement wrong = new Postponement(key(session), seen.plusSeconds(1), DAY);
    assertEquals(0, store.disposals().postpone(List.of(wrong)));
    Postponement right = new Postponement(key(session), seen, DAY);
    assertEquals(1, store.disposals().postpone(List.of(right)));
    assertEquals(0, store.disposals().postpone(List.of(right)));
    assertEquals(List.of(), due());
    clock.advance(DAY);
    assertEquals(Optional.of(scene.now()), dueAt(session));
    assertEquals(session.retentionExpiresAt(), scene.reload(session).retentionExpiresAt());
  }

  @Test
  void the_archive_time_is_set_once_by_the_store_clock() {
    Session session =
        close(scene.open(), terms(RetentionPolicy.keepFor(WEEK).withArchiveAfter(DAY)));
    clock.advance(DAY);
    assertTrue(dueAt(session).isPresent());
    Instant now = scene.now();
    List<Archived> ids =
        List.of(new Archived(session.id(), null), new Archived(UUID.randomUUID(), null));
    assertEquals(1, store.disposals().archived(scene.organizationId(), ids));
    assertEquals(now, scene.reload(session).archivedAt());
    assertEquals(Optional.empty(), dueAt(session));
    clock.advance(DAY);
    assertEquals(0, store.disposals().archived(scene.organizationId(), ids));
    assertEquals(now, scene.reload(session).archivedAt());
    clock.advance(WEEK);
    assertEquals(Optional.ofNullable(session.retentionExpiresAt()), dueAt(session));
    Session live = scene.open();
    assertEquals(
        0,
        store.disposals().archived(scene.organizationId(), List.of(new Archived(live.id(), null))));
  }

  @Test
  void an_archived_session_is_due_when_it_has_to_be_anonymized() {
    Session session = ended(WEEK);
    Instant at = session.statusSince().plus(DAY);
    store.disposals().archived(scene.organizationId(), List.of(new Archived(session.id(), at)));
    assertEquals(Optional.empty(), dueAt(session));
    clock.advance(DAY);
    assertEquals(Optional.of(at), dueAt(session));
    Session forEver = ended(null);
    Instant later = forEver.statusSince().plus(DAY);
    store.disposals().archived(scene.organizationId(), List.of(new Archived(forEver.id(), later)));
    clock.advance(DAY);
    assertEquals(Optional.of(later), dueAt(forEver));
  }

  @Test
  void a_session_is_first_due_when_it_has_to_be_anonymized() {
    Session session =
        close(scene.open(), terms(RetentionPolicy.keepFor(WEEK).withAnonymizeAfter(DAY)));
    Session later =
        close(
            scene.open(),
            terms(RetentionPolicy.keepFor(DAY).withAnonymizeAfter(Duration.ofDays(3))));
    clock.advance(DAY);
    assertEquals(Optional.of(session.statusSince().plus(DAY)), dueAt(session));
    assertEquals(Optional.ofNullable(later.retentionExpiresAt()), dueAt(later));
  }

  @Test
  void a_session_anonymized_early_keeps_its_retention_time_and_its_changes() {
    Session session =
        close(scene.open(), terms(RetentionPolicy.keepFor(WEEK).withAnonymizeAfter(DAY)));
    DisposalIntent early =
        new DisposalIntent(
            scene.organizationId(),
            List.of(session.id()),
            Receipt.Kind.ANONYMIZE,
            false,
            null,
            DAY,
            true,
            false,
            UUID.randomUUID(),
            null,
            "by",
            null);
    assertRefused(Refusal.NOT_DUE, store.disposals().dispose(early), session);
    clock.advance(DAY);
    DisposalReply done = store.disposals().dispose(early);
    assertEquals(List.of(session.id()), done.done());
    Session left = scene.reload(session);
    assertTrue(left.anonymized());
    assertEquals(session.retentionExpiresAt(), left.retentionExpiresAt());
    assertRefused(Refusal.NOT_DUE, store.disposals().dispose(early), left);
    assertRefused(Refusal.NOT_DUE, purge(left), left);
    Instant extended = session.statusSince().plus(Duration.ofDays(9));
    assertEquals(
        1,
        store
            .disposals()
            .changeRetention(
                List.of(
                    new RetentionChange(
                        key(session), left.retentionExpiresAt(), extended, extended))));
    clock.advance(WEEK);
    assertRefused(Refusal.NOT_DUE, purge(left), scene.reload(session));
    clock.advance(Duration.ofDays(1));
    assertEquals(Optional.of(extended), dueAt(session));
    DisposalReply gone = purge(scene.reload(session));
    assertEquals(List.of(session.id()), gone.done());
    assertEquals(0, Objects.requireNonNull(gone.receipt()).messages());
  }

  @Test
  void a_retention_time_is_replaced_only_if_it_is_unchanged() {
    Session session = ended(WEEK);
    Instant before = session.retentionExpiresAt();
    Instant after = scene.now().plus(Duration.ofDays(30));
    var key = key(session);
    assertEquals(0, changeRetention(key, after, null, null));
    assertEquals(0, changeRetention(key, null, after, after));
    assertEquals(1, changeRetention(key, before, after, after));
    assertEquals(after, scene.reload(session).retentionExpiresAt());
    clock.advance(Duration.ofDays(30));
    assertEquals(Optional.of(after), dueAt(session));
    assertEquals(1, changeRetention(key, after, null, null));
    assertNull(scene.reload(session).retentionExpiresAt());
    assertEquals(Optional.empty(), dueAt(session));
    assertEquals(1, changeRetention(key, null, before, before));
    assertEquals(before, scene.reload(session).retentionExpiresAt());
    var live = key(scene.open());
    assertEquals(0, changeRetention(live, null, after, after));
  }
}
