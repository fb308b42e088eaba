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
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Tests of legal holds, and of their races with disposals. */
abstract class HoldConformance extends DisposalTests {
  private List<Hold> list(boolean inForceOnly) {
    List<Hold> all = new ArrayList<>();
    @Nullable UUID after = null;
    List<Hold> page;
    do {
      page = store.holds().list(scene.organizationId(), inForceOnly, after, 2);
      all.addAll(page);
      after = page.isEmpty() ? null : page.get(page.size() - 1).id();
    } while (page.size() == 2);
    return all;
  }

  private static List<Hold> sorted(Hold... holds) {
    return List.of(holds).stream()
        .sorted((one, other) -> IdOrder.compare(one.id(), other.id()))
        .toList();
  }

  @Test
  void a_hold_covers_a_session_an_end_user_or_the_organization() {
    Session session = scene.open();
    Session other = scene.open();
    Hold onSession = place(HoldScope.session(session.id()));
    Hold onUser = place(HoldScope.endUser(session.endUserId()));
    assertEquals(sorted(onSession, onUser), store.holds().covering(key(session)));
    assertEquals(List.of(), store.holds().covering(key(other)));
    Hold onAll = place(HoldScope.organization());
    assertEquals(sorted(onSession, onUser, onAll), store.holds().covering(key(session)));
    assertEquals(List.of(onAll), store.holds().covering(key(other)));
    assertEquals(List.of(), store.holds().covering(key(scene.elsewhere().open())));
    assertEquals(List.of(), store.holds().covering(scene.key(UUID.randomUUID())));
    assertEquals(sorted(onSession, onUser, onAll), list(true));
  }

  @Test
  void placing_a_hold_again_changes_nothing() {
    Hold hold = place(HoldScope.session(scene.open().id()));
    Hold other =
        new Hold(
            hold.organizationId(),
            hold.id(),
            HoldScope.organization(),
            "matter 8",
            "somebody",
            scene.now().plusSeconds(1),
            null,
            null);
    assertEquals(Optional.of(hold), store.holds().place(other));
    assertEquals(List.of(hold), list(false));
  }

  @Test
  void a_session_of_another_organization_cannot_be_held() {
    Session elsewhere = scene.elsewhere().open();
    assertEquals(Optional.empty(), store.holds().place(hold(HoldScope.session(elsewhere.id()))));
    assertEquals(List.of(), list(false));
    Hold onUser = place(HoldScope.endUser(elsewhere.endUserId()));
    assertEquals(List.of(), store.holds().covering(key(elsewhere)));
    assertEquals(List.of(onUser), list(true));
  }

  @Test
  void the_first_release_of_a_hold_is_kept_forever() {
    Session session = scene.open();
    Hold hold = place(HoldScope.session(session.id()));
    Hold second = place(HoldScope.session(session.id()));
    clock.advance(Duration.ofDays(1));
    Hold released = hold.released("judge", scene.now());
    assertEquals(Optional.of(released), release(hold, "judge"));
    assertEquals(
        Optional.of(released),
        store
            .holds()
            .release(scene.organizationId(), hold.id(), "other", scene.now().plusSeconds(1)));
    assertEquals(List.of(second), store.holds().covering(key(session)));
    assertEquals(List.of(second), list(true));
    assertEquals(sorted(released, second), list(false));
    assertEquals(
        Optional.empty(),
        store.holds().release(UUID.randomUUID(), second.id(), "judge", scene.now()));
    assertEquals(
        Optional.empty(),
        store.holds().release(scene.organizationId(), UUID.randomUUID(), "judge", scene.now()));
  }

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
    List<Object> outcomes = Race.values(racers);
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
    List<Object> outcomes = Race.values(racers);
    boolean purged = !((DisposalReply) outcomes.get(0)).done().isEmpty();
    boolean replayed = (Boolean) outcomes.get(1);
    assertTrue(purged != replayed);
    assertEquals(replayed, find(session).isPresent());
    assertEquals(replayed, store.chains().find(key(session)).isPresent());
  }
}
