package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Archives, anonymizes and deletes ended sessions. */
record MemoryDisposals(MemoryState data) implements DisposalStore {
  @Override
  public DueSessions due(DueQuery request) {
    Instant now = data.now();
    List<DueSession> due = new ArrayList<>();
    int left = 0;
    for (UUID id : data.organizationsAfter(request.after())) {
      int share = Math.min(request.perOrganization(), request.limit() - due.size());
      if (share == 0) {
        break;
      }
      Organization organization = data.organizationToWrite(id);
      if (!organization.holds.isWholeOrganizationHeld()) {
        organization.disposals.due(now, share, (cell, at) -> take(organization, cell, at, due));
      } else if (organization.disposals.hasDue(now)) {
        left++;
      }
    }
    return new DueSessions(now, due, left);
  }

  @Override
  public int countDue(UUID organizationId, Duration within, int most) {
    Instant until = data.now().plus(within);
    return data.organization(organizationId)
        .map(it -> it.disposals.count(until, most, MemoryDisposals::isCurrent))
        .orElse(0);
  }

  private static boolean isCurrent(SessionCell cell, Instant at) {
    return !cell.gone && cell.row.status().isTerminal() && at.equals(cell.nextCheck);
  }

  private static boolean take(
      Organization organization, SessionCell cell, Instant at, List<DueSession> due) {
    boolean isTrue = isCurrent(cell, at);
    if (isTrue) {
      boolean held = organization.holds.isHeld(cell.row);
      due.add(new DueSession(cell.row, at, held, cell.isParked()));
    }
    return isTrue;
  }

  @Override
  public int postpone(List<Postponement> looks) {
    return data.count(
        looks,
        Postponement::session,
        (look, cell) -> {
          boolean unchanged = cell.row.status().isTerminal() && look.seen().equals(cell.nextCheck);
          if (unchanged) {
            data.setDisposal(cell, data.now().plus(look.in()));
          }
          return unchanged;
        });
  }

  @Override
  public int archived(UUID organizationId, List<Archived> sessions) {
    return data.count(
        sessions,
        it -> new SessionKey(organizationId, it.sessionId()),
        (archived, cell) -> {
          boolean first = cell.row.status().isTerminal() && cell.row.archivedAt() == null;
          if (first) {
            cell.row = SessionBuilder.of(cell.row).archivedAt(data.now()).build();
            data.setDisposal(cell, earlier(cell.row.retentionExpiresAt(), archived.anonymizeAt()));
          }
          return first;
        });
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  @Override
  public int changeRetention(List<RetentionChange> stamps) {
    return data.count(
        stamps,
        RetentionChange::session,
        (stamp, cell) -> {
          boolean unchanged =
              cell.row.status().isTerminal()
                  && !(cell.anonymized && stamp.seen() == null)
                  && Objects.equals(stamp.seen(), cell.row.retentionExpiresAt());
          if (unchanged) {
            cell.row = SessionBuilder.of(cell.row).retentionExpiresAt(stamp.until()).build();
            data.setDisposal(cell, stamp.retentionDueAt());
          }
          return unchanged;
        });
  }

  @Override
  public DisposalReply dispose(DisposalIntent intent) {
    return data.organization(intent.organizationId())
        .map(
            it -> it.holds.withSharedGuard(() -> new DisposalRun(it, intent, data.now()).dispose()))
        .orElseGet(() -> DisposalRun.allMissing(intent));
  }

  @Override
  public Map<UUID, Refusal> refusals(DisposalIntent intent) {
    return data.organization(intent.organizationId())
        .map(
            it ->
                it.holds.withSharedGuard(() -> new DisposalRun(it, intent, data.now()).refusals()))
        .orElseGet(() -> DisposalRun.allMissing(intent).refused());
  }

  @Override
  public void recordErasure(UUID organizationId, UUID endUserId, @Nullable Receipt unfinished) {
    data.organization(organizationId)
        .ifPresent(
            organization ->
                organization.receipts.replaceAll(
                    (id, it) -> endUserId.equals(it.endUserId()) ? it.withoutEndUser() : it));
    if (unfinished != null) {
      data.organizationToWrite(organizationId).receipts.put(unfinished.id(), unfinished);
    }
  }

  @Override
  public List<Receipt> unfinishedErasures(UUID organizationId, @Nullable UUID after, int limit) {
    return data.organization(organizationId)
        .map(
            it ->
                it.receiptsAfter(after)
                    .filter(receipt -> receipt.endUserId() != null)
                    .limit(limit)
                    .toList())
        .orElse(List.of());
  }

  @Override
  public List<Receipt> receipts(UUID organizationId, @Nullable UUID after, int limit) {
    return data.organization(organizationId)
        .map(it -> it.receiptsAfter(after).limit(limit).toList())
        .orElse(List.of());
  }
}
