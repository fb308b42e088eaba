package dev.sessionlifecycle.store.memory;

import static dev.sessionlifecycle.store.memory.Intents.NOON;
import static dev.sessionlifecycle.store.memory.Intents.ORGANIZATION;
import static dev.sessionlifecycle.store.memory.Intents.TERMS;
import static dev.sessionlifecycle.store.memory.Intents.claim;
import static dev.sessionlifecycle.store.memory.Intents.end;
import static dev.sessionlifecycle.store.memory.Intents.key;
import static dev.sessionlifecycle.store.memory.Intents.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.StoreClock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InMemorySessionStoreTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InMemorySessionStore store = InMemorySessionStore.create(now::get);

  @Test
  void the_database_clock_is_refused() {
    assertThrows(
        InvalidInputException.class, () -> InMemorySessionStore.create(StoreClock.database()));
  }

  @Test
  void a_session_is_opened_listed_ended_and_finalized() {
    store.open(open(key(1), OpenPolicy.ALWAYS_NEW));
    store.open(open(key(2), OpenPolicy.ALWAYS_NEW));

    CloseReply first = store.close(end(key(1)));
    CloseReply second = store.close(end(key(1)));
    SettleReply settled = settle(store.chains().claim(claim(10)).get(0));

    assertInstanceOf(CloseReply.Closed.class, first);
    assertInstanceOf(CloseReply.AlreadyEnded.class, second);
    assertEquals(SettleReply.SETTLED, settled);
    assertEquals(NOON, store.find(key(1)).orElseThrow().finalizedAt());
    assertEquals(2, store.history(key(1), 0, 10).size());
    assertEquals(
        List.of(key(2).sessionId(), key(1).sessionId()),
        store.list(new ListIntent(ORGANIZATION, SessionFilter.all(), null, 10)).stream()
            .map(it -> it.id())
            .toList());
    assertEquals(List.of(), store.chains().claim(claim(10)));
  }

  @Test
  void an_early_end_is_forgotten_after_its_time() {
    ExternalRef ref = new ExternalRef("twilio", "CA1");
    store.closeExternal(ref, end(key(0)));
    now.set(NOON.plus(EarlyEnd.KEPT));

    assertInstanceOf(OpenResult.Opened.class, store.open(open(key(1), OpenPolicy.ALWAYS_NEW, ref)));
  }

  @Test
  void an_early_end_is_applied_once() {
    ExternalRef ref = new ExternalRef("twilio", "CA1");
    store.closeExternal(ref, end(key(0)));

    OpenResult opened = store.open(open(key(1), OpenPolicy.REUSE, ref));

    assertInstanceOf(OpenResult.AlreadyEnded.class, opened);
    assertEquals(2, store.history(key(1), 0, 10).size());
    assertInstanceOf(OpenResult.Opened.class, store.open(open(key(2), OpenPolicy.REUSE)));
  }

  @Test
  void one_of_the_racing_opens_for_a_key_wins_and_all_see_its_session() throws Exception {
    for (int round = 0; round < 200; round++) {
      InMemorySessionStore fresh = InMemorySessionStore.create(now::get);
      List<OpenResult> results =
          Race.of(4, runner -> fresh.open(open(key(runner), OpenPolicy.REUSE)));

      assertEquals(1, results.stream().filter(OpenResult.Opened.class::isInstance).count());
      assertEquals(1, results.stream().map(it -> it.session().id()).distinct().count());
    }
  }

  @Test
  void a_superseded_session_and_its_successor_change_atomically() throws Exception {
    for (int round = 0; round < 500; round++) {
      InMemorySessionStore fresh = InMemorySessionStore.create(now::get);
      fresh.open(open(key(1), OpenPolicy.REUSE));
      List<Boolean> sound =
          Race.of(
              3,
              runner -> {
                if (runner == 0) {
                  return fresh.open(open(key(2), OpenPolicy.SUPERSEDE))
                      instanceof OpenResult.Superseded;
                }
                boolean newFirst = runner == 1;
                boolean seen = newFirst && fresh.find(key(2)).isPresent();
                boolean ended = fresh.find(key(1)).orElseThrow().isEnded();
                seen |= !newFirst && fresh.find(key(2)).isPresent();
                return newFirst ? !seen || ended : !ended || seen;
              });

      assertEquals(List.of(true, true, true), sound);
    }
  }

  @Test
  void no_chain_is_missed_or_leased_twice_while_others_are_added() throws Exception {
    int each = 2_000;
    List<Stream<ChainLease>> leases =
        Race.of(
            4,
            runner -> {
              Stream.Builder<ChainLease> mine = Stream.builder();
              for (int i = 0; i < each; i++) {
                SessionKey key = key(runner * each + i);
                store.open(open(key, OpenPolicy.ALWAYS_NEW));
                store.close(end(key));
                List<ChainLease> claimed = store.chains().claim(claim(3));
                claimed.forEach(
                    it -> {
                      settle(it);
                      mine.add(it);
                    });
              }
              return mine.build();
            });
    List<UUID> claimed =
        Stream.concat(
                leases.stream().flatMap(it -> it), store.chains().claim(claim(4 * each)).stream())
            .map(it -> it.ref().session().sessionId())
            .toList();

    assertEquals(4 * each, claimed.size());
    assertEquals(4 * each, claimed.stream().distinct().count());
    assertEquals(0, store.chains().backlog().due());
  }

  @Test
  void a_session_of_unrecognized_status_holds_its_key_and_stays_unchanged() {
    Session dormant =
        SessionBuilder.of(open(key(1), OpenPolicy.REUSE).draft()).statusText("dormant").build();
    store.open(new OpenIntent(dormant, OpenPolicy.REUSE, "api", null, null, TERMS));

    assertInstanceOf(CloseReply.GuardFailed.class, store.close(end(key(1))));
    assertInstanceOf(OpenResult.Rejected.class, store.open(open(key(2), OpenPolicy.SUPERSEDE)));
    assertTrue(store.find(key(2)).isEmpty());
  }

  private SettleReply settle(ChainLease lease) {
    ChainState done =
        lease.state().with(0, new ChainState.Progress(ChainState.Phase.DONE, lease.claims(), null));
    return store
        .chains()
        .settle(
            List.of(
                new Settlement(
                    lease.ref(), done, new Settlement.ReleaseLease(null), List.of(), List.of())))
        .get(0);
  }
}
