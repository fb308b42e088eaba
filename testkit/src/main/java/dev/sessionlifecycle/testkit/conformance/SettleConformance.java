package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of settling a chain by its lease holder. */
abstract class SettleConformance extends ChainTests {
  @Test
  void a_finished_chain_marks_its_session_finalized_and_is_not_claimed_again() {
    Session session = scene.close(scene.open());
    ChainLease lease = claim();
    clock.advance(Duration.ofSeconds(2));
    assertEquals(SettleReply.SETTLED, settle(done(lease.ref())));
    ChainRecord chain = chain(session);
    assertEquals(state(Phase.DONE, Phase.DONE, Phase.SKIPPED), chain.state());
    assertEquals(scene.now(), chain.finishedAt());
    assertEquals(null, chain.dueAt());
    assertFalse(chain.leased());
    Check.sameSession(
        SessionBuilder.of(session).finalizedAt(scene.now()).build(), scene.reload(session));
    clock.advance(Duration.ofDays(365));
    assertEquals(List.of(), claim(9, 9, null));
  }

  @Test
  void a_postponed_chain_is_due_after_its_delay_and_its_claims_restart() {
    Session session = scene.close(scene.open());
    assertEquals(SettleReply.SETTLED, settle(later(claim().ref(), Duration.ofMinutes(5))));
    assertEquals(scene.now().plus(Duration.ofMinutes(5)), chain(session).dueAt());
    assertFalse(chain(session).leased());
    clock.advance(Duration.ofMinutes(5));
    ChainLease again = claim();
    assertEquals(1, again.claims());
    assertEquals(state(Phase.DONE, Phase.PENDING, Phase.PENDING), again.state());
  }

  @Test
  void a_repeated_settlement_is_stale() {
    Session session = scene.close(scene.open());
    ChainLease lease = claim();
    Settlement settlement =
        later(lease.ref(), Duration.ZERO, attempt(1, AttemptRecord.Result.FAILED, "X"));
    assertEquals(SettleReply.SETTLED, settle(settlement));
    assertEquals(SettleReply.STALE, settle(settlement));
    assertEquals(1, store.chains().attempts(key(session)).size());
  }

  @Test
  void each_settlement_is_decided_on_its_own_and_only_the_first_per_session() {
    Session one = scene.close(scene.open());
    ChainLease first = claim();
    Session other = scene.close(scene.open());
    ChainLease second = claim();
    LeaseRef stale = new LeaseRef(key(other), second.ref().token() - 1);
    LeaseRef nowhere = new LeaseRef(scene.key(UUID.randomUUID()), 1);
    assertEquals(
        List.of(SettleReply.STALE, SettleReply.SETTLED, SettleReply.STALE),
        store
            .chains()
            .settle(
                List.of(
                    done(nowhere), later(first.ref(), Duration.ofMinutes(1)), done(first.ref()))));
    assertEquals(List.of(SettleReply.STALE), store.chains().settle(List.of(done(stale))));
    assertEquals(null, chain(one).finishedAt());
    assertTrue(chain(other).leased());
    assertEquals(SettleReply.SETTLED, settle(done(second.ref())));
  }

  @Test
  void attempts_are_recorded_oldest_first() {
    Session session = scene.close(scene.open());
    AttemptRecord first = attempt(1, AttemptRecord.Result.FAILED, "java.io.IOException");
    AttemptRecord second = attempt(2, AttemptRecord.Result.RETRY, "busy");
    AttemptRecord third = attempt(3, AttemptRecord.Result.DONE, null);
    settle(later(claim().ref(), Duration.ZERO, first, second));
    settle(later(claim().ref(), Duration.ZERO, third));
    assertEquals(List.of(first, second, third), store.chains().attempts(key(session)));
  }

