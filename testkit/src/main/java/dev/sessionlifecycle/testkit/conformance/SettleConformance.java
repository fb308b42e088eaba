package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
