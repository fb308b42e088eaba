package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.time.Duration;

/**
 * Finalize steps that return every kind of outcome, determined by the session alone. No step
 * throws: the pause after a failure has a random length.
 */
final class DeterministicSteps {
  /**
   * Postponed chains are due slightly later than requested, by the time that passes within the
   * finalizer. The clock moves by whole minutes and a little more, so that this makes no
   * difference; and where it would determine which of many chains comes first, all of them are run.
   */
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private DeterministicSteps() {}

  static FinalizeChain chain(CallIds world) {
    return FinalizeChain.first(FinalizeStep.of("scrub", DeterministicSteps::scrub))
        .then(
            FinalizeStep.of(
                "summarize",
                context ->
                    world.isPatient() && context.attempt() < 3
                        ? StepOutcome.retryLater(HALF_A_MINUTE, "busy")
                        : summarize(context)),
            FinalizeStep.of("sync", DeterministicSteps::sync))
        .then(FinalizeStep.of("report", context -> StepOutcome.done()))
        .insteadFor(SessionType.TEST, FinalizeChain.none());
  }

  private static StepOutcome scrub(StepContext context) {
    Effects.Builder effects = Effects.builder();
    for (TranscriptMessage message : context.transcript()) {
      if (message.text().startsWith("secret")) {
        effects.replaceMessage(message.id(), "***");
      }
    }
    String subject = context.session().subject();
    if ("reject".equals(subject)) {
      return StepOutcome.rejected("unreadable");
    }
    return StepOutcome.done(
        subject == null ? effects.build() : effects.subject("about " + subject.length()).build());
  }

  private static StepOutcome summarize(StepContext context) {
    return StepOutcome.done(
        Effects.builder().summary(context.transcript().size() + " messages").build());
  }

  private static StepOutcome sync(StepContext context) {
    return switch (context.transcript().size() % 3) {
      case 0 -> StepOutcome.skipped("nothing-said");
      case 1 -> StepOutcome.done(Effects.builder().memorySynced().build());
      default -> StepOutcome.rejected("too-much");
    };
  }
}
