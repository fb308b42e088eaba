package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To erase an end user. Checked when it is carried out, see {@link OrganizationRetention#erase}.
 *
 * @param endUserId the end user
 * @param by who asks for it: 1 to 64 code points
 * @param reason why, such as the number of a request: 1 to 200 code points; null for none
 * @param parkedToo whether sessions go whose chain is parked
 */
public record ErasureRequest(
    UUID endUserId, String by, @Nullable String reason, boolean parkedToo) {
  /** The longest reason: 200. */
  public static final int REASON_LENGTH = 200;

  /** Checks that nothing required is missing. */
  public ErasureRequest {
    Validator.require("end_user_id", endUserId);
    Validator.require("by", by);
  }

  /** To erase this end user, without sessions whose chain is parked. */
  public static ErasureRequest of(UUID endUserId, String by) {
    return new ErasureRequest(endUserId, by, null, false);
  }

  /** Returns a copy with this reason, which is kept in the receipts. */
  public ErasureRequest withReason(String value) {
    return new ErasureRequest(endUserId, by, Validator.require("reason", value), parkedToo);
  }

  /** Returns a copy that includes sessions whose chain is parked. */
  public ErasureRequest withParked() {
    return new ErasureRequest(endUserId, by, reason, true);
  }

  /** Leaves out who asks for it, and why. */
  @Override
  public String toString() {
    return "ErasureRequest[endUserId=" + endUserId + ", parkedToo=" + parkedToo + "]";
  }
}
