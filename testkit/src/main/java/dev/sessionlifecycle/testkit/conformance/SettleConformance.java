package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of settling a chain by its lease holder. */
public abstract class SettleConformance extends ChainTests {

  /** For subclasses. */
  protected SettleConformance() {}

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
    assertEquals(1, store.chains().attempts(Scenario.key(session)).size());
  }

  @Test
  void each_settlement_is_decided_on_its_own_and_only_the_first_per_session() {
    Session one = scene.close(scene.open());
    ChainLease first = claim();
    Session other = scene.close(scene.open());
    ChainLease second = claim();
    LeaseRef stale = new LeaseRef(Scenario.key(other), second.ref().token() - 1);
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
    assertEquals(List.of(first, second, third), store.chains().attempts(Scenario.key(session)));
  }

  @Test
  void one_of_eight_racing_settlements_under_one_token_is_applied() {
    Session session = scene.close(scene.open());
    LeaseRef lease = claim().ref();
    List<SettleReply> replies =
        Race.values(
            8,
            racer ->
                () ->
                    settle(
                        later(
                            lease, Duration.ZERO, attempt(1, AttemptRecord.Result.RETRY, "busy"))));
    assertEquals(1, replies.stream().filter(it -> it == SettleReply.SETTLED).count());
    assertEquals(1, store.chains().attempts(Scenario.key(session)).size());
  }
}
