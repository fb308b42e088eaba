package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.conversation.ConversationEndpoints;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.model.IllegalTransitionException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import dev.sessionlifecycle.verification.support.RecordedEvents;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever changes a session is reported to the listeners, once, and nothing else is. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class SessionEventsTest extends HousekeepingFixture {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final EndRequest LATE =
      EndRequest.because(TerminationReason.USER_REQUESTED, "the caller hung up")
          .withTriggeredBy("telephony");

  private final RecordedEvents events = new RecordedEvents();

  @BeforeEach
  void listen() {
    build(it -> it.listener(events));
  }

  private void nothing() {
    assertThat(events.drain()).isEmpty();
  }

  private static RecordedEvents.Event event(String name, Session session, Object... details) {
    return new RecordedEvents.Event(name, session, Arrays.asList(details));
  }

  private Session ended() {
    Session session = sessions.close(call().id(), EndRequest.unspecified()).session();
    events.drain();
    return session;
  }

  @Test
  void each_report_of_an_eval_run_is_reported() {
    Session session = ended();
    EvalRun run = EvalRun.completed(UUID.randomUUID(), true, new EvalScore("polite", true));
    Session first = sessions.evals().record(session.id(), run);
    Session second = sessions.evals().record(session.id(), run);
    assertThat(events.drain())
        .containsExactly(event("evaluated", first, run), event("evaluated", second, run));
  }

  @Test
  void an_end_listener_sees_a_call_begin_and_end_around_its_events() {
    List<String> order = new ArrayList<>();
    build(
        it ->
            it.traceParent(
                    () -> {
                      order.add("trace");
                      return null;
                    })
                .listener(
                    new SessionListener() {
                      @Override
                      public void ended(Session session) {
                        order.add("ended");
                      }
                    })
                .endListener(
                    call -> {
                      order.add("begins " + call.via());
                      return (results, thrown) ->
                          order.add("over " + results.size() + (thrown == null ? "" : " failed"));
                    }));
    Session session = call();
    order.clear();
    sessions.close(session.id(), EndRequest.unspecified());
    assertThat(order).containsExactly("begins ID", "trace", "ended", "over 1");
    order.clear();
    assertThatThrownBy(() -> sessions.close(UUID.randomUUID(), EndRequest.unspecified()))
        .isInstanceOf(SessionNotFoundException.class);
    assertThat(order).containsExactly("begins ID", "trace", "over 0 failed");
  }

  @Test
  void an_opened_session_is_reported_and_one_that_was_there_is_not() {
    SessionRequest request = SessionRequest.on("voice", user).withOpenPolicy(OpenPolicy.REUSE);
    Session session = sessions.open(request).orThrow();
    assertThat(session.ttlExpiresAt()).isNotNull();
    assertThat(events.drain()).containsExactly(event("opened", session));
    sessions.open(request);
    sessions.open(request.withOpenPolicy(OpenPolicy.REJECT));
    nothing();
    Session next = sessions.open(request.withOpenPolicy(OpenPolicy.SUPERSEDE)).session();
    assertThat(events.drain())
        .containsExactly(event("ended", reload(session)), event("opened", next));
    clock.advance(Duration.ofDays(1));
    Session last = sessions.open(request).orThrow();
    assertThat(events.drain()).containsExactly(event("ended", reload(next)), event("opened", last));
    sessions.bulk().open(List.of(request, SessionRequest.on("sms", user)));
    assertThat(events.drain())
        .extracting(RecordedEvents.Event::name, it -> it.session().channel())
        .containsExactly(tuple("opened", "sms"));
  }

  @Test
  void a_session_whose_end_came_first_is_opened_and_ended() {
    ExternalRef ref = new ExternalRef("twilio", "CA1");
    assertThat(sessions.close(ref, LATE)).isEmpty();
    nothing();
    SessionRequest request = SessionRequest.on("voice", user).withExternalRef(ref);
    Session early = sessions.open(request).session();
    assertThat(events.drain()).containsExactly(event("opened", early), event("ended", early));
    sessions.open(request);
    nothing();
    assertThat(sessions.close(ref, LATE)).isPresent();
    assertThat(events.drain()).containsExactly(event("endLost", early, LATE));
  }

  @Test
  void a_move_is_reported_with_the_status_it_left_and_only_if_there_was_one() {
    Session call = open("voice", SessionStatus.RINGING);
    events.drain();
    Session active = sessions.transition(call.id(), SessionStatus.ACTIVE).orThrow();
    assertThat(events.drain()).containsExactly(event("moved", active, SessionStatus.RINGING));
    sessions.transition(call.id(), SessionStatus.ACTIVE);
    nothing();
    Session paused = sessions.transition(call.id(), SessionStatus.PAUSED).orThrow();
    assertThat(events.drain()).containsExactly(event("moved", paused, SessionStatus.ACTIVE));
    assertThatThrownBy(() -> sessions.transition(call.id(), SessionStatus.RINGING))
        .isInstanceOf(IllegalTransitionException.class);
    sessions.close(call.id(), EndRequest.unspecified());
    events.drain();
    sessions.transition(call.id(), SessionStatus.ACTIVE);
    nothing();
  }

  @Test
  void every_kind_of_end_is_reported_once_and_each_later_one_as_lost() {
    List<Function<UUID, Session>> ends =
        List.of(
            id -> sessions.close(id, LATE).session(),
            id -> sessions.fail(id, LATE).session(),
            id -> sessions.expire(id, LATE).session(),
            id -> sessions.supersede(id, null, LATE).session(),
            id -> sessions.bulk().close(List.of(id), LATE).get(0).orThrow().session(),
            id -> lifecycle.ownedSession(organization, id).close(LATE, List.of()).session());
    for (Function<UUID, Session> end : ends) {
      UUID id = call().id();
      events.drain();
      Session ended = end.apply(id);
      assertThat(events.drain()).containsExactly(event("ended", ended));
      for (Function<UUID, Session> late : ends) {
        assertThat(late.apply(id)).isEqualTo(ended);
        assertThat(events.drain()).containsExactly(event("endLost", ended, LATE));
      }
    }
    assertThatThrownBy(() -> sessions.close(UUID.randomUUID(), LATE))
        .isInstanceOf(SessionNotFoundException.class);
    nothing();
  }

  @Test
  void each_end_of_a_bulk_close_is_reported_in_order() {
    List<UUID> ids = List.of(call().id(), call().id(), UUID.randomUUID(), call().id());
    sessions.close(ids.get(1), EndRequest.unspecified());
    events.drain();
    sessions.bulk().close(ids, LATE);
    assertThat(events.drain())
        .containsExactly(
            event("ended", sessions.get(ids.get(0))),
            event("endLost", sessions.get(ids.get(1)), LATE),
            event("ended", sessions.get(ids.get(3))));
    Session call = call();
    events.drain();
    sessions.bulk().close(SessionFilter.all(), LATE, null, 10);
    assertThat(events.drain()).containsExactly(event("ended", reload(call)));
  }

  @Test
  void a_reason_that_is_replaced_is_reported_before_the_outcome_that_follows() {
    Session session = ended();
    Session enriched =
        sessions.enrich(
            session.id(),
            EndRequest.because(TerminationReason.USER_REQUESTED).withTriggeredBy("sip"));
    assertThat(events.drain()).first().isEqualTo(event("enriched", enriched, session));
    sessions.enrich(session.id(), EndRequest.because(TerminationReason.RESOLVED));
    nothing();
    Session corrected =
        sessions.correct(session.id(), EndRequest.because(TerminationReason.CALLEE_NO_ANSWER));
    assertThat(corrected.outcome()).isNotEqualTo(enriched.outcome());
    assertThat(events.drain())
        .containsExactly(
            event("enriched", corrected, enriched), event("outcomeChanged", corrected, enriched));
  }

  @Test
  void ends_by_time_limits_lost_owners_and_erasure_are_reported() {
    Session swept = call();
    Session late = call();
    Session reopened =
        sessions
            .open(SessionRequest.on("voice", user).withExternalRef(new ExternalRef("a", "1")))
            .orThrow();
    clock.advance(Duration.ofMinutes(5));
    events.drain();
    sessions.append(late.id(), Message.fromUser("too late"));
    assertThat(events.drain()).containsExactly(event("ended", reload(late)));
    sessions
        .bulk()
        .append(
            List.of(new SessionMessages(late.id(), List.of(Message.fromUser("still too late")))));
    nothing();
    sessions.open(SessionRequest.on("voice", user).withExternalRef(new ExternalRef("a", "1")));
    assertThat(events.drain()).containsExactly(event("ended", reload(reopened)));
    lifecycle.housekeeping().preview(10);
    nothing();
    sweepAfter(Duration.ZERO);
    assertThat(events.drain()).containsExactly(event("ended", reload(swept)));
    Session orphan = call();
    lifecycle.ownedSession(organization, orphan.id()).acquire(LEASE, OwnedSession.Buffering.NONE);
    events.drain();
    sweepAfter(LEASE);
    assertThat(events.drain()).containsExactly(event("ended", reload(orphan)));
    Session erased = call();
    events.drain();
    lifecycle.retention(organization).erase(user, "privacy");
    assertThat(events.drain())
        .extracting(RecordedEvents.Event::name, it -> it.session().id())
        .containsExactly(tuple("ended", erased.id()));
  }

  @Test
  void a_worker_that_takes_over_reports_the_end_and_the_old_one_a_lost_end() {
    build(it -> it.listener(events).orphanPolicy(OrphanPolicy.handOver(orphan -> {})));
    Session call = call();
    OwnedSession first = lifecycle.ownedSession(organization, call.id());
    first.acquire(LEASE, OwnedSession.Buffering.UNTIL_END);
    events.drain();
    sweepAfter(LEASE);
    nothing();
    clock.advance(Duration.ofMinutes(1));
    OwnedSession second = lifecycle.ownedSession(organization, call.id());
    second.acquire(LEASE, OwnedSession.Buffering.NONE);
    Session ended = second.close(EndRequest.unspecified(), List.of()).session();
    assertThat(events.drain()).containsExactly(event("ended", ended));
    first.close(LATE, List.of());
    assertThat(events.drain()).containsExactly(event("endLost", ended, LATE));
  }

  @Test
  void a_runtime_and_the_close_endpoints_report_the_ends_that_they_make() {
    UUID id = open("voice", SessionStatus.RINGING).id();
    events.drain();
    SessionRuntime runtime =
        SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("hello")).open(id);
    runtime.runTurn("hello?");
    Session active = events.drain().get(0).session();
    assertThat(active.status()).isEqualTo(SessionStatus.ACTIVE);
    runtime.endSession("resolved", "agent");
    assertThat(events.drain()).containsExactly(event("ended", sessions.get(id)));
    UUID chat = open("chat", SessionStatus.ACTIVE).id();
    events.drain();
    ConversationEndpoints.of(sessions).close(chat, "resolved");
    assertThat(events.drain()).containsExactly(event("ended", sessions.get(chat)));
  }

  @Test
  void messages_and_updates_are_not_events() {
    Session call = call();
    events.drain();
    sessions.append(call.id(), Message.fromUser("hello"), Message.fromAgent("hi"));
    sessions.touch(call.id());
    sessions.markRecorded(call.id());
    sessions.update(call.id(), reload(call).version(), SessionUpdate.nothing().withSubject("a"));
    nothing();
  }

  @Test
  void several_listeners_get_every_event_though_one_fails() {
    RecordedEvents second = new RecordedEvents();
    build(it -> it.listener(events).listener(new FailingListener()).listener(second));
    Session call = call();
    sessions.transition(call.id(), SessionStatus.PAUSED);
    sessions.close(call.id(), EndRequest.unspecified());
    sessions.close(call.id(), LATE);
    List<RecordedEvents.Event> all = events.drain();
    assertThat(all)
        .extracting(RecordedEvents.Event::name)
        .containsExactly("opened", "moved", "ended", "endLost");
    assertThat(second.drain()).isEqualTo(all);
  }

  private static final class FailingListener implements SessionListener {
    @Override
    public void opened(Session session) {
      throw new IllegalStateException();
    }

    @Override
    public void moved(Session session, SessionStatus from) {
      throw new StackOverflowError();
    }

    @Override
    public void ended(Session session) {
      throw new NoClassDefFoundError();
    }

    @Override
    public void endLost(Session session, EndRequest request) {
      throw new Error();
    }
  }

  @Test
  void the_record_of_this_test_knows_every_event() {
    for (Method event : SessionListener.class.getDeclaredMethods()) {
      assertThat(RecordedEvents.class.getDeclaredMethods())
          .anyMatch(it -> it.getName().equals(event.getName()));
    }
  }
}
