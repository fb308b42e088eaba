package dev.sessionlifecycle;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that ends sessions, as an {@link EndListener} sees it begin.
 *
 * @param via how it names the sessions
 * @param organizationId the organization; null where a sweep ends sessions of several
 * @param sessionId the session that is to end; null where it is found by an external id, and where
 *     there may be several
 * @param triggeredBy who or what ends it, in the words of the caller: any text, not scrubbed
 */
public record EndCall(
    Via via, @Nullable UUID organizationId, @Nullable UUID sessionId, String triggeredBy) {

  /** How a call that ends sessions names them. */
  public enum Via {
    /** One session by its id: close, fail, expire, supersede. */
    ID,
    /** One session by an external id. */
    EXTERNAL_REF,
    /** Many sessions in one call, by their ids or by a filter. */
    BULK,
    /** One session, by the worker that owns it. */
    OWNER,
    /** What the library ends by itself: time limits, sessions whose owner is gone, erasures. */
    SYSTEM;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the value in metrics and traces. */
    public String label() {
      return label;
    }
  }

  /** Checks that nothing required is missing. */
  public EndCall {
    Validator.require("via", via);
    Validator.require("triggered_by", triggeredBy);
  }

  /** Leaves out who triggered it. */
  @Override
  public String toString() {
    return "EndCall[via=" + via + ", sessionId=" + sessionId + "]";
  }
}
