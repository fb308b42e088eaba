package dev.sessionlifecycle.verification.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import dev.sessionlifecycle.verification.support.RecordedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A time limit is announced before it passes, once, and not if something happens first. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class ExpiryWarningTest extends HousekeepingFixture {
  private static final Duration MOMENT = Duration.ofNanos(1_000);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RecordedEvents events = new RecordedEvents();

  @BeforeEach
  void warn() {
    limits(TimeLimits.defaults().withWarnBefore(MINUTE));
  }

  private void limits(TimeLimits limits) {
    build(it -> it.listener(events).timeLimits(limits));
  }

  private static RecordedEvents.Event expiring(Session session, Instant at, LimitKind limit) {
    return new RecordedEvents.Event("expiring", session, List.of(at, limit));
  }

  /** Returns the events of a sweep after this time. */
  private List<RecordedEvents.Event> swept(Duration time) {
    events.drain();
    sweepAfter(time);
    return events.drain();
  }

  /** Returns the session as a store has it, without the time at which a limit ends it. */
  private Session stored(Session session) {
    return fixture.store().find(key(session)).orElseThrow();
  }

  @Test
  void a_silent_call_is_announced_once_before_it_expires() {
    Session call = call();
    Instant at = clock.instant().plus(Duration.ofMinutes(5));
    assertThat(swept(Duration.ofMinutes(4).minus(MOMENT))).isEmpty();
    assertThat(swept(MOMENT)).containsExactly(expiring(stored(call), at, LimitKind.IDLE));
    for (int i = 0; i < 5; i++) {
      assertThat(swept(Duration.ofSeconds(11))).isEmpty();
    }
    assertThat(swept(Duration.ofSeconds(5)))
        .extracting(RecordedEvents.Event::name)
        .containsExactly("ended");
  }

  @Test
  void a_message_withdraws_the_announcement_and_the_next_limit_gets_its_own() {
    Session call = call();
    clock.advance(Duration.ofMinutes(4).minus(MOMENT));
    sessions.append(call.id(), Message.fromUser("hello?"));
    Instant first = clock.instant().plus(Duration.ofMinutes(5));
    assertThat(swept(MOMENT)).isEmpty();
    assertThat(swept(Duration.ofMinutes(4).minus(MOMENT)))
        .containsExactly(expiring(stored(call), first, LimitKind.IDLE));
    clock.advance(SECOND);
    sessions.append(call.id(), Message.fromUser("I am still there"));
    Instant second = clock.instant().plus(Duration.ofMinutes(5));
    assertThat(swept(Duration.ofMinutes(4).minus(MOMENT))).isEmpty();
    assertThat(swept(MOMENT)).containsExactly(expiring(stored(call), second, LimitKind.IDLE));
  }

  @Test
  void a_warning_almost_as_long_as_its_limit_comes_on_time_after_each_message() {
    limits(
        TimeLimits.none().withIdle(Duration.ofSeconds(30)).withWarnBefore(Duration.ofSeconds(20)));
    Session chat = open("chat", SessionStatus.ACTIVE);
    for (int i = 0; i < 5; i++) {
      Instant at = clock.instant().plusSeconds(30);
      assertThat(swept(Duration.ofSeconds(10).minus(MOMENT))).isEmpty();
      assertThat(swept(MOMENT)).containsExactly(expiring(stored(chat), at, LimitKind.IDLE));
      assertThat(swept(Duration.ofSeconds(3 * i))).isEmpty();
      sessions.append(chat.id(), Message.fromUser("yes"));
    }
  }

  @Test
  void each_limit_is_announced_also_if_another_one_passes_earlier() {
    limits(
        TimeLimits.none()
            .withIdle(Duration.ofSeconds(50))
            .withAge(SessionStatus.ACTIVE, Duration.ofMinutes(3))
            .withWarnBefore(MINUTE));
    Session call = call();
    Instant at = clock.instant().plus(Duration.ofMinutes(3));
    for (int i = 0; i < 3; i++) {
      assertThat(swept(Duration.ofSeconds(39))).isEmpty();
      sessions.append(call.id(), Message.fromUser("hello"));
    }
    assertThat(swept(Duration.ofSeconds(3).minus(MOMENT))).isEmpty();
    assertThat(swept(MOMENT)).containsExactly(expiring(stored(call), at, LimitKind.AGE));
    assertThat(swept(Duration.ofSeconds(40))).isEmpty();
  }

  @Test
  void a_limit_that_is_not_longer_than_the_warning_is_not_announced() {
    for (Duration warnBefore : List.of(Duration.ofMinutes(5), Duration.ZERO)) {
      limits(TimeLimits.defaults().withWarnBefore(warnBefore));
      call();
      events.drain();
      for (int i = 0; i < 29; i++) {
        assertThat(swept(Duration.ofSeconds(10))).isEmpty();
      }
      assertThat(swept(Duration.ofSeconds(10))).hasSize(1);
    }
    assertThatThrownBy(() -> TimeLimits.none().withWarnBefore(MOMENT.negated()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("warn_before");
  }

  @Test
  void leases_and_moves_that_have_a_session_checked_again_announce_nothing_again() {
    Session call = call();
    assertThat(swept(Duration.ofMinutes(4))).hasSize(1);
    OwnedSession owned = lifecycle.ownedSession(organization, call.id());
    owned.acquire(Duration.ofSeconds(10), OwnedSession.Buffering.NONE);
    clock.advance(Duration.ofSeconds(5));
    owned.renew();
    assertThat(swept(Duration.ofSeconds(6))).isEmpty();
    lifecycle.housekeeping().recheckLiveSessions();
    assertThat(swept(SECOND)).isEmpty();
    sessions.close(call.id(), "resolved");
    limits(
        TimeLimits.none()
            .withAge(SessionStatus.ACTIVE, Duration.ofMinutes(10))
            .withWarnBefore(MINUTE));
    Session old = call();
    assertThat(swept(Duration.ofMinutes(9))).hasSize(1);
    sessions.transition(old.id(), SessionStatus.PAUSED);
    sessions.transition(old.id(), SessionStatus.ACTIVE);
    assertThat(swept(SECOND)).isEmpty();
  }

  @Test
  void of_two_nodes_each_announces_a_limit_at_most_once() {
    RecordedEvents others = new RecordedEvents();
    SessionLifecycle other =
        SessionLifecycle.builder(fixture.store())
            .clock(clock)
            .orphanPolicy(OrphanPolicy.close())
            .timeLimits(TimeLimits.defaults().withWarnBefore(MINUTE))
            .listener(others)
            .build();
    call();
    assertThat(swept(Duration.ofMinutes(4))).hasSize(1);
    other.housekeeping().runDue(10);
    assertThat(others.drain()).isEmpty();
    for (int i = 0; i < 3; i++) {
      lifecycle.housekeeping().recheckLiveSessions();
      other.housekeeping().runDue(10);
      lifecycle.housekeeping().recheckLiveSessions();
      assertThat(swept(SECOND)).isEmpty();
    }
    assertThat(others.drain()).extracting(RecordedEvents.Event::name).containsExactly("expiring");
  }

  @Test
  void sessions_that_were_live_before_are_announced_after_a_recheck() {
    limits(TimeLimits.defaults());
    Session call = call();
    limits(TimeLimits.defaults().withWarnBefore(MINUTE));
    assertThat(swept(Duration.ofMinutes(4))).isEmpty();
    assertThat(lifecycle.housekeeping().recheckLiveSessions()).isOne();
    assertThat(swept(Duration.ZERO)).extracting(it -> it.session().id()).containsExactly(call.id());
  }

  @Test
  void a_preview_counts_what_a_sweep_would_announce() {
    call();
    events.drain();
    clock.advance(Duration.ofMinutes(4));
    assertThat(lifecycle.housekeeping().preview(10).count(Done.WARNED)).isOne();
    assertThat(events.drain()).isEmpty();
    assertThat(sweepAfter(Duration.ZERO).count(Done.WARNED)).isOne();
    lifecycle.housekeeping().recheckLiveSessions();
    assertThat(lifecycle.housekeeping().preview(10).count(Done.WARNED)).isZero();
  }
}
