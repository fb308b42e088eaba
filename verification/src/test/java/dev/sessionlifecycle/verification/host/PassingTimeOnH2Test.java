package dev.sessionlifecycle.verification.host;

import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.StoreKind;

@SessionLifecycleTest(setup = PassingTimeTest.Setup.class, store = StoreKind.H2)
class PassingTimeOnH2Test extends PassingTimeTest {}
