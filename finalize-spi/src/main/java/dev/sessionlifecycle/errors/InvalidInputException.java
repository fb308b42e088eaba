package dev.sessionlifecycle.errors;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if input breaks a rule. Reports all violations at once, each with its field and its limit;
 * the content is never echoed. An HTTP API should map it to 422.
 */
public final class InvalidInputException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  /** Reports these violations. */
  public InvalidInputException(List<Violation> violations) {
    super(
        "invalid_input",
        violations.stream().map(Violation::toString).collect(Collectors.joining("; ")),
        null);
    this.violations = List.copyOf(violations);
  }

  /** Every violation found, in the order of the fields; never empty. */
  public List<Violation> violations() {
    return violations;
  }
}
