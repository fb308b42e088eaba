package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The chain of an ended session, for consoles and support: what it consists of, how far it has
 * come, and what was tried.
 *
 * @param organizationId the organization
 * @param sessionId the session
 * @param steps its steps and deliveries as it was defined when the session ended, each behind all
 *     that it waits for
 * @param isLeased whether a node works on it, by the store's clock
 * @param dueAt when it is due, or, while it is leased, when the lease ends; null when nothing is
 *     left to run
 * @param finishedAt when its last step that is no delivery was done or skipped; null before
 */
public record SessionChain(
    UUID organizationId,
    UUID sessionId,
    List<ChainStep> steps,
    boolean isLeased,
    @Nullable Instant dueAt,
    @Nullable Instant finishedAt) {

  /** Copies the list. */
  public SessionChain {
    Validator.require("organization_id", organizationId);
    Validator.require("session_id", sessionId);
    steps = Validator.requireElements("steps", steps);
  }

  /** Leaves out what was tried. */
  @Override
  public String toString() {
    return "SessionChain[organizationId="
        + organizationId
        + ", sessionId="
        + sessionId
        + ", steps="
        + steps.size()
        + "]";
  }

  /**
   * A step of a chain.
   *
   * @param name its name in the definition
   * @param waitsFor the names of the steps that it waits for
   * @param isDelivery whether the chain counts as finished without it
   * @param progress what has become of it
   * @param attempts how many attempts count, since it was last replayed
   * @param nextAttempt when a retry may begin, by the store's clock; null if nothing is waited for
   * @param history what was tried, oldest first; of very many attempts at all steps together the
   *     first 1,000
   */
  public record ChainStep(
      String name,
      List<String> waitsFor,
      boolean isDelivery,
      Progress progress,
      int attempts,
      @Nullable Instant nextAttempt,
      List<StepAttempt> history) {
    /** Copies the lists. */
    public ChainStep {
      Validator.require("name", name);
      waitsFor = Validator.requireElements("waits_for", waitsFor);
      Validator.require("progress", progress);
      history = Validator.requireElements("history", history);
    }

    /** Leaves out what was tried. */
    @Override
    public String toString() {
      return "ChainStep[name=" + name + ", progress=" + progress + ", attempts=" + attempts + "]";
    }
  }

  /** What has become of a step. */
  public enum Progress {
    /** It runs, or waits for its time or for other steps. */
    PENDING,
    /** It is done. */
    DONE,
    /** It had nothing to do, or was skipped by hand. */
    SKIPPED,
    /** It was given up until it is replayed or skipped. */
    PARKED
  }

  /**
   * An attempt at a step, or what an administrator did with it.
   *
   * @param number which attempt, counted from 1
   * @param node the node that made it
   * @param startedAt when it began, by the business clock
   * @param endedAt when it ended
   * @param result what came of it
   * @param label the step's own label, or the class of what it threw; null for none
   */
  public record StepAttempt(
      int number,
      UUID node,
      Instant startedAt,
      Instant endedAt,
      Result result,
      @Nullable String label) {
    /** Checks that nothing required is missing. */
    public StepAttempt {
      Validator.require("node", node);
      Validator.require("started_at", startedAt);
      Validator.require("ended_at", endedAt);
      Validator.require("result", result);
    }
  }

  /** What came of an attempt. */
  public enum Result {
    /** The step is done. */
    DONE,
    /** The step had nothing to do, or was skipped by hand. */
    SKIPPED,
    /** The step asked to be tried later. */
    RETRY,
    /** The step threw, timed out, or returned effects that exceed a limit. */
    FAILED,
    /** The step was parked: rejected, or out of attempts. */
    PARKED,
    /** The node died, or lost its lease, before it could say. */
    LOST,
    /** The step was replayed by hand. */
    REPLAYED
  }
}
