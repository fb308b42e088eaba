package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stamped on a call whose worker holds its turns back, however the call ends. */
class EndOfHeldBackCallTest implements SessionListener {
  private static final RetentionPolicy KEEP =
      RetentionPolicy.keepFor(Duration.ofDays(365))
          .withOutcome(OutcomeCategory.ABANDONED, Duration.ofDays(1));

  private final UUID organization = UUID.randomUUID();
  private final List<OutcomeCategory> heard = new ArrayList<>();
  private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stopRenewals() {
    renewals.shutdownNow();
  }

  @Override
  public void ended(Session session) {
    heard.add(session.outcome());
  }

  @Override
  public void outcomeChanged(Session before, Session session) {
    assertThat(heard).endsWith(before.outcome());
    heard.add(session.outcome());
  }

  private SessionLifecycle lifecycle(StoreFixture fixture) {
    return SessionLifecycle.builder(fixture.store())
        .clock(fixture.clock())
        .orphanPolicy(OrphanPolicy.close())
        .retention(KEEP)
        .listener(this)
        .build();
  }

  private SessionRuntime call(SessionLifecycle lifecycle, SettableClock clock, int minutes) {
    SessionRequest request = SessionRequest.on("voice", UUID.randomUUID());
    UUID id = lifecycle.organization(organization).open(request).orThrow().id();
    SessionRuntime runtime =
        SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("ok"))
            .strategy(PersistStrategy.FLUSH_AT_END)
            .renewOn(renewals)
            .open(id);
    for (int minute = 0; minute < minutes; minute++) {
      clock.advance(Duration.ofSeconds(minute == 0 ? 0 : 29));
      runtime.renewLease();
      clock.advance(Duration.ofSeconds(minute == 0 ? 0 : 29));
      runtime.runTurn("turn " + minute);
    }
    return runtime;
  }

  @ParameterizedTest
  @EnumSource
  void a_call_that_time_ends_lasted_until_its_last_sign_of_life(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    SettableClock clock = fixture.clock();
    try (SessionLifecycle lifecycle = lifecycle(fixture)) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      for (boolean isBySweep : List.of(true, false)) {
        SessionRuntime runtime = call(lifecycle, clock, 20);
        Session live = sessions.get(runtime.sessionId());
        for (int i = 0; i < 11; i++) {
          clock.advance(Duration.ofSeconds(29));
          if (!isBySweep) {
            runtime.renewLease();
          }
        }
        if (isBySweep) {
          lifecycle.housekeeping().runDue(10);
        } else {
          sessions.expire(live.id(), EndRequest.unspecified());
        }
        runtime.renewLease();
        Session ended = sessions.get(live.id());
        Instant endedAt = Objects.requireNonNull(ended.endedAt());
        assertThat(ended.isEnded()).isTrue();
        assertThat(endedAt).isAfterOrEqualTo(live.lastActivityAt());
        assertThat(ended.durationMs())
            .isEqualTo(Duration.between(ended.startedAt(), endedAt).toMillis())
            .isGreaterThan(Duration.ofMinutes(18).toMillis());
        if (ended.lastMessageAt() != null) {
          assertThat(endedAt).isAfterOrEqualTo(ended.lastMessageAt());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_outcome_that_stands_decides_retention_and_is_heard(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    SettableClock clock = fixture.clock();
    try (SessionLifecycle lifecycle = lifecycle(fixture)) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      for (TerminationReason reason : TerminationReason.values()) {
        heard.clear();
        SessionRuntime runtime = call(lifecycle, clock, 2);
        Instant before = Objects.requireNonNull(sessions.get(runtime.sessionId()).startedAt());
        sessions.close(runtime.sessionId(), EndRequest.because(reason).withEndedAt(before));
        runtime.renewLease();
        Session ended = sessions.get(runtime.sessionId());
        OutcomeCategory first = reason.outcome(false);
        OutcomeCategory last = reason.outcome(true);
        assertThat(ended.messageCount()).isEqualTo(4);
        assertThat(ended.outcome()).isEqualTo(last);
        assertThat(heard).isEqualTo(first == last ? List.of(first) : List.of(first, last));
        assertThat(ended.retentionExpiresAt())
            .isAfterOrEqualTo(
                ended
                    .statusSince()
                    .plus(KEEP.keep(last, ended.channel(), ended.sessionType()).orElseThrow()));
        assertThat(ended.endedAt()).isEqualTo(ended.lastMessageAt());
        assertThat(ended.durationMs()).isEqualTo(58_000L);
        if (last != OutcomeCategory.ABANDONED) {
          clock.advance(Duration.ofDays(2));
          lifecycle.housekeeping().runDue(1_000);
          assertThat(sessions.find(ended.id())).isPresent();
        }
      }
    }
  }
}
