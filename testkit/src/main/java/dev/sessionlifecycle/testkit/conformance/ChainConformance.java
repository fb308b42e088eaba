package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CurrentChains;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of creating and claiming chains. */
abstract class ChainConformance extends ChainTests {
  private List<ChainLease> claimAll() {
    return claim(100, 100, null);
  }

  private static List<UUID> sessions(List<ChainLease> leases) {
    return leases.stream().map(it -> it.ref().session().sessionId()).toList();
  }

  @Test
  void an_ended_session_has_a_chain_and_a_live_session_has_none() {
    for (SessionStatus status : SessionStatus.all()) {
      Session session = scene.openIn(status);
      assertEquals(
          status.isTerminal(), store.chains().find(key(session)).isPresent(), status.wire());
    }
  }

  @Test
  void a_new_chain_is_due_with_all_its_steps_pending() {
    Session session = scene.close(scene.open());
    ChainRecord chain = chain(session);
    assertEquals(key(session), chain.session());
    assertEquals(scene.definition().digest(), chain.shape());
    assertEquals(ChainState.initial(scene.definition()), chain.state());
    assertEquals(scene.now(), chain.dueAt());
    assertFalse(chain.leased());
    assertEquals(null, chain.finishedAt());
  }

  @Test
  void a_chain_without_steps_is_finished_at_once() {
    store.chains().register(ChainDefinition.empty());
    ChainsByType plan =
        new ChainsByType(
            Map.of(
                SessionType.LIVE,
                scene.definition(),
                SessionType.TEST,
                ChainDefinition.empty(),
                SessionType.SIMULATION,
                scene.definition()));
    Session open = scene.open(draft -> draft.sessionType(SessionType.TEST));
    clock.advance(Duration.ofSeconds(5));
    Session ended = closed(scene.closing(open, new CloseDefaults(plan, RetentionPolicy.forEver())));
    assertEquals(scene.now(), ended.finalizedAt());
    Check.sameSession(ended, scene.reload(open));
    ChainRecord chain = chain(ended);
    assertEquals(scene.now(), chain.finishedAt());
    assertEquals(null, chain.dueAt());
    assertEquals(List.of(), chain.state().steps());
  }

