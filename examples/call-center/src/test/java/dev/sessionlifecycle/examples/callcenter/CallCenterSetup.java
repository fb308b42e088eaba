package dev.sessionlifecycle.examples.callcenter;

import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.testkit.host.LifecycleSetup;
import java.time.Duration;

/** The call center's own setup, with a CRM that is down at first. */
class CallCenterSetup implements LifecycleSetup {
  @Override
  public void apply(SessionLifecycleBuilder builder) {
    CallCenter.setUp(builder, FinalizeStep.of("crm", CallCenterSetup::downAtFirst));
  }

  /** Waits long: on a database real time passes too, and a short pause may end within a call. */
  private static StepOutcome downAtFirst(StepContext context) {
    return context.attempt() <= 2
        ? StepOutcome.retryLater(Duration.ofMinutes(5), "down")
        : StepOutcome.done();
  }
}
