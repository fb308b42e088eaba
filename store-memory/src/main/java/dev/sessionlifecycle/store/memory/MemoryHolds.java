package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.spi.HoldStore;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The legal holds of all organizations. */
record MemoryHolds(MemoryState data) implements HoldStore {
  @Override
  public Optional<Hold> place(Hold hold) {
    Organization organization = data.organizationToWrite(hold.organizationId());
    OrganizationHolds holds = organization.holds;
    if (hold.scope() instanceof HoldScope.OnSession on) {
      SessionCell cell = organization.sessions.get(on.sessionId());
      if (cell == null) {
        return holds.find(hold.id());
      }
      synchronized (cell) {
        return cell.gone ? holds.find(hold.id()) : Optional.of(holds.place(hold));
      }
    }
    return Optional.of(holds.withExclusiveGuard(() -> holds.place(hold)));
  }

  @Override
  public Optional<Hold> release(UUID organizationId, UUID holdId, String by, Instant at) {
    return data.organization(organizationId).flatMap(it -> it.holds.release(holdId, by, at));
  }

  @Override
  public List<Hold> list(
      UUID organizationId, boolean inForceOnly, @Nullable UUID after, int limit) {
    return data.organization(organizationId)
        .map(it -> it.holds.list(inForceOnly, after, limit))
        .orElse(List.of());
  }

  @Override
  public List<Hold> covering(SessionKey session) {
    SessionCell cell = data.cell(session);
    return cell == null
        ? List.of()
        : data.organizationToWrite(session.organizationId()).holds.covering(cell.read());
  }
}
