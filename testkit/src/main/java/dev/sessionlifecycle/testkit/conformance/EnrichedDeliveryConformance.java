package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.ChainStore.Backlog;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.DispositionReply;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of deliveries that wait for an enrichment of the session after its end. */
abstract class EnrichedDeliveryConformance extends ChainTests {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final int ROUNDS = 40;

  private ChainDefinition definition = ChainDefinition.empty();
  private ChainDefinition plain = ChainDefinition.empty();

  @BeforeEach
  final void define() {
    String unique = UUID.randomUUID().toString().substring(0, 13);
    definition = ChainDefinition.decode("scrub-" + unique + " fix~+<0");
    plain = ChainDefinition.decode("scrub-" + unique + " crm~");
    store.chains().register(definition);
    store.chains().register(plain);
  }

  private Session end(ChainDefinition ofChain) {
    CloseDefaults defaults =
        new CloseDefaults(ChainsByType.of(ofChain), RetentionPolicy.keepFor(WEEK));
    return closed(scene.closing(scene.open(), defaults).reason(TerminationReason.UNKNOWN));
  }

  private boolean replace(Session session, HistoryEntry.Kind kind, TerminationReason reason) {
    EnrichIntent intent =
        new EnrichIntent(
            key(session),
            kind,
            EndReason.of(reason),
            null,
            "system",
            scene.now(),
            RetentionPolicy.keepFor(WEEK));
    return store.enrich(intent) instanceof EnrichReply.Enriched;
  }

  private boolean enrich(Session session) {
    return replace(session, HistoryEntry.Kind.ENRICHED, TerminationReason.RESOLVED);
  }

  private boolean correct(Session session) {
    return replace(session, HistoryEntry.Kind.CORRECTED, TerminationReason.VOICEMAIL_DETECTED);
  }

  private boolean dispose(Session session) {
    Disposition disposition = new Disposition("callback", null, "agent", scene.now());
    return store.updates().disposition(new DispositionIntent(key(session), disposition, WEEK))
        instanceof DispositionReply.Recorded;
  }

  private List<ChainLease> claims() {
    return store
        .chains()
        .claim(
            new ClaimRequest(
                UUID.randomUUID(), LEASE, 1, 1, Set.of(definition.digest(), plain.digest()), null));
  }

  private ChainLease claimed() {
    List<ChainLease> leases = claims();
    assertEquals(1, leases.size());
    return leases.get(0);
  }

  private void settle(ChainLease lease, String state, @Nullable Duration dueIn) {
    assertEquals(SettleReply.SETTLED, settle(settlement(lease, state, dueIn)));
  }

  private static Settlement settlement(ChainLease lease, String state, @Nullable Duration dueIn) {
    return new Settlement(
        lease.ref(), lease.state(), ChainState.decode(state), release(dueIn), List.of(), List.of());
  }

  private Session complete() {
    Session session = end(definition);
    settle(claimed(), "d1 S0+0", null);
    return session;
  }

  @Test
  void a_chain_is_complete_without_a_delivery_that_waits_for_an_enrichment() {
    Session session = end(definition);
    assertEquals(definition, store.chains().shape(definition.digest()).orElseThrow());
    assertEquals("p0 S0+0", chain(session).state().encode());
    ChainLease lease = claimed();
    assertEquals(0, lease.enrichments());
    settle(lease, "d1 S0+0", null);
    assertEquals(null, chain(session).dueAt());
    assertEquals(scene.now(), chain(session).finishedAt());
    assertTrue(claims().isEmpty());
  }

  @Test
  void each_enrichment_makes_the_chain_due_and_counts() {
    Session session = complete();
    clock.advance(Duration.ofSeconds(1));
    assertTrue(enrich(session));
    assertEquals(scene.now(), chain(session).dueAt());
    assertEquals("d1 S0+0", chain(session).state().encode());
    assertTrue(correct(session));
    assertTrue(dispose(session));
    ChainLease lease = claimed();
    assertEquals(3, lease.enrichments());
    settle(lease, "d1 D1+3", null);
    assertEquals(null, chain(session).dueAt());
    assertTrue(claims().isEmpty());
  }

