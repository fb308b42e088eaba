package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one step. Never holds text of the conversation or of an exception.
 *
 * @param step the step's name
 * @param attempt which attempt, counted from 1
 * @param node the owner that made it
 * @param startedAt when it began, by the business clock
 * @param endedAt when it ended; never before it began
 * @param result what came of it
 * @param label the step's own label, or the class name of what it threw, at most 200 characters
 */
public record AttemptRecord(
    String step,
    int attempt,
    UUID node,
    Instant startedAt,
    Instant endedAt,
    Result result,
    @Nullable String label) {

  /** What came of an attempt. */
  public enum Result {
    /** The step is done. */
    DONE,
    /** The step had nothing to do. */
    SKIPPED,
    /** The step asked to be tried later. */
    RETRY,
    /** The step threw, timed out, or returned effects that exceed a limit. */
    FAILED,
    /** The step was parked: rejected, or out of attempts. */
    PARKED,
    /** The holder of the lease died, or lost it, before it could say. */
    LOST,
    /** A parked step was replayed. */
    REPLAYED
  }

  /** Checks that nothing required is missing. */
  public AttemptRecord {
    Validator.require("step", step);
    Validator.require("node", node);
    Validator.require("started_at", startedAt);
    Validator.require("ended_at", endedAt);
    Validator.require("result", result);
  }
}
