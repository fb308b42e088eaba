package dev.sessionlifecycle.verification.host;

import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.StoreKind;

@SessionLifecycleTest(setup = SessionFixturesTest.Setup.class, store = StoreKind.POSTGRES)
class SessionFixturesOnPostgresTest extends SessionFixturesTest {}
