package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the finalizer, passed to {@link FinalizerListener}. Contains no text of a
 * conversation or of an exception.
 */
public sealed interface FinalizerEvent {

  /**
   * This node has claimed a chain, to run what is due of it. Sent after the commit, before any step
   * runs.
   *
   * @param waited how long it had been due, by the store's clock: since the end or the end of a
   *     pause, or since the lease of a node lapsed that was lost with it
   */
  record ChainClaimed(UUID organizationId, UUID sessionId, Duration waited)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public ChainClaimed {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("waited", waited);
    }
  }

  /**
   * An attempt begins. Sent before the step is called, and before any of its results is written.
   * From the second attempt at a step on, and if an earlier claim of the chain came to nothing, the
   * start of the attempt has already been written. If the process dies or the lease is lost, no
   * event reports the outcome; the node that claims the chain next finds the attempt lost, and
   * sends {@link StepFailed} or {@link StepParked} with the label {@code lost}.
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
   * A step is done, or reported that there is nothing to do, and its effects are written. Sent
   * after the commit; not sent if the process dies in between, nor for a step that was skipped by
   * {@link Finalizer#skip}.
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
   * An attempt failed, asked for a later one, or died with its process; it will be retried. Sent
   * after the commit of the failure; not sent if the process dies in between.
   *
   * @param label the step's own label, the class name of what it threw, or one of the library's:
   *     {@code timeout}, {@code stopped}, {@code lost}, {@code no_outcome}, {@code
   *     effects_invalid}, {@code effects_refused}
   * @param took how long the attempt took; zero where it was lost
   * @param retryIn how long until the next attempt, at least, from when it failed; zero where it
   *     was lost
   */
  record StepFailed(
      UUID organizationId,
      UUID sessionId,
      String step,
      int attempt,
      @Nullable String label,
      Duration took,
      Duration retryIn)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public StepFailed {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("step", step);
      Validator.require("took", took);
      Validator.require("retry_in", retryIn);
    }
  }

  /**
   * A step was parked: rejected, or out of attempts. Sent after the commit; not sent if the process
   * dies in between.
   *
   * @param label as that of {@link StepFailed}
   * @param took how long the last attempt took; zero where it was lost
   */
  record StepParked(
      UUID organizationId,
      UUID sessionId,
      String step,
      int attempt,
      @Nullable String label,
      Duration took)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public StepParked {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("step", step);
      Validator.require("took", took);
    }
  }

  /**
   * Every step of a session's chain is done or skipped, by its own outcome or by {@link
   * Finalizer#skip}. Sent after the commit; not sent if the process dies in between, nor for a
   * chain without steps, which is created already finished.
   *
   * @param took how long this node had it, from the claim to the commit; zero where {@link
   *     Finalizer#skip} finished it
   */
  record ChainFinished(UUID organizationId, UUID sessionId, Duration took)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public ChainFinished {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
      Validator.require("took", took);
    }
  }

  /**
   * The lease of a chain was lost while this node worked on it: another node may continue it, and
   * may have done so long ago. Not tied to a commit: sent when this node finds out, because the
   * lease was not extended in time, or because a write was refused. What this node had not written
   * is dropped; what it had sent without receiving a reply may be written, and no event reports it.
   * Not sent if the process dies.
   */
  record LeaseLost(UUID organizationId, UUID sessionId) implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public LeaseLost {
      Validator.require("organization_id", organizationId);
      Validator.require("session_id", sessionId);
    }
  }

  /**
   * A step returned or threw after its timeout, after its lease was lost, or after the finalizer
   * had given it up to stop; the outcome was refused, and nothing of it is ever written. Not tied
   * to a commit: sent when the step returns, and never if it does not. After a timeout or a stop,
   * the failure of the attempt is written instead, before or after this event, and reported by
   * {@link StepFailed} or {@link StepParked}. After the loss of the lease nothing is written.
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
   * The store failed. Not tied to a commit: sent when the call has failed; whether it was committed
   * is unknown, since the reply may have been lost. The call is retried, a settlement within {@link
   * Finalizer#runDue} at most five times; except a release, which is left to the end of the leases.
   * Not sent if {@link Finalizer#runDue} cannot claim or read shapes: its caller gets the
   * exception.
   *
   * @param operation the failed call: {@code claim}, {@code settle}, {@code renew}, {@code
   *     release}, {@code shapes}, or {@code read} for what a step asked its context for
   * @param error the class name of what it threw
   * @param code the code of an error of the library, such as {@code store_failed}
   * @param sqlState the SQLSTATE that the database reported
   * @param text the error in words, without content: the class name, and for an error of the
   *     library its message
   */
  record StoreFailed(
      String operation, String error, @Nullable String code, @Nullable String sqlState, String text)
      implements FinalizerEvent {
    /** Checks that nothing is missing. */
    public StoreFailed {
      Validator.require("operation", operation);
      Validator.require("error", error);
      Validator.require("text", text);
    }
  }
}
