package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.HistoryEntry.Kind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EnrichIntent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests of the history of a session. */
abstract class HistoryConformance extends Conformance {
  private Session randomMoves(long seed, int steps) {
    Random random = new Random(seed);
    Session session = scene.openIn(SessionStatus.QUEUED);
    for (int i = 0; i < steps; i++) {
      List<SessionStatus> targets =
          new ArrayList<>(
              Transitions.targetsOf(session.status()).stream()
                  .filter(SessionStatus::isLive)
                  .toList());
      clock.advance(Duration.ofMillis(random.nextInt(4_000) - 1_000));
      session = scene.move(session, targets.get(random.nextInt(targets.size())));
    }
    clock.advance(Duration.ofMillis(random.nextInt(4_000) - 1_000));
    return scene.close(session);
  }

  @Test
  void replaying_the_history_yields_the_status() {
    for (long seed = 1; seed <= 10; seed++) {
      Session session = randomMoves(seed, 12);
      SessionStatus at = null;
      for (HistoryEntry entry : history(session)) {
        assertEquals(at, entry.from());
        at = entry.to();
      }
      assertEquals(session.status(), at);
    }
  }

  @Test
  void sequences_have_no_gap_and_times_never_run_backwards() {
    Session session = randomMoves(42, 20);
    List<HistoryEntry> history = history(session);
    assertEquals(
        IntStream.rangeClosed(1, 22).boxed().toList(),
        history.stream().map(HistoryEntry::sequence).toList());
    for (int i = 1; i < history.size(); i++) {
      assertFalse(history.get(i).at().isBefore(history.get(i - 1).at()));
    }
    assertEquals(session.updatedAt(), history.get(history.size() - 1).at());
  }

  @Test
  void each_kind_of_change_writes_its_kind_of_entry() {
    Session session = scene.close(scene.move(scene.open(), SessionStatus.PAUSED));
    store.enrich(
        new EnrichIntent(
            key(session),
            HistoryEntry.Kind.ENRICHED,
            EndReason.of(TerminationReason.RESOLVED),
            null,
            "admin",
            scene.now(),
            scene.terms().defaultPolicy()));
    List<HistoryEntry> history = history(session);
    assertEquals(
        List.of(Kind.OPENED, Kind.MOVED, Kind.ENDED, Kind.ENRICHED),
        history.stream().map(HistoryEntry::kind).toList());
    assertEquals(TerminationReason.UNKNOWN, history.get(2).reason());
    assertEquals(TerminationReason.RESOLVED, history.get(3).reason());
    assertEquals("admin", history.get(3).triggeredBy());
  }

  @Test
  void messages_write_no_history_entry() {
    Session session = scene.append(scene.open(), scene.fromUser("hello"));
    assertEquals(1, history(session).size());
  }

  @Test
  void the_history_is_read_page_by_page() {
    Session session = randomMoves(7, 10);
    List<HistoryEntry> all = history(session);
    List<HistoryEntry> paged = new ArrayList<>();
    while (paged.size() < all.size()) {
      List<HistoryEntry> page = store.history(key(session), paged.size(), 5);
      assertEquals(Math.min(5, all.size() - paged.size()), page.size());
      paged.addAll(page);
    }
    assertEquals(all, paged);
    assertEquals(List.of(), store.history(key(session), all.size(), 5));
    assertEquals(12, all.size());
  }
}
