package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of closing many sessions in one call. */
public abstract class CloseAllConformance extends Conformance {

  /** For subclasses. */
  protected CloseAllConformance() {}

  @Test
  void each_close_of_a_bulk_call_has_the_result_of_a_single_close() {
    Session live = scene.open();
    Session ended = scene.close(scene.open());
    Session guarded = scene.open();
    Session elsewhere = scene.elsewhere().open();
    List<CloseReply> replies =
        store.closeAll(
            List.of(
                scene.closing(ended).build(),
                CloseIntent.builder(scene.key(UUID.randomUUID()), scene.now(), scene.terms())
                    .build(),
                scene.closing(live).reason(TerminationReason.RESOLVED).build(),
                scene.closing(guarded).guard(new CloseGuard.InStatus(SessionStatus.PAUSED)).build(),
                scene.closing(elsewhere).target(SessionStatus.ERROR).build()));
    Check.sameSession(
        ended, Check.instance(CloseReply.AlreadyEnded.class, replies.get(0)).session());
    assertEquals(new CloseReply.Missing(), replies.get(1));
    Check.sameSession(
        scene.reload(live), Check.instance(CloseReply.Closed.class, replies.get(2)).session());
    assertEquals(TerminationReason.RESOLVED, scene.reload(live).reason());
    Check.sameSession(
        guarded, Check.instance(CloseReply.GuardFailed.class, replies.get(3)).session());
    Check.sameSession(
        scene.reload(elsewhere), Check.instance(CloseReply.Closed.class, replies.get(4)).session());
    assertEquals(SessionStatus.ERROR, scene.reload(elsewhere).status());
  }

  @Test
  void the_first_of_several_closes_of_one_session_wins() {
    Session session = scene.open();
    List<CloseReply> replies =
        store.closeAll(
            Stream.of(
                    TerminationReason.RESOLVED,
                    TerminationReason.UNRESOLVED,
                    TerminationReason.ESCALATED)
                .map(it -> scene.closing(session).reason(it).build())
                .toList());
    Session winner = Check.instance(CloseReply.Closed.class, replies.get(0)).session();
    assertEquals(TerminationReason.RESOLVED, winner.reason());
    for (CloseReply loser : replies.subList(1, 3)) {
      Check.sameSession(winner, Check.instance(CloseReply.AlreadyEnded.class, loser).session());
    }
    Check.sameSession(winner, scene.reload(session));
    assertEquals(2, store.history(Scenario.key(session), 0, 10).size());
  }

  @Test
  void one_call_closes_five_hundred_sessions_and_enqueues_their_chains() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sessions.add(scene.open());
    }
    List<CloseReply> replies =
        store.closeAll(sessions.stream().map(it -> scene.closing(it).build()).toList());
    for (int i = 0; i < 500; i++) {
      Session closed = Check.instance(CloseReply.Closed.class, replies.get(i)).session();
      assertEquals(sessions.get(i).id(), closed.id());
      Check.present(store.chains().find(Scenario.key(closed)), "a chain");
    }
  }

  @Test
  void racing_batches_in_different_orders_end_each_session_once() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      sessions.add((i % 2 == 0 ? scene : scene.elsewhere()).open());
    }
    List<List<CloseReply>> replies =
        Race.values(
            8,
            racer ->
                () -> {
                  List<CloseIntent> mine =
                      new ArrayList<>(
                          sessions.stream().map(it -> scene.closing(it).build()).toList());
                  Collections.shuffle(mine, new Random(racer));
                  return store.closeAll(mine);
                });
    long winners =
        replies.stream().flatMap(List::stream).filter(CloseReply.Closed.class::isInstance).count();
    assertEquals(60, winners);
    long losers =
        replies.stream()
            .flatMap(List::stream)
            .filter(CloseReply.AlreadyEnded.class::isInstance)
            .count();
    assertEquals(7 * 60, losers);
  }
}
