package dev.sessionlifecycle.session;

import dev.sessionlifecycle.internal.support.Require;

/**
 * The id of a session in another system, unique within an organization.
 *
 * @param source the other system, such as {@code twilio}: 1 to 255 code points
 * @param id the id there, such as a call SID: 1 to 255 code points
 */
public record ExternalRef(String source, String id) {
  /** Checks that nothing is missing. */
  public ExternalRef {
    Require.present(source, "source");
    Require.present(id, "id");
  }
}
