package dev.sessionlifecycle.verification.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.HousekeepingReport;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Recovery;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A lifecycle on a store of its own, by a clock that the test moves. */
abstract class TimeTests {
  final UUID organization = UUID.randomUUID();
  final UUID user = UUID.randomUUID();
  StoreFixture fixture;
  SettableClock clock;
  SessionLifecycle lifecycle;
  OrganizationSessions sessions;

  abstract StoreFixture newFixture();

  @BeforeEach
  void begin() {
    fixture = newFixture();
    clock = fixture.clock();
    build(it -> it);
  }

  @AfterEach
  void end() {
    lifecycle.close();
  }

  /** Builds the lifecycle anew on the same store. */
  void build(UnaryOperator<SessionLifecycleBuilder> options) {
    lifecycle =
        options
            .apply(
                SessionLifecycle.builder(fixture.store()).clock(clock).recovery(Recovery.close()))
            .build();
    sessions = lifecycle.organization(organization);
  }

  Session open(String channel, SessionStatus status) {
    return sessions.open(SessionRequest.on(channel, user).status(status)).orThrow();
  }

  Session call() {
    return open("voice", SessionStatus.ACTIVE);
  }

  Session reload(Session session) {
    return sessions.get(session.id());
  }

  boolean isThere(Session session) {
    return sessions.find(session.id()).isPresent();
  }

  SessionKey key(Session session) {
    return new SessionKey(organization, session.id());
  }

  static SessionKey key(UUID organization, Session session) {
    return new SessionKey(organization, session.id());
  }

  HousekeepingReport sweepAfter(Duration time) {
    clock.advance(time);
    return lifecycle.housekeeping().runDue(1_000);
  }

  void assertStatus(SessionStatus status, Session session) {
    assertEquals(status, reload(session).status());
  }

  /** A step that always asks to be parked. */
  record Parking(String name) implements FinalizeStep {
    @Override
    public StepOutcome execute(StepContext context) {
      return StepOutcome.rejected("no");
    }
  }
}
