package dev.sessionlifecycle.verification.host;

import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.StoreKind;

@SessionLifecycleTest(setup = PassingTimeTest.Setup.class, store = StoreKind.POSTGRES)
class PassingTimeOnPostgresTest extends PassingTimeTest {}
