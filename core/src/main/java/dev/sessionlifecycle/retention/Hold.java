package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold: what it covers is neither purged, anonymized nor erased until it is released. Kept
 * for ever, released or not.
 *
 * @param organizationId the organization
 * @param id the hold's id
 * @param scope what it covers
 * @param why why it was placed, such as the number of a matter: 1 to 200 code points
 * @param placedBy who placed it: 1 to 64 code points
 * @param placedAt when it was placed, by the business clock
 * @param releasedBy who released it; null while it is in force
 * @param releasedAt when it was released; null while it is in force
 */
public record Hold(
    UUID organizationId,
    UUID id,
    HoldScope scope,
    String why,
    String placedBy,
    Instant placedAt,
    @Nullable String releasedBy,
    @Nullable Instant releasedAt) {
  /** The longest reason: 200. */
  public static final int WHY_LENGTH = 200;

  /** Checks that nothing required is missing. */
  public Hold {
    Validator.require("organization_id", organizationId);
    Validator.require("id", id);
    Validator.require("scope", scope);
    Validator.require("why", why);
    Validator.require("placed_by", placedBy);
    Validator.require("placed_at", placedAt);
  }

  /** Whether it is in force. */
  public boolean isInForce() {
    return releasedAt == null;
  }

  /** Returns a released copy; a hold that was released before stays as it is. */
  public Hold released(String by, Instant at) {
    Validator.require("by", by);
    Validator.require("at", at);
    return isInForce()
        ? new Hold(organizationId, id, scope, why, placedBy, placedAt, by, at)
        : this;
  }

  /** Leaves out who placed it, and why. */
  @Override
  public String toString() {
    return "Hold[organizationId=" + organizationId + ", id=" + id + ", scope=" + scope + "]";
  }
}
