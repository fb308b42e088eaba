package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of chains with deliveries, without which a chain counts as finished. */
abstract class DeliveryConformance extends ChainTests {
  private static final Duration WEEK = Duration.ofDays(7);

  private ChainDefinition both = ChainDefinition.empty();
  private ChainDefinition alone = ChainDefinition.empty();

  @BeforeEach
  final void define() {
    String unique = UUID.randomUUID().toString().substring(0, 13);
    both = ChainDefinition.decode("scrub-" + unique + " crm~ bus~<0");
    alone = ChainDefinition.decode("crm-" + unique + "~");
    store.chains().register(both);
    store.chains().register(alone);
  }

  private Session end(ChainDefinition definition) {
    return end(scene.open(), definition);
  }

  private Session end(Session session, ChainDefinition definition) {
    return closed(scene.closing(session, defaults(definition)));
  }

  private static CloseDefaults defaults(ChainDefinition definition) {
    return new CloseDefaults(ChainsByType.of(definition), RetentionPolicy.keepFor(WEEK));
  }

  private ChainLease claimOf(ChainDefinition definition) {
    ClaimRequest request =
        new ClaimRequest(UUID.randomUUID(), LEASE, 1, 1, Set.of(definition.digest()), null);
    return store.chains().claim(request).get(0);
  }

  private void settle(ChainLease lease, String state, Settlement.Next next) {
    Settlement settlement =
        new Settlement(lease.ref(), ChainState.decode(state), next, List.of(), List.of());
    assertEquals(SettleReply.SETTLED, settle(settlement));
  }

  private static Settlement.Next release(@Nullable Duration in) {
    return new Settlement.ReleaseLease(in);
  }

  @Test
  void a_definition_with_deliveries_is_stored_and_read() {
    assertEquals(both, store.chains().shape(both.digest()).orElseThrow());
    assertTrue(store.chains().shapes().containsAll(List.of(both, alone)));
    Session session = end(both);
    assertEquals("p0 P0 P0", chain(session).state().encode());
    assertEquals(null, session.finalizedAt());
  }

  @Test
  void a_chain_finishes_without_its_deliveries_and_stays_due_for_them() {
    Session session = end(both);
    ChainLease lease = claimOf(both);
    clock.advance(Duration.ofSeconds(3));
    Instant finished = scene.now();
    settle(lease, "d1 P0 P0", new Settlement.KeepLease(LEASE));
    assertEquals(finished, chain(session).finishedAt());
    assertEquals(finished, scene.reload(session).finalizedAt());
    assertTrue(chain(session).leased());
    assertEquals(finished.plus(LEASE), chain(session).dueAt());
    clock.advance(Duration.ofSeconds(3));
    settle(lease, "d1 D1 P2", release(Duration.ofMinutes(1)));
    assertEquals(finished, chain(session).finishedAt());
    assertEquals(scene.now().plusSeconds(60), chain(session).dueAt());
    assertFalse(chain(session).leased());
    clock.advance(Duration.ofMinutes(1));
    ChainLease again = claimOf(both);
    assertEquals("d1 D1 P2", again.state().encode());
    settle(again, "d1 D1 D3", release(null));
    ChainRecord complete = chain(session);
    assertEquals(null, complete.dueAt());
    assertEquals(finished, complete.finishedAt());
    assertEquals(finished, scene.reload(session).finalizedAt());
  }

  @Test
  void a_chain_of_deliveries_alone_is_finished_from_the_start_and_due() {
    CloseDefaults terms = defaults(alone);
    Session one = end(alone);
    List<Session> many = List.of(scene.open(), scene.open());
    store.closeAll(many.stream().map(it -> scene.closing(it, terms).build()).toList());
    store.chains().makeCurrent(ChainsByType.of(alone));
    Session current = scene.open();
    CloseDefaults asked = new CloseDefaults(ChainsByType.current(), RetentionPolicy.forEver());
    store.close(scene.closing(current, asked).build());
    store.chains().makeCurrent(ChainsByType.of(ChainDefinition.empty()));
    for (Session session : List.of(one, many.get(0), many.get(1), current)) {
      ChainRecord chain = chain(session);
      assertEquals("P0", chain.state().encode());
      assertEquals(scene.now(), chain.dueAt());
      assertEquals(scene.now(), chain.finishedAt());
      assertEquals(scene.now(), scene.reload(session).finalizedAt());
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(alone.digest(), claimOf(alone).shape());
    }
  }

