package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of deliveries that are made once a session is deleted. */
abstract class PurgedDeliveryConformance extends ChainTests {
  private static final Duration WEEK = Duration.ofDays(7);

  private ChainDefinition definition = ChainDefinition.empty();

  @BeforeEach
  final void define() {
    String unique = UUID.randomUUID().toString().substring(0, 13);
    definition = ChainDefinition.decode("scrub-" + unique + " crm~ gone~! log~!");
    store.chains().register(definition);
  }

  private Session ended() {
    CloseDefaults defaults =
        new CloseDefaults(ChainsByType.of(definition), RetentionPolicy.keepFor(WEEK));
    return closed(scene.closing(scene.open(), defaults));
  }

  /** Ends a session whose chain has nothing left to do. */
  private Session complete() {
    Session session = ended();
    ChainLease lease = claimed();
    assertEquals("p0 P0 S0! S0!", lease.state().encode());
    settle(lease, "d1 D1 S0! S0!", null);
    assertEquals(null, chain(session).dueAt());
    return session;
  }

  private List<ChainLease> claims() {
    return store
        .chains()
        .claim(
            new ClaimRequest(UUID.randomUUID(), LEASE, 10, 10, Set.of(definition.digest()), null));
  }

  private ChainLease claimed() {
    List<ChainLease> leases = claims();
    assertEquals(1, leases.size());
    return leases.get(0);
  }

  private void settle(ChainLease lease, String state, @Nullable Duration dueIn) {
    settle(lease, ChainState.decode(state), dueIn);
  }

  private void settle(
      ChainLease lease, ChainState state, @Nullable Duration dueIn, AttemptRecord... attempts) {
    Settlement settlement =
        new Settlement(
            lease.ref(),
            lease.state(),
            state,
            new Settlement.ReleaseLease(dueIn),
            List.of(attempts),
            List.of());
    assertEquals(SettleReply.SETTLED, settle(settlement));
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

  private static ChainState with(ChainState state, int step, Phase phase) {
    return state.with(step, new Progress(phase, 1, null));
  }

  @Test
  void a_purge_leaves_a_chain_that_names_the_session_until_its_deliveries_are_made() {
    Session session = complete();
    assertTrue(claims().isEmpty());
    clock.advance(WEEK);
    Receipt receipt = Objects.requireNonNull(dispose(Receipt.Kind.PURGE, session).receipt());
    assertEquals(1L, receipt.sessions());
    assertEquals(0L, receipt.undelivered());
    assertTrue(store.chains().find(key(session)).isEmpty());
    assertTrue(store.find(key(session)).isEmpty());
    ChainLease lease = claimed();
    SessionKey left = lease.ref().session();
    assertEquals(scene.organizationId(), left.organizationId());
    assertFalse(left.sessionId().equals(session.id()));
    assertTrue(store.find(left).isEmpty());
    assertTrue(store.chains().session(left).isEmpty());
    PurgedSession purged = new PurgedSession(scene.organizationId(), session.id(), receipt.at());
    assertEquals(purged, lease.state().purged());
    assertEquals(
        List.of(Phase.SKIPPED, Phase.SKIPPED, Phase.PENDING, Phase.PENDING),
        lease.state().steps().stream().map(Progress::phase).toList());
    ChainState first = with(lease.state(), 2, Phase.DONE);
    settle(lease, first, Duration.ofMinutes(5), attempt(1, AttemptRecord.Result.DONE, null));
    assertTrue(claims().isEmpty());
    assertEquals(1, store.chains().attempts(left).size());
    ChainRecord record = store.chains().find(left).orElseThrow();
    assertEquals(first, record.state());
    clock.advance(Duration.ofMinutes(5));
    ChainLease again = claimed();
    settle(again, with(again.state(), 3, Phase.DONE), null);
    assertTrue(store.chains().find(left).isEmpty());
    assertTrue(store.chains().attempts(left).isEmpty());
    assertTrue(claims().isEmpty());
  }

  @Test
  void what_is_given_up_is_deleted_too() {
    Session session = complete();
    clock.advance(WEEK);
    dispose(Receipt.Kind.ERASURE, session);
    ChainLease lease = claimed();
    ChainState parked = with(with(lease.state(), 2, Phase.PARKED), 3, Phase.DONE);
    settle(lease, parked, null, attempt(1, AttemptRecord.Result.PARKED, "endpoint_gone"));
    assertTrue(store.chains().find(lease.ref().session()).isEmpty());
    assertTrue(store.chains().parked(scene.organizationId(), null, 10).isEmpty());
  }

  @Test
  void a_lease_on_what_is_left_can_be_renewed_released_and_lost() {
    Session session = complete();
    clock.advance(WEEK);
    dispose(Receipt.Kind.PURGE, session);
    ChainLease lease = claimed();
    assertEquals(Set.of(lease.ref()), store.chains().renew(List.of(lease.ref()), LEASE));
    store.chains().release(List.of(lease.ref()));
    ChainLease second = claimed();
    clock.advance(LEASE);
    ChainLease third = claimed();
    Settlement late =
        new Settlement(
            second.ref(),
            with(with(second.state(), 2, Phase.DONE), 3, Phase.DONE),
            new Settlement.ReleaseLease(null),
            List.of(),
            List.of());
    assertEquals(SettleReply.STALE, settle(late));
    assertEquals(2, third.claims());
    settle(third, with(with(third.state(), 2, Phase.DONE), 3, Phase.SKIPPED), null);
    assertTrue(claims().isEmpty());
  }

  @Test
  void a_purge_while_the_chain_is_leased_leaves_its_deliveries() {
    Session session = ended();
    ChainLease lease = claimed();
    Settlement delivering =
        new Settlement(
            lease.ref(),
            ChainState.decode("d1 P0 S0! S0!"),
            new Settlement.KeepLease(WEEK.plusDays(1)),
            List.of(),
            List.of());
    assertEquals(SettleReply.SETTLED, settle(delivering));
    clock.advance(WEEK);
    Receipt receipt = Objects.requireNonNull(dispose(Receipt.Kind.PURGE, session).receipt());
    assertEquals(1L, receipt.undelivered());
    ChainLease left = claimed();
    assertEquals(session.id(), Objects.requireNonNull(left.state().purged()).id());
    Settlement late =
        new Settlement(
            lease.ref(),
            ChainState.decode("d1 D1 S0! S0!"),
            new Settlement.ReleaseLease(null),
            List.of(),
            List.of());
    assertEquals(SettleReply.STALE, settle(late));
  }

  @Test
  void anonymizing_and_a_refused_purge_leave_nothing() {
    Session session = complete();
    dispose(Receipt.Kind.PURGE, session);
    assertTrue(claims().isEmpty());
    clock.advance(WEEK);
    dispose(Receipt.Kind.ANONYMIZE, session);
    assertTrue(claims().isEmpty());
    assertEquals("d1 D1 S0! S0!", chain(session).state().encode());
  }
}
