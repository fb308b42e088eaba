package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * The id of a session in another system, unique within an organization: one id is one session. An
 * id that is used again, such as the name of a room or a telephone number, needs an instance, see
 * {@link #withInstance}.
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

  /**
   * Returns the reference to one of several sessions that have this id in turn.
   *
   * @param instance what distinguishes them where both the start and the end are reported, such as
   *     the id of a call in the room, or the time at which it began; becomes part of the id
   */
  public ExternalRef withInstance(String instance) {
    return new ExternalRef(source, id + "#" + Validator.require("instance", instance));
  }

  /** Leaves out the system and the id, which may be a telephone number. */
  @Override
  public String toString() {
    return "ExternalRef";
  }
}