  @Test
  void attempts_that_finish_at_once_come_before_those_that_do_not_and_all_in_order() {
    Session session = scene.close(scene.open());
    UUID node = UUID.randomUUID();
    ChainLease lease = claim();
    AttemptRecord scrubbed = first("scrub", node, AttemptRecord.Result.DONE, null);
    AttemptRecord parked = first("summarize", node, AttemptRecord.Result.PARKED, "no model");
    AttemptRecord replayed = first("summarize", node, AttemptRecord.Result.REPLAYED, null);
    AttemptRecord skipped = first("summarize", node, AttemptRecord.Result.SKIPPED, "empty");
    AttemptRecord synced = first("sync-memory", node, AttemptRecord.Result.DONE, null);
    ChainState begun = lease.state().with(0, new Progress(Phase.DONE, 1, null));
    ChainState stuck = begun.with(1, new Progress(Phase.PARKED, 1, null));
    assertEquals(
        SettleReply.SETTLED,
        settle(follows(lease, begun, new Settlement.KeepLease(LEASE), scrubbed)));
    assertEquals(List.of(scrubbed), store.chains().attempts(key(session)));
    Settlement parking =
        new Settlement(
            lease.ref(),
            begun,
            stuck,
            new Settlement.ReleaseLease(null),
            List.of(parked),
            List.of());
    assertEquals(SettleReply.SETTLED, settle(parking));
    assertTrue(store.chains().revise(chain(session), begun, Duration.ZERO, List.of(replayed)));
    ChainLease again = claim();
    assertEquals(begun, again.state());
    Settlement last =
        follows(
            again,
            state(Phase.DONE, Phase.SKIPPED, Phase.DONE),
            new Settlement.ReleaseLease(null),
            skipped,
            synced);
    assertEquals(SettleReply.SETTLED, settle(last));
    assertEquals(SettleReply.STALE, settle(last));
    assertEquals(
        List.of(scrubbed, parked, replayed, skipped, synced),
        store.chains().attempts(key(session)));
    assertEquals(Optional.of(parked), store.chains().lastParked(key(session), "summarize"));
    assertTrue(scene.reload(session).finalizedAt() != null);
  }

  @Test
  void attempts_of_a_chain_that_was_revised_before_its_first_claim_come_in_order() {
    Session session = scene.close(scene.open());
    UUID node = UUID.randomUUID();
    AttemptRecord parked = first("scrub", node, AttemptRecord.Result.PARKED, null);
    AttemptRecord replayed = first("scrub", node, AttemptRecord.Result.REPLAYED, null);
    ChainState fresh = chain(session).state();
    ChainState stuck = fresh.with(0, new Progress(Phase.PARKED, 1, null));
    assertTrue(store.chains().revise(chain(session), stuck, null, List.of(parked)));
    assertTrue(store.chains().revise(chain(session), fresh, Duration.ZERO, List.of(replayed)));
    ChainLease lease = claim();
    AttemptRecord done = first("scrub", node, AttemptRecord.Result.DONE, null);
    ChainState next = lease.state().with(0, new Progress(Phase.DONE, 1, null));
    Settlement settlement = follows(lease, next, new Settlement.KeepLease(LEASE), done);
    assertEquals(SettleReply.SETTLED, settle(settlement));
    assertEquals(List.of(parked, replayed, done), store.chains().attempts(key(session)));
  }

  @Test
  void attempts_that_finish_at_once_keep_their_times_and_labels() {
    Session session = scene.close(scene.open());
    UUID node = UUID.randomUUID();
    ChainLease lease = claim();
    AttemptRecord one = first("scrub", node, AttemptRecord.Result.SKIPPED, "a\tb\\n\n\r'=c|d ");
    clock.advance(Duration.ofNanos(3_000));
    AttemptRecord two =
        new AttemptRecord(
            "summarize",
            1,
            node,
            scene.now(),
            scene.now().plus(Duration.ofDays(2)),
            AttemptRecord.Result.DONE,
            null);
    clock.advance(Duration.ofDays(-1));
    AttemptRecord three = first("sync-memory", node, AttemptRecord.Result.SKIPPED, "");
    Settlement all =
        follows(
            lease,
            state(Phase.SKIPPED, Phase.DONE, Phase.SKIPPED),
            new Settlement.ReleaseLease(null),
            one,
            two,
            three);
    assertEquals(SettleReply.SETTLED, settle(all));
    assertEquals(List.of(one, two, three), store.chains().attempts(key(session)));
  }

