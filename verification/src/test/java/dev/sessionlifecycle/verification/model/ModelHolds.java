package dev.sessionlifecycle.verification.model;

import static java.util.Comparator.comparing;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.HoldStore;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds by organization and id. */
final class ModelHolds implements HoldStore {
  private record Key(UUID organizationId, UUID holdId) {}

  private final ModelStore store;
  private final Map<Key, Hold> holds = new HashMap<>();

  ModelHolds(ModelStore store) {
    this.store = store;
  }

  @Override
  public Optional<Hold> place(Hold hold) {
    synchronized (store) {
      Key key = new Key(hold.organizationId(), hold.id());
      if (!holds.containsKey(key)
          && hold.scope() instanceof HoldScope.OnSession on
          && store.row(new SessionKey(hold.organizationId(), on.sessionId())) == null) {
        return Optional.empty();
      }
      holds.putIfAbsent(key, hold);
      return Optional.ofNullable(holds.get(key));
    }
  }

  @Override
  public Optional<Hold> release(UUID organizationId, UUID holdId, String by, Instant at) {
    synchronized (store) {
      Key key = new Key(organizationId, holdId);
      holds.computeIfPresent(key, (its, hold) -> hold.released(by, at));
      return Optional.ofNullable(holds.get(key));
    }
  }

  @Override
  public List<Hold> list(
      UUID organizationId, boolean inForceOnly, @Nullable UUID after, int limit) {
    synchronized (store) {
      return of(organizationId)
          .filter(it -> !inForceOnly || it.isInForce())
          .filter(it -> after == null || IdOrder.UNSIGNED.compare(it.id(), after) > 0)
          .limit(limit)
          .toList();
    }
  }

  @Override
  public List<Hold> covering(SessionKey session) {
    synchronized (store) {
      ModelRow row = store.row(session);
      return row == null
          ? List.of()
          : of(session.organizationId()).filter(it -> covers(it, row.session)).toList();
    }
  }

  boolean isHeld(ModelRow row) {
    return !covering(row.key()).isEmpty();
  }

  boolean isWholeHeld(UUID organizationId) {
    return of(organizationId)
        .anyMatch(it -> it.isInForce() && it.scope() instanceof HoldScope.OnOrganization);
  }

  private Stream<Hold> of(UUID organizationId) {
    return holds.values().stream()
        .filter(it -> it.organizationId().equals(organizationId))
        .sorted(comparing(Hold::id, IdOrder.UNSIGNED));
  }

  private static boolean covers(Hold hold, Session session) {
    if (hold.scope() instanceof HoldScope.OnSession on) {
      return hold.isInForce() && on.sessionId().equals(session.id());
    }
    return hold.isInForce()
        && (!(hold.scope() instanceof HoldScope.OnEndUser of)
            || of.endUserId().equals(session.endUserId()));
  }
}
