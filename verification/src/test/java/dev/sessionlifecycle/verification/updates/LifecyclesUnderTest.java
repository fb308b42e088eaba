package dev.sessionlifecycle.verification.updates;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import java.util.UUID;

/** Lifecycles on the three stores, shared by tests. */
enum LifecyclesUnderTest {
  MEMORY(Fixtures.inMemory()),
  H2(Fixtures.h2Memory()),
  POSTGRESQL(Fixtures.postgres());

  private final StoreFixture fixture;
  private final SessionLifecycle lifecycle;

  LifecyclesUnderTest(StoreFixture fixture) {
    this.fixture = fixture;
    this.lifecycle = SessionLifecycle.builder(fixture.store()).clock(fixture.clock()).build();
  }

  SettableClock clock() {
    return fixture.clock();
  }

  SessionStore store() {
    return fixture.store();
  }

  SessionLifecycle lifecycle() {
    return lifecycle;
  }

  /** Returns the sessions of a new organization. */
  OrganizationSessions sessions() {
    return lifecycle.organization(UUID.randomUUID());
  }

  static Session open(OrganizationSessions sessions) {
    return sessions.open(SessionRequest.on("sms", UUID.randomUUID())).orThrow();
  }
}
