package dev.sessionlifecycle;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.TriggeredBy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a session ended, as the caller knows it. Everything is optional. Ending never fails because
 * of a reason: the reported reason is coerced, see {@link TerminationReason#coerce(String)}, and
 * also stored as reported, escaped (NUL and lone surrogates) and cut at 1,000 code points.
 *
 * @param reason the canonical reason; null to coerce it from {@code reported}, or to use the
 *     default of the operation if nothing is reported
 * @param reported the reason as it was reported, any string; null where none was
 * @param endedAt when the conversation ended; null for now. Never before the session's start or its
 *     last message, and never after the moment at which the end is recorded: it is moved there
 * @param triggeredBy who or what ended it: 1 to 64 code points, see {@link TriggeredBy}
 */
public record EndRequest(
    @Nullable TerminationReason reason,
    @Nullable String reported,
    @Nullable Instant endedAt,
    String triggeredBy) {

  private static final EndRequest PLAIN = new EndRequest(null, null, null, TriggeredBy.API);

  /** Checks that nothing required is missing. */
  public EndRequest {
    Validator.require("triggered_by", triggeredBy);
  }

  /**
   * Returns a request with the default reason of the operation, ended now, triggered by {@code
   * api}.
   */
  public static EndRequest unspecified() {
    return PLAIN;
  }

  /** For this reason, as it was reported; null or blank for none. */
  public static EndRequest reported(@Nullable String reported) {
    return new EndRequest(null, reported, null, TriggeredBy.API);
  }

  /** For this canonical reason. */
  public static EndRequest because(TerminationReason reason) {
    return new EndRequest(Validator.require("reason", reason), null, null, TriggeredBy.API);
  }

  /** For this canonical reason, which was reported in these words. */
  public static EndRequest because(TerminationReason reason, @Nullable String reported) {
    return new EndRequest(Validator.require("reason", reason), reported, null, TriggeredBy.API);
  }

  /** Returns a copy whose conversation ended at this time. */
  public EndRequest withEndedAt(Instant time) {
    return new EndRequest(reason, reported, Validator.require("ended_at", time), triggeredBy);
  }

  /** Returns a copy that was triggered by this. */
  public EndRequest withTriggeredBy(String who) {
    return new EndRequest(reason, reported, endedAt, who);
  }

  /** Names the reason, never what was reported. */
  @Override
  public String toString() {
    return "EndRequest[reason=" + reason + "]";
  }
}
