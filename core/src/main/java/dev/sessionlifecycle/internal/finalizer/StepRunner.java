package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.spi.SessionKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Calls a step, and turns whatever it does into an answer. */
final class StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");
  private static final String ORGANIZATION = "organization";
  private static final String SESSION = "session";
  private static final String STEP = "step";
  private static final int LONGEST_LABEL = 200;

  private final EngineParts parts;
  private final EffectsDoor door;

  StepRunner(EngineParts parts) {
    this.parts = parts;
    this.door = new EffectsDoor(parts.limits());
  }

  /** Never throws. The interrupt flag is as it was when the call returns. */
  Answer run(Attempt attempt) {
    SessionKey session = attempt.run().ref().session();
    parts.tell(
        new FinalizerEvent.StepStarted(
            session.organizationId(), session.sessionId(), attempt.stepName(), attempt.attempt()));
    String organizationBefore = MDC.get(ORGANIZATION);
    String sessionBefore = MDC.get(SESSION);
    String stepBefore = MDC.get(STEP);
    MDC.put(ORGANIZATION, session.organizationId().toString());
    MDC.put(SESSION, session.sessionId().toString());
    MDC.put(STEP, attempt.stepName());
    try {
      return execute(attempt);
    } finally {
      restore(ORGANIZATION, organizationBefore);
      restore(SESSION, sessionBefore);
      restore(STEP, stepBefore);
    }
  }

  private Answer execute(Attempt attempt) {
    try {
      StepOutcome outcome = attempt.run().shape().steps().get(attempt.step()).execute(attempt);
      return answer(outcome);
    } catch (Throwable e) { // whatever a step throws is its own failure, memory and stack included
      String label = e.getClass().getName();
      LOG.debug("Attempt {} failed: {}", attempt.attempt(), label);
      return new Answer.Failed(
          label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL));
    }
  }

  private Answer answer(@Nullable StepOutcome outcome) {
    if (outcome instanceof StepOutcome.Done done) {
      return door.check(done.effects())
          .<Answer>map(Answer.Done::new)
          .orElseGet(() -> new Answer.Failed("effects_invalid"));
    } else if (outcome instanceof StepOutcome.Skipped skipped) {
      return new Answer.Skipped(skipped.why());
    } else if (outcome instanceof StepOutcome.RetryLater later) {
      return new Answer.Later(later.delay(), later.why());
    } else if (outcome instanceof StepOutcome.Rejected rejected) {
      return new Answer.Rejected(rejected.why());
    }
    return new Answer.Failed("no_outcome");
  }

  private static void restore(String key, @Nullable String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