  @Test
  void only_deliveries_of_a_finished_chain_can_be_revised() {
    Session session = end(both);
    settle(claimOf(both), "d1 X4 D1", release(null));
    Instant finished = scene.now();
    ChainRecord parked = chain(session);
    assertEquals(finished, parked.finishedAt());
    assertEquals(List.of(parked), store.chains().parked(scene.organizationId(), null, 10));
    clock.advance(Duration.ofSeconds(3));
    ChainState reopened = ChainState.decode("p0 P0 D1");
    assertFalse(store.chains().revise(parked, reopened, Duration.ZERO, List.of()));
    ChainState replayed = ChainState.decode("d1 P0 D1");
    assertTrue(store.chains().revise(parked, replayed, Duration.ZERO, List.of()));
    assertEquals(scene.now(), chain(session).dueAt());
    assertEquals(finished, chain(session).finishedAt());
    ChainState skipped = ChainState.decode("d1 S0 D1");
    assertTrue(store.chains().revise(chain(session), skipped, null, List.of()));
    assertEquals(finished, chain(session).finishedAt());
    assertEquals(finished, scene.reload(session).finalizedAt());
    assertEquals(null, chain(session).dueAt());
    assertFalse(store.chains().revise(chain(session), skipped, null, List.of()));
    assertFalse(store.chains().revise(chain(session), reopened, Duration.ZERO, List.of()));
    clock.advance(Duration.ofSeconds(3));
    assertTrue(store.chains().revise(chain(session), replayed, Duration.ZERO, List.of()));
    assertEquals(scene.now(), chain(session).dueAt());
    assertEquals(finished, chain(session).finishedAt());
    settle(claimOf(both), "d1 D1 D1", release(null));
    assertEquals(finished, scene.reload(session).finalizedAt());
  }

  @Test
  void a_purge_takes_pending_and_parked_deliveries_along_and_counts_them() {
    Session pending = end(both);
    settle(claimOf(both), "d1 P3 P0", release(Duration.ofDays(30)));
    Session parked = end(both);
    settle(claimOf(both), "d1 X3 D1", release(null));
    Session delivered = end(both);
    settle(claimOf(both), "d1 D1 S0", release(null));
    Session unfinished = end(both);
    clock.advance(WEEK);
    DisposalReply reply = dispose(Receipt.Kind.PURGE, pending, parked, delivered, unfinished);
    assertEquals(Set.of(pending.id(), parked.id(), delivered.id()), Set.copyOf(reply.done()));
    assertEquals(Set.of(unfinished.id()), reply.refused().keySet());
    Receipt receipt = Objects.requireNonNull(reply.receipt());
    assertEquals(3, receipt.undelivered());
    assertEquals(List.of(receipt), store.disposals().receipts(scene.organizationId(), null, 10));
    assertTrue(store.chains().find(key(pending)).isEmpty());
  }

  @Test
  void a_backlog_counts_the_chains_of_one_organization() {
    settle(startOf(end(both)), "d1 X4 D1", release(null));
    settle(startOf(end(both)), "x2 P0 P0", release(null));
    settle(startOf(end(both)), "p2 P0 P0", release(Duration.ofMinutes(1)));
    startOf(end(both));
    end(both);
    clock.advance(Duration.ofSeconds(7));
    end(both);
    Scenario other = scene.elsewhere();
    other.close(other.open());
    assertEquals(
        new ChainStore.Backlog(2, 1, 1, 2, Duration.ofSeconds(7)),
        store.chains().backlog(scene.organizationId()));
    assertEquals(1, store.chains().backlog(other.organizationId()).due());
    assertEquals(
        new ChainStore.Backlog(0, 0, 0, 0, Duration.ZERO),
        store.chains().backlog(UUID.randomUUID()));
  }

  private ChainLease startOf(Session session) {
    ChainLease lease = claimOf(both);
    assertEquals(key(session), lease.ref().session());
    return lease;
  }

  @Test
  void anonymizing_leaves_deliveries_to_go_on() {
    Session pending = end(both);
    settle(claimOf(both), "d1 P3 D1", release(Duration.ZERO));
    clock.advance(WEEK);
    DisposalReply reply = dispose(Receipt.Kind.ANONYMIZE, pending);
    assertEquals(0, Objects.requireNonNull(reply.receipt()).undelivered());
    assertEquals(key(pending), claimOf(both).ref().session());
  }

  private DisposalReply dispose(Receipt.Kind kind, Session... sessions) {
    return store
        .disposals()
        .dispose(
            new DisposalIntent(
                scene.organizationId(),
                Arrays.stream(sessions).map(Session::id).toList(),
                kind,
                false,
                null,
                UUID.randomUUID(),
                null,
                "housekeeping"));
  }
}