  @Test
  void a_receipt_counts_attempts_alike_however_they_were_settled() {
    UUID node = UUID.randomUUID();
    AttemptRecord scrubbed = first("scrub", node, AttemptRecord.Result.DONE, null);
    AttemptRecord failed = attempt(1, AttemptRecord.Result.FAILED, null);
    AttemptRecord summarized = attempt(2, AttemptRecord.Result.DONE, null);
    AttemptRecord synced = first("sync-memory", node, AttemptRecord.Result.SKIPPED, null);
    AttemptRecord atOnce = first("summarize", node, AttemptRecord.Result.DONE, null);
    for (Receipt.Kind kind : Receipt.Kind.values()) {
      Session oneByOne = endedForPurge();
      advance("d1 p0 p0", scrubbed);
      advance("d1 p1 p0", failed);
      advance("d1 d2 p0", summarized);
      advance("d1 d2 s1", synced);
      Session inPairs = endedForPurge();
      advance("d1 p1 p0", scrubbed, failed);
      advance("d1 d2 s1", summarized, synced);
      Session together = endedForPurge();
      advance("d1 d1 s1", scrubbed, atOnce, synced);
      long rows = rows(kind, oneByOne);
      assertEquals(rows, rows(kind, inPairs), kind::name);
      assertEquals(rows - 1, rows(kind, together), kind::name);
    }
  }

  private Session endedForPurge() {
    return closed(scene.closing(scene.open(), scene.terms(RetentionPolicy.keepFor(Duration.ZERO))));
  }

  private void advance(String next, AttemptRecord... attempts) {
    @Nullable Duration in = next.contains("p") ? Duration.ZERO : null;
    assertEquals(
        SettleReply.SETTLED,
        settle(
            follows(claim(), ChainState.decode(next), new Settlement.ReleaseLease(in), attempts)));
  }

  private long rows(Receipt.Kind kind, Session session) {
    DisposalIntent intent =
        new DisposalIntent(
            scene.organizationId(),
            List.of(session.id()),
            kind,
            false,
            null,
            UUID.randomUUID(),
            null,
            TriggeredBy.HOUSEKEEPING);
    return Objects.requireNonNull(store.disposals().dispose(intent).receipt()).rows();
  }

  /** A settlement of a lease that follows the state which it was claimed with. */
  private static Settlement follows(
      ChainLease lease, ChainState next, Settlement.Next after, AttemptRecord... attempts) {
    return new Settlement(lease.ref(), lease.state(), next, after, List.of(attempts), List.of());
  }

  private AttemptRecord first(
      String step, UUID node, AttemptRecord.Result result, @Nullable String label) {
    return new AttemptRecord(step, 1, node, scene.now(), scene.now().plusMillis(5), result, label);
  }

  @Test
  void one_of_eight_racing_settlements_under_one_token_is_applied() {
    Session session = scene.close(scene.open());
    LeaseRef lease = claim().ref();
    List<SettleReply> replies =
        Race.values(
            8,
            racer ->
                settle(
                    later(lease, Duration.ZERO, attempt(1, AttemptRecord.Result.RETRY, "busy"))));
    assertEquals(1, replies.stream().filter(it -> it == SettleReply.SETTLED).count());
    assertEquals(1, store.chains().attempts(key(session)).size());
  }

