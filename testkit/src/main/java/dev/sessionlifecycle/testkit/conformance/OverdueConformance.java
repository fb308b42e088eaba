package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OverdueRule;
import dev.sessionlifecycle.spi.SessionBounds;
import dev.sessionlifecycle.spi.TouchReply;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of what revives no session whose time limit has passed, though no sweep has ended it. */
abstract class OverdueConformance extends Conformance {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private long buffering(Session session) {
    return store
        .owners()
        .acquire(key(session), UUID.randomUUID(), LEASE, true, scene.now())
        .orElseThrow();
  }

  private AppendReply append(Session session, OverdueRule rule, @Nullable Long token, int count) {
    List<Message> messages = Stream.generate(() -> scene.fromUser("late")).limit(count).toList();
    return store.append(
        new AppendIntent(key(session), messages, scene.now(), token, rule, SessionBounds.NONE));
  }

  private TransitionReply move(Session session, SessionStatus to, OverdueRule rule) {
    return store.transition(
        new TransitionIntent(
            key(session), to, null, TriggeredBy.API, scene.now(), Duration.ofHours(1), rule));
  }

  private UpdateReply update(Session session, SessionUpdate update, OverdueRule rule) {
    return store.updates().update(new UpdateIntent(key(session), null, update, scene.now(), rule));
  }

  private Map<String, Supplier<Object>> calls(Session session, long token, OverdueRule rule) {
    Map<String, Supplier<Object>> calls = new TreeMap<>();
    calls.put("append", () -> append(session, rule, null, 1));
    calls.put("append two", () -> append(session, rule, null, 2));
    calls.put("append as owner", () -> append(session, rule, token, 1));
    calls.put("append two as owner", () -> append(session, rule, token, 2));
    for (SessionStatus to :
        List.of(
            SessionStatus.ACTIVE,
            SessionStatus.PAUSED,
            SessionStatus.TRANSFERRED,
            SessionStatus.WAITING_FOR_HUMAN,
            SessionStatus.RINGING)) {
      calls.put("move to " + to.wire(), () -> move(session, to, rule));
    }
    calls.put("no change", () -> update(session, SessionUpdate.nothing(), rule));
    calls.put("recording", () -> update(session, SessionUpdate.nothing().withRecording(), rule));
    calls.put("subject", () -> update(session, SessionUpdate.nothing().withSubject("x"), rule));
    calls.put("touch", () -> store.owners().touch(key(session), token, LEASE, rule));
    return calls;
  }

  @Test
  void no_call_revives_a_session_whose_limit_has_passed() {
    for (boolean isLapsed : List.of(false, true)) {
      Session session = scene.open();
      long token = buffering(session);
      clock.advance(isLapsed ? LEASE : LEASE.minusSeconds(1));
      store.sweeps().markAllDue(null, Integer.MAX_VALUE);
      CloseIntent end = scene.closing(session).target(SessionStatus.EXPIRED).build();
      List<HistoryEntry> history = history(session);
      calls(session, token, (live, now) -> Optional.of(end))
          .forEach(
              (name, call) -> {
                assertEquals(end, overdue(call.get()), name);
                Check.sameSession(session, scene.reload(session));
                assertEquals(history, history(session), name);
                assertEquals(List.of(), messages(session), name);
              });
      assertEquals(!isLapsed, store.owners().renew(key(session), token, LEASE));
    }
  }

  private static Object overdue(Object reply) {
    return reply instanceof AppendReply.Overdue append
        ? append.end()
        : reply instanceof TransitionReply.Overdue move
            ? move.end()
            : reply instanceof UpdateReply.Overdue update
                ? update.end()
                : reply instanceof TouchReply.Overdue touch ? touch.end() : reply;
  }

  @Test
  void a_session_that_is_looked_at_within_its_limit_takes_every_call() {
    Set<String> names = calls(scene.open(), 0, OverdueRule.none()).keySet();
    for (String name : names) {
      Session session = scene.open();
      long token = buffering(session);
      clock.advance(LEASE.minusSeconds(1));
      store.sweeps().markAllDue(null, Integer.MAX_VALUE);
      Supplier<Object> call =
          Objects.requireNonNull(calls(session, token, OverdueRule.none()).get(name));
      assertNotNull(call.get(), name);
      boolean isLegal = !name.equals("move to ringing");
      assertEquals(
          isLegal ? scene.now() : session.lastActivityAt(),
          scene.reload(session).lastActivityAt(),
          name);
    }
  }

  @Test
  void an_ended_session_is_never_overdue() {
    Session ended = scene.close(scene.open());
    CloseIntent end = scene.closing(ended).target(SessionStatus.EXPIRED).build();
    OverdueRule always = (live, now) -> Optional.of(end);
    Check.instance(AppendReply.NotLive.class, append(ended, always, null, 1));
    Check.instance(TransitionReply.AlreadyEnded.class, move(ended, SessionStatus.PAUSED, always));
    Check.instance(
        UpdateReply.Updated.class, update(ended, SessionUpdate.nothing().withRecording(), always));
    Check.instance(TouchReply.NotHeld.class, store.owners().touch(key(ended), 1, LEASE, always));
  }
}