  @Test
  void the_backlog_counts_a_delivery_that_an_enrichment_has_made_due_again() {
    Session session = complete();
    assertEquals(new Backlog(0, 0, 0, 0, Duration.ZERO), backlog());
    assertTrue(enrich(session));
    assertEquals(new Backlog(1, 0, 0, 0, Duration.ZERO), backlog());
    ChainLease lease = claimed();
    assertEquals(new Backlog(0, 1, 0, 0, Duration.ZERO), backlog());
    settle(lease, "d1 D1+1", null);
    assertEquals(new Backlog(0, 0, 0, 0, Duration.ZERO), backlog());
  }

  private Backlog backlog() {
    return store.chains().backlog(scene.organizationId());
  }

  @Test
  void what_changes_nothing_makes_nothing_due() {
    Session session = complete();
    assertTrue(enrich(session));
    assertTrue(dispose(session));
    settle(claimed(), "d1 D1+2", null);
    assertFalse(enrich(session));
    assertTrue(dispose(session)); // the same again
    assertTrue(claims().isEmpty());
  }

  @Test
  void a_lease_outlives_an_enrichment_and_its_settlement_leaves_the_chain_due() {
    Session session = end(definition);
    ChainLease lease = claimed();
    clock.advance(Duration.ofSeconds(1));
    assertTrue(enrich(session));
    assertTrue(chain(session).leased());
    assertTrue(claims().isEmpty());
    Settlement kept =
        new Settlement(
            lease.ref(),
            lease.state(),
            ChainState.decode("p1 S0+0"),
            new Settlement.KeepLease(LEASE),
            List.of(),
            List.of());
    assertEquals(SettleReply.SETTLED, settle(kept));
    assertEquals(scene.now().plus(LEASE), chain(session).dueAt());
    settle(
        new ChainLease(
            lease.ref(),
            lease.shape(),
            ChainState.decode("p1 S0+0"),
            1,
            lease.dueAt(),
            lease.claimedAt(),
            null),
        "d1 S0+0",
        null);
    assertEquals(scene.now(), chain(session).dueAt());
    assertFalse(chain(session).leased());
    ChainLease again = claimed();
    assertEquals(1, again.enrichments());
    settle(again, "d1 D1+1", null);
    assertTrue(claims().isEmpty());
  }

  @Test
  void a_later_retry_of_another_step_does_not_hold_up_an_enrichment() {
    Session session = end(definition);
    ChainLease lease = claimed();
    assertTrue(enrich(session));
    settle(lease, "p1 S0+0", Duration.ofHours(1));
    assertEquals(scene.now(), chain(session).dueAt());
    settle(claimed(), "p1 P0+1", Duration.ofHours(1));
    assertEquals(scene.now().plus(Duration.ofHours(1)), chain(session).dueAt());
    assertTrue(correct(session));
    assertEquals(scene.now(), chain(session).dueAt());
  }

  @Test
  void a_lease_that_lapsed_or_was_released_loses_no_enrichment() {
    Session session = complete();
    assertTrue(enrich(session));
    ChainLease lost = claimed();
    assertEquals(1, lost.enrichments());
    clock.advance(LEASE);
    ChainLease released = claimed();
    assertEquals(1, released.enrichments());
    assertEquals(SettleReply.STALE, settle(settlement(lost, "d1 D1+1", null)));
    store.chains().release(List.of(released.ref()));
    ChainLease last = claimed();
    assertEquals(1, last.enrichments());
    settle(last, "d1 D1+1", null);
    assertTrue(claims().isEmpty());
    assertEquals("d1 D1+1", chain(session).state().encode());
  }

  @Test
  void a_parked_delivery_stays_parked_and_can_be_revised() {
    Session session = complete();
    assertTrue(enrich(session));
    settle(claimed(), "d1 X9+1", null);
    assertEquals(null, chain(session).dueAt());
    assertTrue(dispose(session));
    settle(claimed(), "d1 X9+2", null);
    assertEquals(null, chain(session).dueAt());
    assertTrue(correct(session));
    ChainState skipped = ChainState.decode("d1 S9+2");
    assertTrue(store.chains().revise(chain(session), skipped, null, List.of()));
    assertEquals(scene.now(), chain(session).dueAt());
    assertEquals(3, claimed().enrichments());
  }

