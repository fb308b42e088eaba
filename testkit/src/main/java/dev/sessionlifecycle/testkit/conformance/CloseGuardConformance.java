package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of close guards, which must be evaluated in the statement that ends the session. */
public abstract class CloseGuardConformance extends Conformance {

  /** For subclasses. */
  protected CloseGuardConformance() {}

  private void refused(Session session, CloseGuard guard) {
    Session before = scene.reload(session);
    CloseReply reply = store.close(scene.closing(session).guard(guard).build());
    Check.sameSession(before, Check.instance(CloseReply.GuardFailed.class, reply).session());
    Check.sameSession(before, scene.reload(session));
  }

  private void ended(Session session, CloseGuard guard) {
    CloseReply reply = store.close(scene.closing(session).guard(guard).build());
    Check.sameSession(
        scene.reload(session), Check.instance(CloseReply.Closed.class, reply).session());
  }

  @Test
  void a_status_guard_closes_only_the_named_status() {
    Session session = scene.openIn(SessionStatus.PAUSED);
    refused(session, new CloseGuard.InStatus(SessionStatus.ACTIVE));
    ended(session, new CloseGuard.InStatus(SessionStatus.PAUSED));
  }

  @Test
  void idleness_is_counted_from_the_last_activity() {
    CloseGuard guard =
        new CloseGuard.Due(SessionStatus.ACTIVE, LimitKind.IDLE, Duration.ofMinutes(5));
    Session session = scene.open();
    clock.advance(Duration.ofMinutes(4));
    scene.append(session, scene.fromUser("hello"));
    clock.advance(Duration.ofMinutes(4));
    refused(session, guard);
    clock.advance(Duration.ofMinutes(2));
    ended(session, guard);
  }

  @Test
  void the_age_of_a_status_is_counted_from_when_it_was_entered() {
    CloseGuard guard =
        new CloseGuard.Due(SessionStatus.PAUSED, LimitKind.AGE, Duration.ofHours(24));
    Session session = scene.open();
    clock.advance(Duration.ofHours(23));
    refused(session, guard);
    scene.move(session, SessionStatus.PAUSED);
    clock.advance(Duration.ofHours(23));
    scene.append(session, scene.fromUser("still there"));
    refused(session, guard);
    clock.advance(Duration.ofHours(2));
    ended(session, guard);
  }

  @Test
  void the_age_of_an_active_session_is_counted_from_its_first_activation() {
    CloseGuard guard = new CloseGuard.Due(SessionStatus.ACTIVE, LimitKind.AGE, Duration.ofHours(4));
    Session session = scene.openIn(SessionStatus.RINGING);
    clock.advance(Duration.ofHours(5));
    scene.move(session, SessionStatus.ACTIVE);
    refused(session, guard);
    clock.advance(Duration.ofHours(3));
    scene.move(scene.move(session, SessionStatus.PAUSED), SessionStatus.ACTIVE);
    refused(session, guard);
    clock.advance(Duration.ofHours(2));
    ended(session, guard);
  }

  @Test
  void a_limit_of_another_status_closes_nothing() {
    Session session = scene.open();
    clock.advance(Duration.ofDays(400));
    refused(session, new CloseGuard.Due(SessionStatus.QUEUED, LimitKind.AGE, Duration.ofHours(1)));
    ended(session, new CloseGuard.Due(SessionStatus.ACTIVE, LimitKind.AGE, Duration.ofHours(1)));
  }

  @Test
  void only_the_lease_holder_passes_the_owner_guard() {
    Session session = scene.open();
    refused(session, new CloseGuard.Owned(1));
    long old = acquire(session);
    clock.advance(Duration.ofMinutes(1));
    refused(session, new CloseGuard.Owned(old));
    long token = acquire(session);
    refused(session, new CloseGuard.Owned(old));
    ended(session, new CloseGuard.Owned(token));
  }

  private long acquire(Session session) {
    return store
        .owners()
        .acquire(Scenario.key(session), UUID.randomUUID(), Duration.ofSeconds(30), false)
        .orElseThrow();
  }

  @Test
  void a_guard_is_not_checked_on_an_ended_session() {
    Session ended = scene.close(scene.open());
    CloseReply reply =
        store.close(
            scene.closing(ended).guard(new CloseGuard.InStatus(SessionStatus.PAUSED)).build());
    Check.sameSession(ended, Check.instance(CloseReply.AlreadyEnded.class, reply).session());
    assertEquals(2, store.history(Scenario.key(ended), 0, 10).size());
  }
}
