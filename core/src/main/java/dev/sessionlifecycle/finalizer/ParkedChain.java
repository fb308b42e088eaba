package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chain with parked steps.
 *
 * @param organizationId the organization
 * @param sessionId the session
 * @param steps the parked steps, in the order of the chain
 */
public record ParkedChain(UUID organizationId, UUID sessionId, List<Step> steps) {

  /**
   * A parked step.
   *
   * @param name its name
   * @param attempts how many attempts were made
   * @param label the step's own label or the class name of what it threw, if there is a record
   * @param parkedAt when it was parked, by the business clock, if there is a record
   */
  public record Step(
      String name, int attempts, @Nullable String label, @Nullable Instant parkedAt) {
    /** Checks that nothing required is missing. */
    public Step {
      Validator.require("name", name);
    }
  }

  /** Copies the list. */
  public ParkedChain {
    Validator.require("organization_id", organizationId);
    Validator.require("session_id", sessionId);
    steps = Validator.requireElements("steps", steps);
  }
}