  @Test
  void a_settlement_that_keeps_the_lease_renews_it_under_the_same_token() {
    Session session = scene.close(scene.open());
    ChainLease lease = claim();
    clock.advance(Duration.ofSeconds(20));
    Settlement hold =
        new Settlement(
            lease.ref(),
            state(Phase.DONE, Phase.PENDING, Phase.PENDING),
            new Settlement.KeepLease(LEASE),
            List.of(),
            List.of());
    assertEquals(SettleReply.SETTLED, settle(hold));
    assertTrue(chain(session).leased());
    assertEquals(scene.now().plus(LEASE), chain(session).dueAt());
    assertEquals(lease.ref().token(), chain(session).token());
    clock.advance(LEASE);
    assertEquals(2, claim().claims());
    assertEquals(SettleReply.STALE, settle(done(lease.ref())));
  }

  @Test
  void a_repeated_settlement_is_written_once_and_never_undoes_a_later_one() {
    Session session = scene.close(scene.open());
    ChainLease lease = claim();
    Settlement first = follows(lease, lease.state(), Phase.PENDING);
    Settlement second = follows(lease, first.state(), Phase.DONE);
    assertEquals(SettleReply.SETTLED, settle(first));
    assertEquals(SettleReply.STALE, settle(first));
    assertEquals(SettleReply.SETTLED, settle(second));
    assertEquals(SettleReply.STALE, settle(first));
    assertEquals(second.state(), chain(session).state());
    assertEquals(2, store.chains().attempts(key(session)).size());
    assertEquals(session.version() + 2, scene.reload(session).version());
  }

  private Settlement follows(ChainLease lease, ChainState base, Phase second) {
    return new Settlement(
        lease.ref(),
        base,
        state(Phase.DONE, second, Phase.PENDING),
        new Settlement.KeepLease(LEASE),
        List.of(attempt(1, AttemptRecord.Result.DONE, null)),
        List.of(Effects.builder().subject("once").build()));
  }

  @Test
  void a_holder_that_lost_its_lease_changes_nothing() {
    Session session = scene.close(scene.append(scene.open(), scene.fromUser("hello")));
    ChainLease late = claim();
    clock.advance(LEASE);
    ChainLease current = claim();
    ChainRecord before = chain(session);
    assertEquals(
        SettleReply.STALE,
        settle(done(late.ref(), Effects.builder().summary("late").subject("late").build())));
    assertEquals(Set.of(), store.chains().renew(List.of(late.ref()), LEASE));
    store.chains().release(List.of(late.ref()));
    assertEquals(before, chain(session));
    Check.sameSession(session, scene.reload(session));
    assertEquals(SettleReply.SETTLED, settle(done(current.ref())));
  }

  @Test
  void a_lapsed_lease_stays_valid_until_the_next_claim() {
    scene.close(scene.open());
    ChainLease lease = claim();
    clock.advance(LEASE.multipliedBy(3));
    assertEquals(Set.of(lease.ref()), store.chains().renew(List.of(lease.ref()), LEASE));
    clock.advance(LEASE.multipliedBy(3));
    assertEquals(SettleReply.SETTLED, settle(done(lease.ref())));
  }

  @Test
  void renewal_extends_only_leases_that_are_still_held() {
    Session session = scene.close(scene.open());
    LeaseRef held = claim().ref();
    LeaseRef foreign = new LeaseRef(scene.key(UUID.randomUUID()), 1);
    clock.advance(Duration.ofSeconds(20));
    assertEquals(Set.of(held), store.chains().renew(List.of(foreign, held), LEASE));
    assertEquals(scene.now().plus(LEASE), chain(session).dueAt());
  }

  @Test
  void a_released_chain_is_due_at_once_and_its_claim_does_not_count() {
    Session session = scene.close(scene.open());
    LeaseRef lease = claim().ref();
    clock.advance(Duration.ofSeconds(5));
    store.chains().release(List.of(lease));
    assertFalse(chain(session).leased());
    assertEquals(scene.now(), chain(session).dueAt());
    assertEquals(SettleReply.STALE, settle(done(lease)));
    assertEquals(1, claim().claims());
  }
}
