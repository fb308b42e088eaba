package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of transitions between live statuses. */
abstract class TransitionConformance extends Conformance {
  @Test
  void the_table_decides_every_move_to_a_live_status() {
    for (SessionStatus from : SessionStatus.all()) {
      for (SessionStatus to : SessionStatus.all().stream().filter(SessionStatus::isLive).toList()) {
        decide(from, to);
      }
    }
  }

  private void decide(SessionStatus from, SessionStatus to) {
    Session before = scene.openIn(from);
    TransitionReply reply = store.transition(scene.moving(before, to));
    Session after = scene.reload(before);
    if (from.isTerminal()) {
      Check.sameSession(
          before, Check.instance(TransitionReply.AlreadyEnded.class, reply).session());
    } else if (Transitions.allows(from, to)) {
      TransitionReply.Moved moved = Check.instance(TransitionReply.Moved.class, reply);
      Check.sameSession(after, moved.session());
      assertEquals(from, moved.from());
      assertEquals(to, after.status());
      return;
    } else if (from == to) {
      TransitionReply.Moved there = Check.instance(TransitionReply.Moved.class, reply);
      Check.sameSession(before, there.session());
      assertEquals(from, there.from());
    } else {
      Check.sameSession(before, Check.instance(TransitionReply.Illegal.class, reply).session());
    }
    Check.sameSession(before, after);
  }

  @Test
  void a_move_is_timestamped_and_recorded_in_the_history() {
    Session before = scene.open();
    clock.advance(Duration.ofSeconds(7));
    Session after =
        Check.instance(
                TransitionReply.Moved.class,
                store.transition(
                    new TransitionIntent(
                        key(before),
                        SessionStatus.WAITING_FOR_HUMAN,
                        "agent",
                        scene.now().minusSeconds(2),
                        Duration.ofDays(7))))
            .session();
    Session expected =
        SessionBuilder.of(before)
            .status(SessionStatus.WAITING_FOR_HUMAN)
            .updatedAt(scene.now().minusSeconds(2))
            .statusSince(scene.now())
            .lastActivityAt(scene.now())
            .ttlExpiresAt(after.ttlExpiresAt())
            .build();
    Check.sameSession(expected, after);
    assertEquals(
        new HistoryEntry(
            2,
            HistoryEntry.Kind.MOVED,
            SessionStatus.ACTIVE,
            SessionStatus.WAITING_FOR_HUMAN,
            null,
            "agent",
            scene.now().minusSeconds(2)),
        store.history(key(before), 1, 10).get(0));
  }

  @Test
  void ringing_and_activation_times_are_set_once() {
    Session queued = scene.openIn(SessionStatus.QUEUED);
    clock.advance(Duration.ofSeconds(1));
    Session ringing = scene.move(queued, SessionStatus.RINGING);
    assertEquals(scene.now(), ringing.rangAt());
    clock.advance(Duration.ofSeconds(1));
    Session active = scene.move(ringing, SessionStatus.ACTIVE);
    assertEquals(scene.now(), active.activatedAt());
    clock.advance(Duration.ofSeconds(1));
    Session back = scene.move(scene.move(active, SessionStatus.TRANSFERRED), SessionStatus.ACTIVE);
    assertEquals(active.activatedAt(), back.activatedAt());
    assertEquals(ringing.rangAt(), back.rangAt());
    assertEquals(scene.now(), back.statusSince());
  }

  @Test
  void the_history_keeps_why_a_session_moved() {
    Session session = scene.openIn(SessionStatus.TRANSFERRED);
    for (SessionStatus to : List.of(SessionStatus.ACTIVE, SessionStatus.PAUSED)) {
      TransitionIntent moving = scene.moving(session, to);
      TerminationReason reason = to == SessionStatus.ACTIVE ? TerminationReason.CALLEE_BUSY : null;
      store.transition(
          new TransitionIntent(
              moving.session(),
              to,
              reason,
              moving.triggeredBy(),
              moving.at(),
              null,
              moving.overdue()));
      List<HistoryEntry> history = store.history(key(session), 0, 10);
      assertEquals(reason, history.get(history.size() - 1).reason());
      assertEquals(null, scene.reload(session).reason());
    }
  }

  @Test
  void a_move_to_the_same_status_is_a_sign_of_life_and_no_more() {
    for (SessionStatus status : SessionStatus.live()) {
      Session before = scene.openIn(status);
      int entries = store.history(key(before), 0, 10).size();
      clock.advance(Duration.ofSeconds(5));
      Session after = scene.move(before, status);
      Session expected = SessionBuilder.of(before).lastActivityAt(scene.now()).build();
      Check.sameSession(expected, after);
      Check.sameSession(expected, scene.reload(before));
      assertEquals(entries, store.history(key(before), 0, 10).size());
    }
  }

  @Test
  void that_a_session_was_handed_on_stays_in_its_record() {
    Session active = scene.openIn(SessionStatus.ACTIVE);
    assertEquals(null, active.handedOnAt());
    clock.advance(Duration.ofSeconds(1));
    Session handedOn = scene.move(active, SessionStatus.TRANSFERRED);
    assertEquals(scene.now(), handedOn.handedOnAt());
    Session ended = scene.close(handedOn);
    assertEquals(handedOn.handedOnAt(), ended.handedOnAt());
    Session other = scene.openIn(SessionStatus.TRANSFERRED);
    Instant first = other.handedOnAt();
    clock.advance(Duration.ofSeconds(1));
    scene.move(scene.move(other, SessionStatus.ACTIVE), SessionStatus.PAUSED);
    assertEquals(first, scene.move(other, SessionStatus.TRANSFERRED).handedOnAt());
    assertEquals(first, scene.close(other).handedOnAt());
  }

  @Test
  void a_clock_set_back_moves_no_timestamp_back() {
    Session before = scene.open();
    clock.advance(Duration.ofHours(-1));
    Session after = scene.move(before, SessionStatus.PAUSED);
    assertEquals(SessionStatus.PAUSED, after.status());
    assertEquals(before.updatedAt(), after.updatedAt());
    assertEquals(before.statusSince(), after.statusSince());
    assertEquals(before.lastActivityAt(), after.lastActivityAt());
    List<HistoryEntry> history = history(before);
    assertEquals(history.get(0).at(), history.get(1).at());
  }

  @Test
  void one_of_sixteen_equal_racing_moves_writes_history() {
    Session session = scene.open();
    List<TransitionReply> replies =
        Race.values(16, racer -> store.transition(scene.moving(session, SessionStatus.PAUSED)));
    replies.forEach(it -> Check.instance(TransitionReply.Moved.class, it));
    assertEquals(2, history(session).size());
  }

  @Test
  void racing_moves_leave_a_history_that_yields_the_status() {
    Session session = scene.open();
    List<SessionStatus> targets =
        List.of(
            SessionStatus.PAUSED,
            SessionStatus.WAITING_FOR_HUMAN,
            SessionStatus.TRANSFERRED,
            SessionStatus.ACTIVE);
    Race.values(
        8,
        racer -> {
          for (int i = 0; i < 8; i++) {
            store.transition(scene.moving(session, targets.get((racer + i) % 4)));
          }
          return racer;
        });
    SessionStatus at = null;
    List<HistoryEntry> history = history(session);
    for (HistoryEntry entry : history) {
      assertEquals(at, entry.from());
      at = entry.to();
    }
    assertEquals(scene.reload(session).status(), at);
    Check.that(history.size() > 1, "something moved", history.size());
  }
}
