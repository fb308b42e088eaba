package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore.Backlog;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.UnfinishedPage;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of finding, counting and revising parked chains. */
abstract class ParkedConformance extends ChainTests {
  private static final ChainState PARKED = ChainState.decode("x10 p0 p0");
  private static final ChainState AGAIN = ChainState.decode("p0 p0 p0");
  private static final ChainState FINISHED = ChainState.decode("s10 d1 d1");

  private ChainRecord park() {
    Session session = scene.close(scene.open());
    SettleReply reply =
        store.chains().settle(List.of(released(claim().ref(), PARKED, null))).get(0);
    assertEquals(SettleReply.SETTLED, reply);
    return chain(session);
  }

  private ChainRecord reload(ChainRecord chain) {
    return store.chains().find(chain.session()).orElseThrow();
  }

  private List<ChainRecord> parked(@Nullable UUID after, int limit) {
    return store.chains().parked(scene.organizationId(), after, limit);
  }

  @Test
  void a_parked_chain_is_not_due_and_not_finished() {
    ChainRecord chain = park();
    assertEquals(PARKED, chain.state());
    assertEquals(null, chain.dueAt());
    assertEquals(null, chain.finishedAt());
    clock.advance(Duration.ofDays(1_000));
    scene.close(scene.open());
    assertFalse(claim().ref().session().equals(chain.session()));
  }