  @Test
  void a_claim_returns_the_trace_context_of_the_end() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    Session traced = scene.open();
    store.close(scene.closing(traced, scene.terms().withTraceParent(trace)).build());
    clock.advance(Duration.ofMillis(1));
    Session plain = scene.close(scene.open());
    clock.advance(Duration.ofMillis(1));
    List<Session> many = List.of(scene.open(), scene.open());
    store.closeAll(
        many.stream()
            .map(it -> scene.closing(it, scene.terms().withTraceParent(trace)).build())
            .toList());
    List<ChainLease> leases = claimAll();
    assertEquals(key(traced), leases.get(0).ref().session());
    assertEquals(key(plain), leases.get(1).ref().session());
    assertEquals(
        Arrays.asList(trace, null, trace, trace),
        leases.stream().map(ChainLease::traceParent).toList());
  }

  @Test
  void an_end_that_asks_for_it_gets_the_current_chain_of_its_type() {
    ChainsByType first = ChainsByType.of(scene.definition());
    EnumMap<SessionType, ChainDefinition> shapes = new EnumMap<>(first.definitions());
    shapes.put(SessionType.TEST, ChainDefinition.empty());
    ChainsByType second = new ChainsByType(shapes);
    store.chains().makeCurrent(first);
    CurrentChains before = store.chains().makeCurrent(second);
    assertEquals(first, before.chains());
    assertEquals(
        new CurrentChains(second, before.version() + 1), store.chains().makeCurrent(second));
    assertEquals(new CurrentChains(second, before.version() + 1), store.chains().current());
    CloseDefaults current = new CloseDefaults(ChainsByType.current(), RetentionPolicy.forEver());
    for (SessionType type : SessionType.values()) {
      Session open = scene.open(draft -> draft.sessionType(type));
      store.close(scene.closing(open, current).build());
      ChainDefinition shape = second.definitionFor(type);
      assertEquals(shape.digest(), chain(open).shape(), type.wire());
      assertEquals(ChainState.initial(shape), chain(open).state(), type.wire());
      assertEquals(shape.isEmpty(), chain(open).finishedAt() != null, type.wire());
      assertEquals(shape.isEmpty(), scene.reload(open).finalizedAt() != null, type.wire());
    }
  }

  @Test
  void definitions_are_stored_by_their_digests() {
    assertEquals(
        Optional.of(scene.definition()), store.chains().shape(scene.definition().digest()));
    assertEquals(Optional.empty(), store.chains().shape("0123456789abcdef0123456789abcdef"));
    store.chains().register(scene.definition());
    assertEquals(
        1, store.chains().shapes().stream().filter(it -> it.equals(scene.definition())).count());
  }

  @Test
  void a_claim_leases_the_chain_until_the_lease_lapses() {
    Session session = scene.close(scene.open());
    ChainLease first = claimAll().get(0);
    assertEquals(key(session), first.ref().session());
    assertEquals(ChainState.initial(scene.definition()), first.state());
    assertEquals(1, first.claims());
    assertEquals(scene.now(), first.claimedAt());
    assertTrue(chain(session).leased());
    assertEquals(scene.now().plus(LEASE), chain(session).dueAt());
    clock.advance(LEASE.minusNanos(1_000));
    assertEquals(List.of(), claimAll());
    clock.advance(Duration.ofNanos(1_000));
    assertFalse(chain(session).leased());
    ChainLease second = claimAll().get(0);
    assertEquals(2, second.claims());
    assertTrue(second.ref().token() > first.ref().token());
    assertEquals(second.ref().token(), chain(session).token());
  }

  @Test
  void only_chains_of_the_named_definitions_are_claimed() {
    Session session = scene.close(scene.open());
    ClaimRequest other =
        new ClaimRequest(
            UUID.randomUUID(), LEASE, 100, 100, Set.of("0123456789abcdef0123456789abcdef"), null);
    assertEquals(List.of(), store.chains().claim(other));
    assertEquals(List.of(session.id()), sessions(claimAll()));
  }

  @Test
  void the_oldest_due_chains_are_claimed_first_up_to_the_limit() {
    List<UUID> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.add(scene.close(scene.open()).id());
      clock.advance(Duration.ofMillis(1));
    }
    assertEquals(expected.subList(0, 3), sessions(claim(3, 100, null)));
    assertEquals(expected.subList(3, 5), sessions(claim(3, 100, null)));
    assertEquals(List.of(), claimAll());
  }

  @Test
  void equally_old_chains_are_claimed_in_id_order() {
    List<UUID> ids = new ArrayList<>();
    for (long i = -3; i < 3; i++) {
      UUID id = new UUID(i, i);
      store.open(scene.opening(SessionBuilder.of(scene.organizationId(), id, UUID.randomUUID())));
      ids.add(id);
    }
    ids.forEach(id -> store.close(scene.closing(store.find(scene.key(id)).orElseThrow()).build()));
    ids.sort(dev.sessionlifecycle.spi.IdOrder.UNSIGNED);
    assertEquals(ids.subList(0, 4), sessions(claim(4, 100, null)));
    assertEquals(ids.subList(4, 6), sessions(claim(4, 100, null)));
  }

  @Test
  void organizations_take_turns_each_with_its_share() {
    List<Scenario> scenes = new ArrayList<>(List.of(scene, scene.elsewhere(), scene.elsewhere()));
    scenes.sort(
        Comparator.comparing(Scenario::organizationId, dev.sessionlifecycle.spi.IdOrder.UNSIGNED));
    for (Scenario each : scenes) {
      for (int i = 0; i < 4; i++) {
        each.close(each.open());
      }
    }
    UUID first = scenes.get(0).organizationId();
    UUID second = scenes.get(1).organizationId();
    UUID third = scenes.get(2).organizationId();
    assertEquals(List.of(first, first, second), organizations(claim(3, 2, null)));
    assertEquals(List.of(third, third, first), organizations(claim(3, 2, second)));
    assertEquals(List.of(first, second, second), organizations(claim(3, 2, third)));
    assertEquals(List.of(second, third, third), organizations(claim(100, 2, first)));
    assertEquals(List.of(), claimAll());
  }

  private static List<UUID> organizations(List<ChainLease> leases) {
    return leases.stream().map(it -> it.ref().session().organizationId()).toList();
  }

  @Test
  void eight_racing_claimers_never_lease_the_same_chain() {
    for (int i = 0; i < 80; i++) {
      Scenario each = i % 2 == 0 ? scene : scene.elsewhere();
      each.close(each.open());
    }
    List<List<ChainLease>> claimed =
        Race.values(
            8,
            racer -> {
              List<ChainLease> mine = new ArrayList<>();
              for (int empty = 0; empty < 20 && mine.size() < 80; ) {
                List<ChainLease> batch = claim(7, 3, null);
                mine.addAll(batch);
                empty = batch.isEmpty() ? empty + 1 : 0;
              }
              return mine;
            });
    List<ChainLease> all = claimed.stream().flatMap(List::stream).toList();
    assertEquals(80, sessions(all).stream().distinct().count());
    assertEquals(80, all.size());
  }
}
