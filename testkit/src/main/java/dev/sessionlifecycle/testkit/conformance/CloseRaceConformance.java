package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Races between closing a session, closing it again, and everything else that may happen to it. */
abstract class CloseRaceConformance extends Conformance {
  private static final int THREADS = 16;

  @Test
  void sixteen_racing_closes_have_one_winner_whose_record_the_others_read() {
    Session session = scene.open();
    List<CloseReply> replies =
        Race.values(
            THREADS,
            racer ->
                store.close(
                    scene
                        .closing(session)
                        .reason(TerminationReason.values()[racer])
                        .reportedReason("racer " + racer)
                        .build()));
    Session record = scene.reload(session);
    List<CloseReply> won = replies.stream().filter(CloseReply.Closed.class::isInstance).toList();
    assertEquals(List.of(new CloseReply.Closed(record)), won);
    assertEquals(
        Collections.nCopies(THREADS - 1, new CloseReply.AlreadyEnded(record)),
        replies.stream().filter(it -> !won.contains(it)).toList());
    assertOneEnd(session);
  }

  @Test
  void ten_thousand_racing_closes_end_a_thousand_sessions_once_each() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sessions.add(scene.open());
    }
    List<Session> tenTimes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tenTimes.addAll(sessions);
    }
    Collections.shuffle(tenTimes, new Random(20_260_101));
    Map<UUID, List<CloseReply>> replies = new ConcurrentHashMap<>();
    sessions.forEach(it -> replies.put(it.id(), Collections.synchronizedList(new ArrayList<>())));
    Race.values(
        THREADS,
        racer -> {
          for (int i = racer; i < tenTimes.size(); i += THREADS) {
            UUID id = tenTimes.get(i).id();
            CloseReply reply =
                store.close(
                    scene.closing(tenTimes.get(i)).reportedReason("racer " + racer).build());
            Check.present(Optional.ofNullable(replies.get(id)), "the replies").add(reply);
          }
          return racer;
        });
    for (Session session : sessions) {
      Session record = scene.reload(session);
      List<CloseReply> all = new ArrayList<>(replies.getOrDefault(session.id(), List.of()));
      Check.that(all.remove(new CloseReply.Closed(record)), "one wins, and reads the record", all);
      assertEquals(Collections.nCopies(9, new CloseReply.AlreadyEnded(record)), all);
      assertOneEnd(session);
    }
  }

  private void assertOneEnd(Session session) {
    List<HistoryEntry> history = history(session);
    assertEquals(1, history.stream().filter(it -> it.kind() == HistoryEntry.Kind.ENDED).count());
    chain(session);
  }

  @Test
  void racing_closes_by_different_operations_have_one_winner() {
    for (int round = 0; round < 20; round++) {
      UUID user = UUID.randomUUID();
      ExternalRef ref = new ExternalRef("race", UUID.randomUUID().toString());
      Session session =
          store.open(scene.opening(draftOf(user).externalRef(ref), OpenPolicy.REUSE)).orThrow();
      List<Callable<Session>> doors =
          List.of(
              () -> ((CloseReply.Closed) reply(session, SessionStatus.CLOSED)).session(),
              () -> ((CloseReply.Closed) reply(session, SessionStatus.EXPIRED)).session(),
              () ->
                  ((CloseReply.Closed)
                          store.closeAll(List.of(scene.closing(session).build())).get(0))
                      .session(),
              () ->
                  ((CloseReply.Closed) store.closeExternal(ref, scene.closing(session).build()))
                      .session(),
              () ->
                  ((OpenResult.Superseded)
                          store.open(scene.opening(draftOf(user), OpenPolicy.SUPERSEDE)))
                      .old());
      List<Race.Outcome<Session>> outcomes = Race.of(doors);
      List<Race.Outcome<Session>> won =
          outcomes.stream().filter(Race.Returned.class::isInstance).toList();
      assertEquals(1, won.size());
      Check.sameSession(scene.reload(session), won.get(0).orThrow());
      for (Race.Outcome<Session> lost : outcomes) {
        if (lost instanceof Race.Threw<Session> threw) {
          Check.instance(ClassCastException.class, threw.error());
        }
      }
      assertOneEnd(session);
    }
  }

  private CloseReply reply(Session session, SessionStatus target) {
    return store.close(scene.closing(session).target(target).build());
  }

  @Test
  void appends_before_a_racing_close_are_counted_and_later_ones_are_refused() {
    Session session = scene.open();
    List<Integer> appended =
        Race.values(
            8,
            racer -> {
              int done = 0;
              for (int i = 0; i < 20; i++) {
                if (racer == 0 && i == 10) {
                  store.close(scene.closing(session).build());
                }
                if (store.append(scene.appending(session, scene.fromUser("x")))
                    instanceof AppendReply.Appended) {
                  done++;
                }
              }
              return done;
            });
    int expected = appended.stream().mapToInt(Integer::intValue).sum();
    List<StoredMessage> stored = messages(session);
    assertEquals(expected, stored.size());
    Session after = scene.reload(session);
    assertEquals(expected, after.messageCount());
    assertEquals(SessionStatus.CLOSED, after.status());
    Check.that(expected >= 10, "the closer's own messages came first", expected);
  }

  @Test
  void a_racing_open_and_close_end_the_session_in_either_order() {
    for (int round = 0; round < 50; round++) {
      ExternalRef ref = new ExternalRef("cross", UUID.randomUUID().toString());
      UUID id = UUID.randomUUID();
      List<Callable<Object>> both =
          List.of(
              () ->
                  store.open(
                      scene.opening(
                          SessionBuilder.of(scene.organizationId(), id, UUID.randomUUID())
                              .externalRef(ref))),
              () ->
                  store.closeExternal(
                      ref,
                      CloseIntent.builder(scene.key(UUID.randomUUID()), scene.now(), scene.terms())
                          .build()));
      Race.values(both);
      Session session = Check.present(store.find(scene.key(id)), "the session");
      assertEquals(SessionStatus.CLOSED, session.status());
      assertOneEnd(session);
    }
  }
}