  @Test
  void parked_chains_are_paged_in_id_order() {
    List<ChainRecord> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.add(park());
    }
    scene.close(scene.open());
    expected.sort((a, b) -> IdOrder.compare(a.session().sessionId(), b.session().sessionId()));
    assertEquals(expected, parked(null, 100));
    assertEquals(expected.subList(0, 3), parked(null, 3));
    assertEquals(expected.subList(3, 6), parked(expected.get(2).session().sessionId(), 3));
    assertEquals(List.of(), parked(expected.get(6).session().sessionId(), 3));
  }

  @Test
  void a_replayed_chain_is_due_again() {
    ChainRecord parked = park();
    AttemptRecord replayed = attempt("scrub", AttemptRecord.Result.REPLAYED, null);
    clock.advance(Duration.ofSeconds(5));
    assertTrue(store.chains().revise(parked, AGAIN, Duration.ZERO, List.of(replayed)));
    ChainRecord chain = reload(parked);
    assertEquals(AGAIN, chain.state());
    assertEquals(scene.now(), chain.dueAt());
    assertEquals(List.of(replayed), store.chains().attempts(parked.session()));
    ChainLease lease = claim();
    assertEquals(parked.session(), lease.ref().session());
    assertEquals(1, lease.claims());
  }

  @Test
  void the_last_parking_attempt_is_found_among_any_number_of_attempts() {
    ChainRecord parked = park();
    List<AttemptRecord> records = new ArrayList<>();
    records.add(attempt("scrub", AttemptRecord.Result.PARKED, "first"));
    records.add(attempt("summarize", AttemptRecord.Result.PARKED, "other"));
    while (records.size() < 1_005) {
      records.add(attempt("scrub", AttemptRecord.Result.FAILED, "again"));
    }
    assertTrue(store.chains().revise(parked, AGAIN, null, records));
    assertEquals(records.subList(0, 1_000), store.chains().attempts(parked.session()));
    assertEquals(Optional.of(records.get(0)), lastParked(parked, "scrub"));
    AttemptRecord last = attempt("scrub", AttemptRecord.Result.PARKED, "last");
    AttemptRecord behind = attempt("scrub", AttemptRecord.Result.REPLAYED, null);
    assertTrue(store.chains().revise(reload(parked), PARKED, null, List.of(last, behind)));
    assertEquals(Optional.of(last), lastParked(parked, "scrub"));
    assertEquals(Optional.of(records.get(1)), lastParked(parked, "summarize"));
    assertEquals(Optional.empty(), lastParked(parked, "sync"));
    ChainRecord another = park();
    assertEquals(Optional.empty(), lastParked(another, "scrub"));
  }

  private Optional<AttemptRecord> lastParked(ChainRecord chain, String step) {
    return store.chains().lastParked(chain.session(), step);
  }

  private AttemptRecord attempt(String step, AttemptRecord.Result result, @Nullable String label) {
    return new AttemptRecord(step, 10, UUID.randomUUID(), scene.now(), scene.now(), result, label);
  }

  @Test
  void a_chain_whose_last_step_is_skipped_by_hand_is_finished() {
    ChainRecord parked = park();
    clock.advance(Duration.ofSeconds(5));
    assertTrue(store.chains().revise(parked, FINISHED, null, List.of()));
    assertEquals(scene.now(), reload(parked).finishedAt());
    assertEquals(null, reload(parked).dueAt());
    assertEquals(scene.now(), store.find(parked.session()).orElseThrow().finalizedAt());
    assertFalse(store.chains().revise(reload(parked), AGAIN, Duration.ZERO, List.of()));
    assertEquals(FINISHED, reload(parked).state());
  }

  @Test
  void a_leased_or_changed_chain_is_not_revised() {
    ChainRecord parked = park();
    assertTrue(store.chains().revise(parked, AGAIN, Duration.ZERO, List.of()));
    assertFalse(store.chains().revise(parked, FINISHED, null, List.of()));
    ChainRecord due = reload(parked);
    ChainLease lease = claim();
    assertFalse(store.chains().revise(due, FINISHED, null, List.of()));
    assertFalse(store.chains().revise(reload(parked), FINISHED, null, List.of()));
    clock.advance(Duration.ofSeconds(31));
    ChainRecord lapsed = reload(parked);
    assertTrue(store.chains().revise(lapsed, PARKED, null, List.of()));
    Settlement late = released(lease.ref(), FINISHED, null);
    assertEquals(List.of(SettleReply.STALE), store.chains().settle(List.of(late)));
    assertEquals(PARKED, reload(parked).state());
  }

  @Test
  void a_missing_chain_is_not_revised() {
    ChainRecord parked = park();
    ChainRecord nowhere =
        new ChainRecord(
            scene.key(UUID.randomUUID()),
            parked.shape(),
            parked.state(),
            parked.token(),
            false,
            null,
            null);
    assertFalse(store.chains().revise(nowhere, AGAIN, Duration.ZERO, List.of()));
    assertTrue(store.chains().revise(parked, AGAIN, Duration.ZERO, List.of()));
  }

  @Test
  void unfinished_chains_are_listed_across_organizations_page_by_page() {
    SessionKey parked = park().session();
    SessionKey due = Scenario.key(scene.close(scene.open()));
    Scenario elsewhere = scene.elsewhere();
    SessionKey other = Scenario.key(elsewhere.close(elsewhere.open()));
    List<ChainRecord> all = new ArrayList<>();
    SessionKey after = null;
    UnfinishedPage page;
    do {
      page = store.chains().unfinished(after, 2);
      assertEquals(scene.now(), page.now());
      for (ChainRecord chain : page.chains()) {
        after = chain.session();
        all.add(chain);
      }
    } while (!page.chains().isEmpty());
    Comparator<SessionKey> order =
        Comparator.comparing(SessionKey::organizationId, IdOrder.UNSIGNED)
            .thenComparing(SessionKey::sessionId, IdOrder.UNSIGNED);
    List<SessionKey> keys = all.stream().map(ChainRecord::session).toList();
    assertEquals(keys.stream().distinct().sorted(order).toList(), keys);
    for (SessionKey key : List.of(parked, due, other)) {
      assertTrue(all.contains(store.chains().find(key).orElseThrow()), "the chain of " + key);
    }
    assertTrue(all.stream().allMatch(it -> it.finishedAt() == null), "only unfinished chains");
  }

  @Test
  void the_backlog_counts_what_is_due_leased_waiting_and_parked() {
    Backlog before = store.chains().backlog();
    park();
    scene.close(scene.open());
    claim();
    Session waiting = scene.close(scene.open());
    store.chains().settle(List.of(released(claim().ref(), AGAIN, Duration.ofMinutes(1))));
    scene.close(scene.open());
    scene.close(scene.open());
    Backlog after = store.chains().backlog();
    assertEquals(scene.now().plus(Duration.ofMinutes(1)), chain(waiting).dueAt());
    assertEquals(2, after.due() - before.due());
    assertEquals(1, after.leased() - before.leased());
    assertEquals(1, after.waiting() - before.waiting());
    assertEquals(1, after.parked() - before.parked());
    clock.advance(Duration.ofSeconds(20));
    assertTrue(store.chains().backlog().oldestDue().compareTo(Duration.ofSeconds(20)) >= 0);
  }
}
