package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.Settlement;
import java.util.UUID;

/** How the attempts of a settlement may be kept: pure functions. */
public final class AttemptRules {
  private AttemptRules() {}

  /**
   * Whether the attempts of a settlement may be kept together, with the chain itself: one node made
   * them, each is the first at its step and has finished it, the state before shows no others, and
   * no enrichment has made a delivery due again. So there are at most as many as the chain has
   * steps. A store that keeps them so does it only until the chain has an attempt that it keeps by
   * itself, so that the order of all attempts is known.
   */
  public static boolean areFirstTries(Settlement settlement) {
    Validator.require("settlement", settlement);
    ChainState base = settlement.base();
    if (base == null || settlement.attempts().isEmpty()) {
      return false;
    }
    UUID node = settlement.attempts().get(0).node();
    return base.steps().stream().allMatch(AttemptRules::isUntriedOrDoneAtOnce)
        && settlement.state().steps().stream().allMatch(step -> step.enrichments() == 0)
        && settlement.attempts().stream()
            .allMatch(attempt -> attempt.node().equals(node) && isFirstTry(attempt));
  }

  private static boolean isUntriedOrDoneAtOnce(Progress progress) {
    return progress.phase().isFinished()
        ? progress.attempts() <= 1
        : progress.phase() == Phase.PENDING && progress.attempts() == 0;
  }

  private static boolean isFirstTry(AttemptRecord attempt) {
    return attempt.attempt() == 1
        && (attempt.result() == AttemptRecord.Result.DONE
            || attempt.result() == AttemptRecord.Result.SKIPPED);
  }
}
