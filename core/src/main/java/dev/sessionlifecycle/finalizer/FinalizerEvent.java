package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a {@link FinalizerListener} is told. Holds no text of a conversation or an exception. */
public sealed interface FinalizerEvent {

  /**
   * An attempt begins. Before the step is called, and before anything that comes of it is written.
   * From the second attempt at a step on, and where an earlier claim of the chain came to nothing,
   * that it begins has been written already. Where the process dies, or the lease is lost, nothing
   * is told of what came of it; whoever claims the chain next finds an attempt lost, and tells
   * {@link StepFailed} or {@link StepParked} with the label {@code lost}.
   */
  record StepStarted(UUID organizationId, UUID sessionId, String step, int attempt)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public StepStarted {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("step", step);
    }
  }

  /**
   * A step is done, or answered that there is nothing to do, and its effects are written. After the
   * commit; not told where the process dies in between. A step that {@link Finalizer#skip} skipped
   * is not told.
   *
   * @param skipped whether there was nothing to do
   * @param took how long the attempt took
   */
  record StepFinished(
      UUID organizationId, UUID sessionId, String step, int attempt, boolean skipped, Duration took)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public StepFinished {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("step", step);
      Validator.require("took", took);
    }
  }

  /**
   * An attempt failed, asked for a later one, or died with its process; it will be made again.
   * After the commit of the failure; not told where the process dies in between.
   *
   * @param label the step's own label, the class name of what it threw, or one of the library's:
   *     {@code timeout}, {@code stopped}, {@code lost}, {@code no_outcome}, {@code
   *     effects_invalid}, {@code effects_refused}
   * @param retryIn how long until the next attempt, at least, from when it failed; zero where it
   *     was lost
   */
  record StepFailed(
      UUID organizationId,
      UUID sessionId,
      String step,
      int attempt,
      @Nullable String label,
      Duration retryIn)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public StepFailed {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("step", step);
      Validator.require("retry_in", retryIn);
    }
  }

  /**
   * A step was parked: rejected, or out of attempts. After the commit; not told where the process
   * dies in between.
   *
   * @param label as that of {@link StepFailed}
   */
  record StepParked(
      UUID organizationId, UUID sessionId, String step, int attempt, @Nullable String label)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public StepParked {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("step", step);
    }
  }

  /**
   * Every step of a session's chain is done or skipped, by its answers or by {@link
   * Finalizer#skip}. After the commit; not told where the process dies in between, nor for a chain
   * without steps, which is born finished.
   */
  record ChainFinished(UUID organizationId, UUID sessionId) implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public ChainFinished {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
    }
  }

  /**
   * The lease of a chain was lost while this node worked on it: another node may go on with it, and
   * may have done so for long. Tells of no commit: it is told when this node finds out, because the
   * lease was not prolonged in time, or because what it wanted to write was refused. What it had
   * not written is dropped; what it had sent without hearing an answer may be written, and is not
   * told. Not told where the process dies.
   */
  record LeaseLost(UUID organizationId, UUID sessionId) implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public LeaseLost {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
    }
  }

  /**
   * A step answered, or threw, after its timeout, after its lease was lost, or after the finalizer
   * had given it up to stop; the answer was refused, and nothing of it is ever written. Tells of no
   * commit: it is told when the step returns, and never where it does not. Past the timeout, or the
   * stop, the failure of the attempt is written instead, before or after this: {@link StepFailed}
   * or {@link StepParked} tells of that. Past the loss of the lease nothing is.
   */
  record OutcomeRefused(UUID organizationId, UUID sessionId, String step, int attempt)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public OutcomeRefused {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("step", step);
    }
  }

  /**
   * The store failed. Tells of no commit: it is told when the call has failed, and whether the call
   * was committed is not known, since its answer may have been lost. It is made again, within
   * {@link Finalizer#runDue} a settlement at most five times; but for a release, which is left to
   * the end of the leases. Where {@link Finalizer#runDue} cannot claim or read shapes this is not
   * told: its caller gets the exception.
   *
   * @param operation what it was asked: {@code claim}, {@code settle}, {@code renew}, {@code
   *     release} or {@code shapes}
   * @param error the class name of what it threw
   */
  record StoreFailed(String operation, String error) implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public StoreFailed {
      Validator.require("operation", operation);
      Validator.require("error", error);
    }
  }
}
