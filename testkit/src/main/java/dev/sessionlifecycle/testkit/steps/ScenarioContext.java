package dev.sessionlifecycle.testkit.steps;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;

/** A context that shows a scenario and is never cancelled. */
record ScenarioContext(StepScenario scenario, String stepName, int attempt) implements StepContext {

  @Override
  public ClosedSession session() {
    return scenario.session();
  }

  @Override
  public Transcript transcript() {
    return scenario.transcript();
  }

  @Override
  public String idempotencyKey() {
    return scenario.session().id() + ":" + stepName;
  }

  @Override
  public Duration timeLeft() {
    return Duration.ofMinutes(5);
  }

  @Override
  public boolean isCancelled() {
    return false;
  }
}