  @Test
  void a_chain_without_such_a_delivery_is_left_alone() {
    Session session = end(plain);
    settle(claimed(), "d1 D1", null);
    assertTrue(enrich(session));
    assertTrue(dispose(session));
    assertEquals(null, chain(session).dueAt());
    assertTrue(claims().isEmpty());
    Session leased = end(plain);
    assertEquals(key(leased), claimed().ref().session());
    assertTrue(enrich(leased));
    assertEquals(scene.now().plus(LEASE), chain(leased).dueAt());
  }

  @Test
  void a_purge_counts_an_enrichment_that_was_not_delivered() {
    Session delivered = complete();
    assertTrue(enrich(delivered));
    settle(claimed(), "d1 D1+1", null);
    Session unseen = complete();
    assertTrue(enrich(unseen));
    clock.advance(WEEK);
    Receipt receipt =
        Objects.requireNonNull(
            store
                .disposals()
                .dispose(
                    new DisposalIntent(
                        scene.organizationId(),
                        List.of(unseen.id(), delivered.id()),
                        Receipt.Kind.PURGE,
                        false,
                        null,
                        UUID.randomUUID(),
                        null,
                        "housekeeping"))
                .receipt());
    assertEquals(2L, receipt.sessions());
    assertEquals(1L, receipt.undelivered());
  }

  /** What a receiver has got in the end is never older than the last enrichment. */
  @Test
  void no_enrichment_is_lost_in_random_order_with_claims_settlements_and_crashes() {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      RandomHistory history = new RandomHistory(random);
      for (int i = 0; i < 14; i++) {
        history.next();
      }
      history.finish();
    }
  }

  /** One session that is enriched while its chain is worked off, in a random order. */
  private final class RandomHistory {
    private final Random random;
    private final Session session = end(definition);
    private int enriched;
    private int delivered;
    private @Nullable ChainLease lease;
    private ChainState state = ChainState.initial(definition);

    RandomHistory(Random random) {
      this.random = random;
    }

    void next() {
      switch (random.nextInt(5)) {
        case 0 -> enriched += enrich(session) ? 1 : 0;
        case 1 -> enriched += correct(session) ? 1 : 0;
        case 2 -> {
          boolean isNew = scene.reload(session).disposition() == null;
          enriched += dispose(session) && isNew ? 1 : 0;
        }
        case 3 -> crash();
        default -> work();
      }
    }

    private void crash() {
      if (random.nextInt(4) == 0) {
        clock.advance(LEASE); // the holder, if any, has died
        lease = null;
      }
    }

    private void work() {
      ChainLease held = lease;
      if (held == null) {
        lease = claims().stream().findFirst().orElse(null);
        state = lease == null ? state : lease.state().enriched(lease.enrichments());
      } else {
        settleNext(held);
      }
    }

    private void settleNext(ChainLease held) {
      ChainState next = random.nextBoolean() ? delivered(state) : scrubbed(state);
      boolean isKept = !next.isComplete() && random.nextBoolean();
      Settlement.Next after =
          isKept
              ? new Settlement.KeepLease(LEASE)
              : release(next.isComplete() ? null : Duration.ZERO);
      assertEquals(
          SettleReply.SETTLED,
          settle(new Settlement(held.ref(), null, next, after, List.of(), List.of())));
      if (next.isComplete()) {
        int sent = next.steps().get(1).enrichments();
        assertTrue(sent >= delivered);
        delivered = sent;
      }
      state = next;
      lease = isKept ? held : null;
    }

    /** Works off what is left, and compares. */
    void finish() {
      clock.advance(LEASE);
      for (ChainLease last : claims()) {
        ChainState next = delivered(last.state().enriched(last.enrichments()));
        delivered = next.steps().get(1).enrichments();
        settle(last, next.encode(), null);
      }
      assertTrue(claims().isEmpty());
      assertEquals(enriched, delivered);
    }
  }

  private static Settlement.Next release(@Nullable Duration dueIn) {
    return new Settlement.ReleaseLease(dueIn);
  }

  private static ChainState scrubbed(ChainState state) {
    return state.with(0, new Progress(Phase.DONE, 1, null));
  }

  private static ChainState delivered(ChainState state) {
    ChainState next = scrubbed(state);
    return next.steps().get(1).phase() == Phase.PENDING
        ? next.with(1, new Progress(Phase.DONE, 1, null))
        : next;
  }
}
