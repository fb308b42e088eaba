package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * An eval run that targets a session, as it was reported.
 *
 * @param id its id, unique within the session
 * @param status how far it is
 * @param critical whether it moves the verdict of the session, see {@link
 *     EvalSummary#evalStatus()}; as it was reported first, whatever is configured later
 * @param scores its scores, each name once, at most 100
 */
public record EvalRun(UUID id, EvalRunStatus status, boolean critical, List<EvalScore> scores) {
  /** Copies the list and checks that nothing is missing. */
  public EvalRun {
    Validator.require("id", id);
    Validator.require("status", status);
    scores = Validator.requireElements("scores", scores);
  }

  /** A run that has not begun. */
  public static EvalRun pending(UUID id, boolean critical) {
    return new EvalRun(id, EvalRunStatus.PENDING, critical, List.of());
  }

  /** A run that has been run. */
  public static EvalRun completed(UUID id, boolean critical, EvalScore... scores) {
    return new EvalRun(
        id, EvalRunStatus.COMPLETED, critical, Arrays.asList(Validator.require("scores", scores)));
  }

  /** Returns a copy with this status. */
  public EvalRun withStatus(EvalRunStatus value) {
    return new EvalRun(id, value, critical, scores);
  }

  /** Returns a copy that is marked as critical or not. */
  public EvalRun withCritical(boolean value) {
    return new EvalRun(id, status, value, scores);
  }

  /** Returns a copy with these scores. */
  public EvalRun withScores(List<EvalScore> value) {
    return new EvalRun(id, status, critical, value);
  }

  /**
   * Whether it is completed and every score has passed. A run without scores, or with one that is
   * undecided, has not succeeded.
   */
  public boolean hasSucceeded() {
    return status == EvalRunStatus.COMPLETED
        && !scores.isEmpty()
        && scores.stream().allMatch(score -> Boolean.TRUE.equals(score.passed()));
  }

  /** Whether it is queued or running. */
  public boolean isPending() {
    return !status.isOver();
  }
}
