package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Is called when this node begins an attempt at a finalize step, and when that is over: for spans
 * of a trace that are current meanwhile. {@link FinalizerListener} reports what was committed; this
 * one reports attempts, whatever becomes of them.
 *
 * <p>Both calls are made on the thread that runs the step. They must return quickly. What they
 * throw is logged by class name and otherwise ignored.
 */
@FunctionalInterface
public interface AttemptListener {

  /**
   * An attempt at a step begins.
   *
   * @param context what the step gets; its session and transcript are read from the store when they
   *     are asked for
   * @return what to call when the attempt is over
   */
  Completion attemptBegins(UUID organizationId, UUID sessionId, StepContext context);

  /** Is called when an attempt is over. */
  @FunctionalInterface
  interface Completion {

    /**
     * The step has returned or thrown, also if that comes too late to count. Not called while it
     * does not return.
     *
     * @param outcome what it returned; null if it threw, or returned null
     * @param thrown what it threw; null if it returned. Its message may have texts
     */
    void attemptCompleted(@Nullable StepOutcome outcome, @Nullable Throwable thrown);
  }
}
