package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks of live sessions. */
record MemorySweeps(MemoryState data) implements SweepStore {
  @Override
  public Instant now() {
    return data.now();
  }

  @Override
  public SweepCandidates due(DueQuery request) {
    Instant now = data.now();
    List<SweepCandidate> looks = new ArrayList<>();
    for (UUID id : data.organizationsAfter(request.after())) {
      int share = Math.min(request.perOrganization(), request.limit() - looks.size());
      if (share == 0) {
        break;
      }
      data.organization(id)
          .ifPresent(it -> it.checks.due(now, share, (cell, at) -> take(cell, at, looks)));
    }
    return new SweepCandidates(now, looks);
  }

  private static boolean take(SessionCell cell, Instant at, List<SweepCandidate> looks) {
    boolean isTrue = cell.row.status().isLive() && at.equals(cell.nextCheck);
    if (isTrue) {
      OwnerLease lease = cell.lease;
      looks.add(
          new SweepCandidate(
              cell.row,
              at,
              lease == null
                  ? null
                  : new Owner(lease.token(), lease.expiresAt(), cell.countedRecoveries())));
    }
    return isTrue;
  }

  @Override
  public int reschedule(List<Reschedule> looks) {
    return data.count(
        looks,
        Reschedule::session,
        (look, cell) -> {
          boolean unchanged = cell.row.status().isLive() && look.seen().equals(cell.nextCheck);
          if (unchanged) {
            data.moveCheck(cell, look.at());
          }
          return unchanged;
        });
  }

  @Override
  public List<SessionKey> markAllDue(@Nullable SessionKey after, int limit) {
    List<SessionKey> page = new ArrayList<>();
    UUID first = after == null ? null : after.organizationId();
    for (UUID id : data.organizationsInOrder()) {
      if (page.size() == limit) {
        break;
      }
      if (first == null || IdOrder.compare(id, first) >= 0) {
        UUID from = after != null && id.equals(first) ? after.sessionId() : null;
        recall(id, from, limit, page);
      }
    }
    return page;
  }

  private void recall(UUID organizationId, @Nullable UUID from, int limit, List<SessionKey> page) {
    Organization organization = data.organizationToWrite(organizationId);
    organization.sessions.keySet().stream()
        .filter(id -> from == null || IdOrder.compare(id, from) > 0)
        .sorted(IdOrder.UNSIGNED)
        .map(id -> new SessionKey(organizationId, id))
        .filter(this::pullToNow)
        .limit(limit - (long) page.size())
        .forEach(page::add);
  }

  private boolean pullToNow(SessionKey key) {
    return data.locked(
        key,
        false,
        cell -> {
          if (!cell.row.status().isLive()) {
            return false;
          }
          data.pullCheck(cell, data.now());
          return true;
        });
  }

  @Override
  public int forgetEarlyEnds(int limit, boolean dryRun) {
    Instant now = data.now();
    int forgotten = 0;
    for (UUID id : data.organizationsInOrder()) {
      Organization organization = data.organizationToWrite(id);
      forgotten += organization.earlyEnds.forget(now, limit - forgotten, dryRun);
    }
    return forgotten;
  }

  @Override
  public OptionalLong takeOver(
      SessionKey session, long lapsedToken, UUID owner, Duration lease, Instant at) {
    return data.locked(
        session,
        OptionalLong.empty(),
        cell -> {
          Instant now = data.now();
          OwnerLease lapsed = cell.lease;
          if (!cell.row.status().isLive()
              || lapsed == null
              || lapsed.token() != lapsedToken
              || lapsed.isHeld(now)) {
            return OptionalLong.empty();
          }
          cell.takeOver(at, TriggeredBy.HOUSEKEEPING);
          cell.recoveries = cell.countedRecoveries() + 1;
          cell.messagesAtRecovery = cell.row.messageCount();
          cell.lease = new OwnerLease(owner, ++cell.lastToken, now.plus(lease), false);
          data.pullCheck(cell, now.plus(lease));
          return OptionalLong.of(cell.lastToken);
        });
  }
}
