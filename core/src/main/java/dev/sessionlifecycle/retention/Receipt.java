package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was deleted or anonymized: in which organization, how much, when, why and by whom; or what
 * an erasure had to keep. Contains no content, and names no person but for an erasure to be
 * repeated. Written in the transaction that deletes or anonymizes, and kept forever.
 *
 * @param organizationId the organization
 * @param id the receipt's id
 * @param kind what was done
 * @param policyId the retention policy that asked for it; null for the organization's default, the
 *     library's, or an erasure
 * @param triggeredBy who or what did it
 * @param at when, by the store's clock
 * @param sessions how many sessions went, or were anonymized
 * @param messages how many messages went
 * @param rows how many rows went in all, an attempt at a step counting as one however it is stored
 * @param undelivered how many deliveries that had not succeeded went with their chains
 * @param kept how many sessions an erasure had to keep
 * @param reason why it was asked for, in the words given; null where none were
 * @param endUserId the end user of an erasure that was not complete, so that it can be repeated;
 *     null for any other, and once they have been erased again
 */
public record Receipt(
    UUID organizationId,
    UUID id,
    Kind kind,
    @Nullable UUID policyId,
    String triggeredBy,
    Instant at,
    long sessions,
    long messages,
    long rows,
    long undelivered,
    long kept,
    @Nullable String reason,
    @Nullable UUID endUserId) {

  /** What was done. */
  public enum Kind {
    /** Sessions were deleted because they are past their retention date. */
    PURGE,
    /** Sessions were anonymized because they are past their retention date. */
    ANONYMIZE,
    /** Sessions of an end user were deleted because that was asked for. */
    ERASURE
  }

  /** Checks that nothing required is missing. */
  public Receipt {
    Validator.require("organization_id", organizationId);
    Validator.require("id", id);
    Validator.require("kind", kind);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("at", at);
  }

  /** Returns a copy that does not name the end user. */
  public Receipt withoutEndUser() {
    return new Receipt(
        organizationId,
        id,
        kind,
        policyId,
        triggeredBy,
        at,
        sessions,
        messages,
        rows,
        undelivered,
        kept,
        reason,
        null);
  }

  /** Leaves out who triggered it, why, and the end user. */
  @Override
  public String toString() {
    return "Receipt[organizationId="
        + organizationId
        + ", id="
        + id
        + ", kind="
        + kind
        + ", sessions="
        + sessions
        + "]";
  }
}
