package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore.Reschedule;
import dev.sessionlifecycle.spi.SweepStore.SweepCandidate;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of fencing: only the owner with the latest token may write. */
abstract class FenceConformance extends Conformance {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private long takeOver(Session session, long lapsed) {
    clock.advance(LEASE);
    return store
        .sweeps()
        .takeOver(key(session), lapsed, UUID.randomUUID(), LEASE, scene.now())
        .orElseThrow();
  }

  private AppendIntent appending(Session session, long token, Message... messages) {
    return scene.appending(session, messages).ownedBy(token);
  }

  private void accepted(AppendReply reply) {
    Check.instance(AppendReply.Appended.class, reply);
  }

  private void refused(Session before, AppendReply reply) {
    Check.sameSession(before, Check.instance(AppendReply.NotOwner.class, reply).session());
    Check.sameSession(before, scene.reload(before));
  }

  @Test
  void the_last_owner_may_append_until_another_takes_over() {
    Session session = scene.open();
    long token = acquire(session);
    accepted(store.append(appending(session, token, scene.fromUser("held"))));
    clock.advance(LEASE);
    accepted(store.append(appending(session, token, scene.fromUser("lapsed"))));
    Session other = scene.open();
    long given = acquire(other);
    assertTrue(store.owners().release(key(other), given));
    accepted(store.append(appending(other, given, scene.fromUser("given"), scene.fromAgent("up"))));
    assertEquals(2, messages(session).size());
    assertEquals(2, messages(other).size());
  }

  @Test
  void a_replaced_owner_cannot_append() {
    Session opened = scene.open();
    long first = acquire(opened);
    Message known = scene.fromUser("known");
    accepted(store.append(appending(opened, first, known)));
    long second = takeOver(opened, first);
    Session session = scene.reload(opened);
    Message late = scene.fromUser("late");
    refused(session, store.append(appending(session, first, late)));
    refused(session, store.append(appending(session, first, late, scene.fromAgent("two"))));
    refused(session, store.append(appending(session, first, known)));
    refused(session, store.append(appending(session, first)));
    refused(session, store.append(appending(session, second + 1, late)));
    assertEquals(1, messages(session).size());
    accepted(store.append(appending(session, second, scene.fromUser("mine"))));
    accepted(store.append(scene.appending(session, scene.fromAgent("of nobody"))));
    clock.advance(LEASE);
    refused(scene.reload(session), store.append(appending(session, first, late)));
    assertTrue(
        store
            .owners()
            .acquire(key(session), UUID.randomUUID(), LEASE, false, scene.now())
            .isPresent());
    refused(scene.reload(session), store.append(appending(session, second, late)));
    assertEquals(3, messages(session).size());
  }

  @Test
  void a_token_is_refused_on_an_unowned_ended_or_missing_session() {
    Session session = scene.open();
    refused(session, store.append(appending(session, 1, scene.fromUser("hello"))));
    AppendIntent nowhere =
        new AppendIntent(
            scene.key(UUID.randomUUID()), List.of(scene.fromUser("hello")), scene.now(), 1L);
    assertEquals(new AppendReply.Missing(), store.append(nowhere));
    Session ended = scene.close(session);
    AppendReply late = store.append(appending(session, 1, scene.fromUser("hello")));
    Check.sameSession(ended, Check.instance(AppendReply.NotLive.class, late).session());
  }

  @Test
  void each_append_of_a_bulk_call_is_checked_by_its_own_token() {
    Session taken = scene.open();
    Session kept = scene.open();
    long first = acquire(taken);
    long mine = acquire(kept);
    takeOver(taken, first);
    Session before = scene.reload(taken);
    List<AppendReply> replies =
        store.appendAll(
            List.of(
                appending(taken, first, scene.fromUser("late")),
                appending(kept, mine, scene.fromUser("mine")),
                scene.appending(taken, scene.fromUser("of nobody"))));
    Check.sameSession(before, Check.instance(AppendReply.NotOwner.class, replies.get(0)).session());
    accepted(replies.get(1));
    accepted(replies.get(2));
    assertEquals(List.of("of nobody"), messages(taken).stream().map(StoredMessage::text).toList());
    assertEquals(1, messages(kept).size());
  }

