package dev.sessionlifecycle.examples.callcenter;

import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.StoreKind;

/** The same tests on PostgreSQL. */
@SessionLifecycleTest(setup = CallCenterSetup.class, store = StoreKind.POSTGRES)
class CallCenterOnPostgresTest extends CallCenterTest {}
