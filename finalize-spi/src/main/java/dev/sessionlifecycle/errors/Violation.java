package dev.sessionlifecycle.errors;

import java.util.List;

/**
 * One rule that the input breaks.
 *
 * @param field the field, with dots and indexes for what is nested, such as {@code
 *     messages[3].text}
 * @param limit the rule that it breaks, such as {@code at most 500 code points}; never the content
 */
public record Violation(String field, String limit) {
  /** Checks that nothing is missing. */
  public Violation {
    if (field == null || limit == null) {
      String missing = field == null ? "field" : "limit";
      throw new InvalidInputException(List.of(new Violation(missing, "is required")));
    }
  }

  @Override
  public String toString() {
    return field + ": " + limit;
  }
}
