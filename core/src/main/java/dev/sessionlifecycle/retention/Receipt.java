package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was deleted or anonymized: in which organization, how much, when, why and by whom. Names no
 * person and contains no content. Written in the transaction that deletes or anonymizes, and kept
 * forever.
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
 * @param rows how many rows went in all
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
    long rows) {

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

  /** Leaves out who triggered it. */
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
