package dev.sessionlifecycle.verification.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** A lifecycle on its own store, with a clock that the test moves. */
public abstract class HousekeepingFixture {
  @Parameter FixtureKind kind;
  public final UUID organization = UUID.randomUUID();
  public final UUID user = UUID.randomUUID();
  public StoreFixture fixture;
  public SettableClock clock;
  public SessionLifecycle lifecycle;
  public OrganizationSessions sessions;

  @BeforeEach
  void begin() {
    fixture = kind.open();
    clock = fixture.clock();
    build(it -> it);
  }

  @AfterEach
  void end() {
    lifecycle.close();
  }

  /** Builds the lifecycle again on the same store. */
  public void build(UnaryOperator<SessionLifecycleBuilder> options) {
    lifecycle =
        options
            .apply(
                SessionLifecycle.builder(fixture.store())
                    .clock(clock)
                    .orphanPolicy(OrphanPolicy.close()))
            .build();
    sessions = lifecycle.organization(organization);
  }

  public Session open(String channel, SessionStatus status) {
    return sessions.open(SessionRequest.on(channel, user).withStatus(status)).orThrow();
  }

  public Session call() {
    return open("voice", SessionStatus.ACTIVE);
  }

  public Session reload(Session session) {
    return sessions.get(session.id());
  }

  public boolean isThere(Session session) {
    return sessions.find(session.id()).isPresent();
  }

  public SessionKey key(Session session) {
    return new SessionKey(organization, session.id());
  }

  public static SessionKey key(UUID organization, Session session) {
    return new SessionKey(organization, session.id());
  }

  public HousekeepingReport sweepAfter(Duration time) {
    clock.advance(time);
    return lifecycle.housekeeping().runDue(1_000);
  }

  public void assertStatus(SessionStatus status, Session session) {
    assertEquals(status, reload(session).status());
  }

  /** A step that always asks to be parked. */
  public record Parking(String name) implements FinalizeStep {
    @Override
    public StepOutcome execute(StepContext context) {
      return StepOutcome.rejected("no");
    }
  }
}
