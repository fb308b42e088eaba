package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * The id of a session in another system, unique within an organization.
 *
 * @param source the other system, such as {@code twilio}: 1 to 255 code points
 * @param id the id there, such as a call SID: 1 to 255 code points
 */
public record ExternalRef(String source, String id) {
  /** Checks that nothing is missing. */
  public ExternalRef {
    Validator.require("source", source);
    Validator.require("id", id);
  }
}
