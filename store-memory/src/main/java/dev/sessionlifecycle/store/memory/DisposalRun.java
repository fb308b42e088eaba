package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import dev.sessionlifecycle.spi.rules.DisposalCandidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One disposal. Only holds on single sessions can be placed while it runs; placing one takes the
 * session's monitor, and so does disposing of the session.
 */
final class DisposalRun {

  private final Organization organization;
  private final DisposalIntent intent;
  private final Instant now;
  private final List<UUID> done = new ArrayList<>();
  private final Map<UUID, Refusal> refused = new LinkedHashMap<>();
  private long messages;
  private long rows;
  private long undelivered;

  DisposalRun(Organization organization, DisposalIntent intent, Instant now) {
    this.organization = organization;
    this.intent = intent;
    this.now = now;
  }

  static DisposalReply allMissing(DisposalIntent intent) {
    Map<UUID, Refusal> missing = new LinkedHashMap<>();
    intent.sessionIds().forEach(id -> missing.put(id, Refusal.MISSING));
    return new DisposalReply(List.of(), missing, null);
  }

  DisposalReply dispose() {
    for (UUID id : new LinkedHashSet<>(intent.sessionIds())) {
      SessionCell cell = organization.sessions.get(id);
      Refusal refusal = cell == null ? Refusal.MISSING : dispose(cell);
      if (refusal == null) {
        done.add(id);
      } else {
        refused.put(id, refusal);
      }
    }
    if (done.isEmpty()) {
      return new DisposalReply(done, refused, null);
    }
    Receipt receipt = intent.receipt(now, done.size(), messages, rows, undelivered);
    organization.receipts.put(receipt.id(), receipt);
    return new DisposalReply(done, refused, receipt);
  }

  Map<UUID, Refusal> refusals() {
    for (UUID id : intent.sessionIds()) {
      SessionCell cell = organization.sessions.get(id);
      Refusal refusal = cell == null ? Refusal.MISSING : refusalNow(cell);
      if (refusal != null) {
        refused.put(id, refusal);
      }
    }
    return refused;
  }

  private @Nullable Refusal refusalNow(SessionCell cell) {
    synchronized (cell) {
      return refusal(cell);
    }
  }

  private @Nullable Refusal dispose(SessionCell cell) {
    synchronized (cell) {
      Refusal refusal = refusal(cell);
      if (refusal != null) {
        return refusal;
      }
      boolean stays = intent.kind() == Receipt.Kind.ANONYMIZE;
      messages += cell.anonymized ? 0 : cell.row.messageCount();
      rows += stays ? cell.rowsToAnonymize() : cell.rows();
      organization.disposals.remove(cell, cell.nextCheck);
      cell.nextCheck = null;
      // otherwise the index would keep the session's content reachable until the next sweep
      organization.checks.remove(cell, cell.staleCheck);
      cell.staleCheck = null;
      ExternalRef ref = cell.openedAs;
      if (ref != null) {
        organization.byExternalRef.remove(ref, cell);
      }
      if (stays) {
        cell.anonymize(Anonymizer.of(cell.row, intent));
        Instant purgeAt = cell.row.retentionExpiresAt();
        if (purgeAt != null) {
          cell.nextCheck = purgeAt;
          organization.disposals.add(cell, purgeAt);
        }
      } else {
        organization.listing.remove(cell);
        organization.sessions.remove(cell.row.id(), cell);
        StoredChain chain = cell.chain;
        if (chain != null) {
          undelivered += chain.undelivered();
          chain.home().forget(chain);
          SessionCell left = chain.left(now);
          if (left != null && left.chain != null) {
            organization.purged.put(left.row.id(), left);
            organization.chains.add(left.chain);
          }
        }
        cell.chain = null;
        cell.gone = true;
      }
      return null;
    }
  }

  private @Nullable Refusal refusal(SessionCell cell) {
    Session row = cell.row;
    return cell.gone
        ? Refusal.MISSING
        : new DisposalCandidate(
                row.status(),
                organization.holds.isWholeOrganizationHeld() || organization.holds.isHeld(row),
                row.finalizedAt() != null && !cell.isAwaited(now),
                cell.isParked(),
                row.statusSince(),
                row.retentionExpiresAt(),
                cell.anonymized,
                row.archivedAt() != null)
            .refusal(intent, now)
            .orElse(null);
  }
}