  @Test
  void the_close_and_the_buffer_of_a_replaced_owner_are_refused() {
    Session opened = scene.open();
    long first = acquire(opened);
    long second = takeOver(opened, first);
    Session session = scene.reload(opened);
    for (CloseGuard guard : List.of(new CloseGuard.Owned(first), new CloseGuard.Lapsed(first))) {
      var end = scene.closing(session).guard(guard);
      Check.instance(CloseReply.GuardFailed.class, store.close(end.build()));
      Check.instance(
          CloseReply.GuardFailed.class,
          store.close(end.buffer(List.of(scene.fromUser("late"))).build()));
    }
    Check.sameSession(session, scene.reload(session));
    assertEquals(List.of(), messages(session));
    var end = scene.closing(session).buffer(List.of(scene.fromUser("mine")));
    Check.instance(
        CloseReply.Closed.class, store.close(end.guard(new CloseGuard.Owned(second)).build()));
    assertEquals(1, messages(session).size());
  }

  private boolean resume(Session session, long token, boolean buffering) {
    return store.owners().resume(key(session), token, LEASE, buffering);
  }

  @Test
  void the_last_owner_may_resume_a_held_or_lapsed_lease() {
    Session session = scene.open();
    long token = acquire(session);
    clock.advance(Duration.ofSeconds(20));
    assertTrue(resume(session, token, false));
    clock.advance(Duration.ofSeconds(20));
    assertTrue(store.owners().renew(key(session), token, LEASE));
    clock.advance(LEASE);
    assertFalse(store.owners().renew(key(session), token, LEASE));
    assertTrue(resume(session, token, false));
    assertTrue(
        store
            .owners()
            .acquire(key(session), UUID.randomUUID(), LEASE, false, scene.now())
            .isEmpty());
    assertTrue(store.owners().renew(key(session), token, LEASE));
  }

  @Test
  void a_taken_released_or_ended_lease_cannot_be_resumed() {
    Session session = scene.open();
    long first = acquire(session);
    long second = takeOver(session, first);
    assertFalse(resume(session, first, false));
    assertFalse(resume(session, second + 1, false));
    assertTrue(store.owners().renew(key(session), second, LEASE));
    clock.advance(LEASE);
    assertFalse(resume(session, first, false));
    assertTrue(resume(session, second, false));
    assertTrue(store.owners().release(key(session), second));
    assertFalse(resume(session, second, false));
    long third = acquire(session);
    scene.close(session);
    assertFalse(resume(session, third, false));
    assertFalse(resume(scene.elsewhere().open(), third, false));
  }

  @Test
  void the_chain_waits_for_a_resumed_owner_with_buffered_messages() {
    Session session = scene.open();
    long token = takeOver(session, acquire(session));
    assertTrue(resume(session, token, true));
    scene.close(session);
    ChainRecord chain = chain(session);
    assertEquals(scene.now().plus(LEASE), chain.dueAt());
    Message held = scene.fromUser("held");
    assertTrue(flush(session, token, held));
    assertEquals(1, messages(session).size());
  }

  @Test
  void a_resumed_lease_makes_the_session_due_when_it_lapses() {
    Session session = scene.open();
    long token = acquire(session);
    clock.advance(LEASE);
    SweepCandidate lapsed = sweepCandidate(session);
    SessionKey key = key(session);
    assertEquals(1, store.sweeps().reschedule(List.of(new Reschedule(key, lapsed.dueAt(), null))));
    assertTrue(resume(session, token, false));
    clock.advance(LEASE);
    assertEquals(scene.now(), sweepCandidate(session).dueAt());
  }

  private SweepCandidate sweepCandidate(Session session) {
    return store.sweeps().due(EVERYTHING).candidates().stream()
        .filter(it -> it.session().id().equals(session.id()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void no_append_of_the_old_owner_follows_a_takeover() {
    for (int round = 0; round < 10; round++) {
      Session session = scene.open();
      long first = acquire(session);
      clock.advance(LEASE);
      List<Integer> counts =
          Race.values(
              4,
              racer -> {
                if (racer == 0) {
                  acquire(session);
                  return scene.reload(session).messageCount();
                }
                for (int i = 0; i < 5; i++) {
                  store.append(appending(session, first, scene.fromUser("said")));
                }
                return 0;
              });
      assertEquals(counts.get(0), scene.reload(session).messageCount());
      assertEquals(counts.get(0), messages(session).size());
    }
  }
}
