package dev.sessionlifecycle.examples.callcenter;

import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.testkit.host.FailingStep;
import dev.sessionlifecycle.testkit.host.LifecycleSetup;

/** The call center's own setup, with a CRM that is down at first. */
class CallCenterSetup implements LifecycleSetup {
  @Override
  public void apply(SessionLifecycleBuilder builder) {
    CallCenter.setUp(builder, FailingStep.times(2).named("crm"));
  }
}
