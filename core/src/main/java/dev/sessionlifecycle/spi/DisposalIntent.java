package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.retention.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To delete or anonymize sessions of one organization.
 *
 * @param organizationId the organization
 * @param sessionIds the sessions; few hundreds, so that the transaction stays short
 * @param kind what is done to them, and why
 * @param archivedOnly whether only those are disposed of that an archive has acknowledged; but for
 *     parked ones, which are never archived
 * @param parkedAfter how long after its end, by the store's clock, one with a parked chain and
 *     nothing left to run may be disposed of; null for never
 * @param anonymizeAfter how long after its end, by the store's clock, one may be anonymized that
 *     has to be kept for longer; null for never
 * @param purgedLater whether one that is anonymized is kept until its retention date, and not for
 *     ever
 * @param recordingsDeleted whether their recordings were deleted before: one that is anonymized is
 *     not marked as recorded then
 * @param receiptId the id of the receipt
 * @param policyId the policy that stands in the receipt
 * @param triggeredBy who or what does it; stands in the receipt
 * @param reason why, in the words given; stands in the receipt; null where none were
 */
public record DisposalIntent(
    UUID organizationId,
    List<UUID> sessionIds,
    Receipt.Kind kind,
    boolean archivedOnly,
    @Nullable Duration parkedAfter,
    @Nullable Duration anonymizeAfter,
    boolean purgedLater,
    boolean recordingsDeleted,
    UUID receiptId,
    @Nullable UUID policyId,
    String triggeredBy,
    @Nullable String reason) {
  /** Copies the list and checks that nothing required is missing. */
  public DisposalIntent {
    Validator.require("organization_id", organizationId);
    sessionIds = List.copyOf(sessionIds);
    Validator.require("kind", kind);
    Validator.require("receipt_id", receiptId);
    Validator.require("triggered_by", triggeredBy);
  }

  /** Disposes of sessions past their retention date, and leaves their recordings alone. */
  public DisposalIntent(
      UUID organizationId,
      List<UUID> sessionIds,
      Receipt.Kind kind,
      boolean archivedOnly,
      @Nullable Duration parkedAfter,
      UUID receiptId,
      @Nullable UUID policyId,
      String triggeredBy) {
    this(
        organizationId,
        sessionIds,
        kind,
        archivedOnly,
        parkedAfter,
        null,
        false,
        false,
        receiptId,
        policyId,
        triggeredBy,
        null);
  }

  /**
   * What stands in the receipt of it.
   *
   * @param at the store's clock
   * @param sessions how many sessions went, or were anonymized
   * @param messages how many messages they had
   * @param rows how many rows went, or were changed
   * @param undelivered how many deliveries went with their chains before they had succeeded
   */
  public Receipt receipt(Instant at, long sessions, long messages, long rows, long undelivered) {
    return new Receipt(
        organizationId,
        receiptId,
        kind,
        policyId,
        triggeredBy,
        at,
        sessions,
        messages,
        rows,
        undelivered,
        0,
        reason,
        null);
  }

  /** Leaves out who triggered it, and why. */
  @Override
  public String toString() {
    return "DisposalIntent[organizationId="
        + organizationId
        + ", sessions="
        + sessionIds.size()
        + ", kind="
        + kind
        + "]";
  }
}
