package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of owner leases on live sessions. */
abstract class OwnerConformance extends Conformance {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private OptionalLong acquire(Session session, boolean buffering) {
    return store.owners().acquire(key(session), UUID.randomUUID(), LEASE, buffering);
  }

  private boolean renew(Session session, long token) {
    return store.owners().renew(key(session), token, LEASE);
  }

  private boolean release(Session session, long token) {
    return store.owners().release(key(session), token);
  }

  @Test
  void a_session_has_one_owner_until_the_lease_lapses() {
    Session session = scene.open();
    long first = acquire(session, false).orElseThrow();
    assertTrue(acquire(session, false).isEmpty());
    clock.advance(Duration.ofSeconds(29));
    assertTrue(acquire(session, false).isEmpty());
    clock.advance(Duration.ofSeconds(2));
    long second = acquire(session, false).orElseThrow();
    assertTrue(second > first);
    assertFalse(renew(session, first));
    assertFalse(release(session, first));
    assertTrue(renew(session, second));
  }

  @Test
  void renewal_extends_the_lease_from_now() {
    Session session = scene.open();
    long token = acquire(session, false).orElseThrow();
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofSeconds(20));
      assertTrue(renew(session, token));
      assertTrue(acquire(session, false).isEmpty());
    }
    clock.advance(Duration.ofSeconds(31));
    assertFalse(renew(session, token));
  }

  @Test
  void release_frees_the_session_and_the_next_token_is_greater() {
    Session session = scene.open();
    long first = acquire(session, false).orElseThrow();
    assertTrue(release(session, first));
    assertFalse(release(session, first));
    assertFalse(renew(session, first));
    assertTrue(acquire(session, false).orElseThrow() > first);
  }

  @Test
  void only_a_live_session_can_be_owned() {
    for (SessionStatus status : SessionStatus.all()) {
      assertEquals(status.isLive(), acquire(scene.openIn(status), false).isPresent());
    }
    SessionKey nowhere = scene.key(UUID.randomUUID());
    assertTrue(store.owners().acquire(nowhere, UUID.randomUUID(), LEASE, false).isEmpty());
    assertFalse(store.owners().renew(nowhere, 1, LEASE));
    assertFalse(store.owners().release(nowhere, 1));
  }

  @Test
  void ending_the_session_stops_the_renewal() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    scene.close(session);
    assertFalse(renew(session, token));
  }

  @Test
  void the_chain_waits_for_an_owner_that_buffers_messages() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    clock.advance(Duration.ofSeconds(10));
    scene.close(session);
    assertEquals(scene.now().plusSeconds(20), chain(session).dueAt());
    clock.advance(Duration.ofSeconds(5));
    assertTrue(release(session, token));
    assertEquals(scene.now(), chain(session).dueAt());
    assertFalse(release(session, token));
  }

  @Test
  void the_chain_does_not_wait_for_an_owner_that_buffers_nothing() {
    Session plain = scene.open();
    acquire(plain, false).orElseThrow();
    scene.close(plain);
    assertEquals(scene.now(), chain(plain).dueAt());
    Session lapsed = scene.open();
    acquire(lapsed, true).orElseThrow();
    clock.advance(Duration.ofSeconds(31));
    scene.close(lapsed);
    assertEquals(scene.now(), chain(lapsed).dueAt());
  }

  @Test
  void the_chain_does_not_wait_if_the_owner_itself_ends_the_session() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    store.close(
        scene
            .closing(session)
            .guard(new CloseGuard.Owned(token))
            .buffer(List.of(scene.fromUser("hello")))
            .build());
    assertEquals(scene.now(), chain(session).dueAt());
    assertEquals(1, scene.reload(session).messageCount());
    assertFalse(release(session, token));
  }

  @Test
  void buffered_messages_are_written_after_another_caller_ended_the_session() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    Session ended = scene.close(session);
    clock.advance(Duration.ofSeconds(5));
    Message heard = scene.fromUser("hello");
    assertTrue(flush(session, token, heard));
    assertEquals(1, messages(session).size());
    assertEquals(scene.now(), chain(session).dueAt());
    Session after = scene.reload(session);
    assertEquals(ended.status(), after.status());
    assertEquals(ended.endedAt(), after.endedAt());
    assertEquals(1, after.userMessageCount());
    assertFalse(flush(session, token, heard));
  }

  @Test
  void messages_flushed_after_the_lease_lapsed_are_not_written() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    assertFalse(flush(session, token, scene.fromUser("live")));
    scene.close(session);
    clock.advance(Duration.ofSeconds(31));
    assertFalse(flush(session, token, scene.fromUser("late")));
    assertEquals(List.of(), messages(session));
    assertEquals(0, scene.reload(session).messageCount());
  }

  @Test
  void a_touch_by_the_owner_counts_as_activity() {
    Session session = scene.open();
    long token = acquire(session, true).orElseThrow();
    clock.advance(Duration.ofSeconds(20));
    assertTrue(store.owners().touch(key(session), token, LEASE));
    assertEquals(scene.now(), scene.reload(session).lastActivityAt());
    clock.advance(Duration.ofSeconds(31));
    assertFalse(store.owners().touch(key(session), token, LEASE));
  }

  @Test
  void one_of_sixteen_racing_owners_acquires_the_session() {
    Session session = scene.open();
    List<OptionalLong> tokens = Race.values(16, racer -> () -> acquire(session, false));
    assertEquals(1, tokens.stream().filter(OptionalLong::isPresent).count());
  }
}
