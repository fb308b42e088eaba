package dev.sessionlifecycle;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a {@link FinalizerListener} is told. Holds no text of a conversation or an exception. */
public sealed interface FinalizerEvent {

  /** An attempt begins. Before anything is written: it may never be heard of again. */
  record StepStarted(UUID organizationId, UUID sessionId, String step, int attempt)
      implements FinalizerEvent {}

  /**
   * A step is done, or was skipped, and its effects are written. After the commit.
   *
   * @param skipped whether there was nothing to do
   * @param took how long the attempt took
   */
  record StepFinished(
      UUID organizationId, UUID sessionId, String step, int attempt, boolean skipped, Duration took)
      implements FinalizerEvent {}

  /**
   * An attempt failed, asked for a later one, or died with its process; it will be made again.
   * After the commit.
   *
   * @param label the step's own label, or the class name of what it threw
   * @param retryIn how long until the next attempt, at least
   */
  record StepFailed(
      UUID organizationId,
      UUID sessionId,
      String step,
      int attempt,
      @Nullable String label,
      Duration retryIn)
      implements FinalizerEvent {}

  /** A step was parked: rejected, or out of attempts. After the commit. */
  record StepParked(
      UUID organizationId, UUID sessionId, String step, int attempt, @Nullable String label)
      implements FinalizerEvent {}

  /** Every step of a session's chain is done or skipped. After the commit. */
  record ChainFinished(UUID organizationId, UUID sessionId) implements FinalizerEvent {}

  /**
   * The lease of a chain was lost while this node worked on it: another node may go on with it.
   * What this node had not written is dropped.
   */
  record LeaseLost(UUID organizationId, UUID sessionId) implements FinalizerEvent {}

  /**
   * A step answered after its timeout, or after its lease was lost or given back; the answer was
   * refused. Nothing was written.
   */
  record OutcomeRefused(UUID organizationId, UUID sessionId, String step, int attempt)
      implements FinalizerEvent {}

  /**
   * The store failed; the finalizer tries again.
   *
   * @param operation what it was asked: {@code claim}, {@code settle}, {@code renew}, {@code
   *     release} or {@code shapes}
   * @param error the class name of what it threw
   */
  record StoreFailed(String operation, String error) implements FinalizerEvent {}
}
