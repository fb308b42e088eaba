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
 * What runs behind the end of sessions: all that steps may answer, decided by the session alone. No
 * step throws: the pause after that has a random length.
 */
final class DeterministicSteps {
  /**
   * What is put off is due a little later than that, by the time that passes within the engine. The
   * clock moves by whole minutes and a little, so that this never decides; and where it would
   * decide which of many chains comes first, all of them are run.
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
