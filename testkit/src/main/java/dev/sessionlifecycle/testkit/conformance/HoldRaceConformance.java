package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;

/** Races of disposals against holds, each other and the finalize chain. */
abstract class HoldRaceConformance extends DisposalTests {
  @RepeatedTest(10)
  void a_hold_placed_during_a_purge_applies_entirely_before_or_after_it() {
    UUID user = UUID.randomUUID();
    Session[] sessions = new Session[6];
    for (int i = 0; i < sessions.length; i++) {
      sessions[i] = ended(Duration.ZERO, draft -> draft.endUserId(user));
    }
    Hold onUser = hold(HoldScope.endUser(user));
    Hold onSession = hold(HoldScope.session(sessions[3].id()));
    List<Callable<Object>> racers =
        List.of(
            () -> purge(sessions),
            () -> purge(sessions[5], sessions[4], sessions[3], sessions[2]),
            () -> store.holds().place(onUser),
            () -> store.holds().place(onSession),
            () ->
                store.enrich(
                    new EnrichIntent(
                        key(sessions[0]),
                        HistoryEntry.Kind.ENRICHED,
                        EndReason.of(TerminationReason.RESOLVED),
                        null,
                        TriggeredBy.API,
                        scene.now(),
                        scene.terms().defaultPolicy())));
    List<Object> outcomes = Race.values(racers.size(), racers::get);
    List<UUID> gone =
        outcomes.stream()
            .filter(DisposalReply.class::isInstance)
            .flatMap(it -> ((DisposalReply) it).done().stream())
            .toList();
    for (Session session : sessions) {
      assertEquals(gone.contains(session.id()) ? 0 : 1, find(session).isPresent() ? 1 : 0);
    }
    assertEquals(gone.size(), gone.stream().distinct().count());
    boolean sessionHeld =
        store.holds().list(scene.organizationId(), true, null, 10).contains(onSession);
    assertEquals(sessionHeld, find(sessions[3]).isPresent() && sessionHeld);
    // From here on, no remaining session may be disposed of.
    DisposalReply after = purge(sessions);
    assertEquals(List.of(), after.done());
    long left = List.of(sessions).stream().filter(it -> find(it).isPresent()).count();
    assertEquals(
        left,
        after.refused().values().stream().filter(it -> it == DisposalReply.Refusal.HELD).count());
  }

  @RepeatedTest(10)
  void a_parked_chain_is_either_replayed_or_its_session_is_purged() {
    Session session = unfinished(Duration.ZERO);
    park(session);
    var chain = store.chains().find(key(session)).orElseThrow();
    var initial = ChainState.initial(scene.definition());
    List<Callable<Object>> racers =
        List.of(
            () -> dispose(Receipt.Kind.PURGE, false, Duration.ZERO, session),
            () -> store.chains().revise(chain, initial, Duration.ZERO, List.of()));
    List<Object> outcomes = Race.values(2, racers::get);
    boolean purged = !((DisposalReply) outcomes.get(0)).done().isEmpty();
    boolean replayed = (Boolean) outcomes.get(1);
    assertTrue(purged != replayed);
    assertEquals(replayed, find(session).isPresent());
    assertEquals(replayed, store.chains().find(key(session)).isPresent());
  }
}
