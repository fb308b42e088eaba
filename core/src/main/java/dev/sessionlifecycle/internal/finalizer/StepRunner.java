package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.errors.TranscriptTooLargeException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalizer.AttemptListener;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.internal.support.GuardedCalls;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Calls a step, and converts whatever it returns or throws into a result. */
final class StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");
  private static final String ORGANIZATION = "organization";
  private static final String SESSION = "session";
  private static final String STEP = "step";
  private static final int LONGEST_LABEL = 200;

  private final FinalizerContext context;
  private final EffectsValidator validator;

  StepRunner(FinalizerContext context) {
    this.context = context;
    this.validator = new EffectsValidator(context.limits());
  }

  /** Runs the step and throws nothing that it throws. It may return with the interrupt flag set. */
  AttemptResult run(Attempt attempt) {
    SessionKey session = attempt.run().ref().session();
    context.publish(
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

  private AttemptResult execute(Attempt attempt) {
    return Callbacks.call(
        () -> result(attempt, call(attempt)),
        e -> {
          if (e instanceof TranscriptTooLargeException tooLarge) {
            // another attempt would come to the same
            return AttemptResult.rejected(tooLarge.code());
          }
          if (attempt.hasStoreFailed()) {
            context.storeFailed("read", e);
            return AttemptResult.STORE_FAILED;
          }
          String label = e.getClass().getName();
          SessionKey session = attempt.run().ref().session();
          LOG.debug(
              "Attempt {} of step {} failed for session {} of organization {}: {}",
              attempt.attempt(),
              attempt.stepName(),
              session.sessionId(),
              session.organizationId(),
              label);
          return AttemptResult.failed(
              label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL));
        });
  }

  private @Nullable StepOutcome call(Attempt attempt) throws Exception {
    SessionKey session = attempt.run().ref().session();
    List<AttemptListener.Completion> begun =
        GuardedCalls.begin(
            context.attemptListeners(),
            it -> it.attemptBegins(session.organizationId(), session.sessionId(), attempt));
    StepOutcome outcome;
    try {
      outcome = attempt.run().chain().steps().get(attempt.step()).execute(attempt);
    } catch (Throwable e) {
      GuardedCalls.complete(begun, it -> it.attemptCompleted(null, e));
      throw e;
    }
    GuardedCalls.complete(begun, it -> it.attemptCompleted(outcome, null));
    return outcome;
  }

  private AttemptResult result(Attempt attempt, @Nullable StepOutcome outcome) {
    if (outcome instanceof StepOutcome.Done done) {
      return attempt.isDelivery() && !done.effects().isEmpty()
          ? AttemptResult.failed("effects_invalid")
          : validator
              .validate(storable(attempt, done.effects()))
              .map(AttemptResult::done)
              .orElseGet(() -> AttemptResult.failed("effects_invalid"));
    } else if (outcome instanceof StepOutcome.Skipped skipped) {
      return AttemptResult.skipped(skipped.why());
    } else if (outcome instanceof StepOutcome.RetryLater later) {
      return AttemptResult.retryLater(later.delay(), later.why());
    } else if (outcome instanceof StepOutcome.Rejected rejected) {
      return AttemptResult.rejected(rejected.why());
    }
    return AttemptResult.failed("no_outcome");
  }

  /** Returns the effects without texts if the session stores none. */
  private static Effects storable(Attempt attempt, Effects effects) {
    if (effects.isEmpty() || attempt.session().storesTexts()) {
      return effects;
    }
    return effects.memorySynced() ? Effects.builder().memorySynced().build() : Effects.none();
  }

  private static void restore(String key, @Nullable String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}
