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
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of chain leases and outdated tokens. */
public abstract class LeaseConformance extends ChainTests {

  /** For subclasses. */
  protected LeaseConformance() {}

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
    assertEquals(2, store.chains().attempts(Scenario.key(session)).size());
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
