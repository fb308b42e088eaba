package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.Arrays;
import java.util.List;

/**
 * A reason with the outcomes that it leads to, as alternatives: which of the two applies, the row
 * says.
 *
 * @param reason why the session ends
 * @param outcomeIfEngaged its outcome where the session was ever active and holds a user message,
 *     those of the closing buffer counted
 * @param outcomeOtherwise its outcome where not
 */
public record EndReason(
    TerminationReason reason, OutcomeCategory outcomeIfEngaged, OutcomeCategory outcomeOtherwise) {
  private static final List<EndReason> ALL =
      Arrays.stream(TerminationReason.values())
          .map(it -> new EndReason(it, it.outcome(true), it.outcome(false)))
          .toList();

  /** Checks that nothing is missing. */
  public EndReason {
    Validator.require("reason", reason);
    Validator.require("outcome_if_engaged", outcomeIfEngaged);
    Validator.require("outcome_otherwise", outcomeOtherwise);
  }

  /** The verdict of a reason. */
  public static EndReason of(TerminationReason reason) {
    return ALL.get(reason.ordinal());
  }

  /** The outcome of a session. */
  public OutcomeCategory outcome(boolean engaged) {
    return engaged ? outcomeIfEngaged : outcomeOtherwise;
  }
}
