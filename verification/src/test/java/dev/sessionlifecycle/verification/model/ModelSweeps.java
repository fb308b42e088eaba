package dev.sessionlifecycle.verification.model;

import static java.util.Comparator.comparing;

import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sweep over live sessions, found by scanning all rows. */
final class ModelSweeps implements SweepStore {
  private static final Comparator<SessionKey> KEYS =
      comparing(SessionKey::organizationId, IdOrder.UNSIGNED)
          .thenComparing(SessionKey::sessionId, IdOrder.UNSIGNED);

  private final ModelStore store;
  private final ModelEarlyEnds early;

  ModelSweeps(ModelStore store, ModelEarlyEnds early) {
    this.store = store;
    this.early = early;
  }

  @Override
  public Instant now() {
    return store.now();
  }

  private List<ModelRow> live() {
    return store.rows().stream().filter(row -> row.session.status().isLive()).toList();
  }

  @Override
  public SweepCandidates due(DueQuery request) {
    synchronized (store) {
      Instant now = store.now();
      ModelRotation turns = ModelRotation.take(live(), now, request, organization -> false);
      return new SweepCandidates(
          now, turns.rows().stream().map(ModelSweeps::sweepCandidate).toList());
    }
  }

  private static SweepCandidate sweepCandidate(ModelRow row) {
    ModelRow.Owner owner = row.owner;
    return new SweepCandidate(
        row.session,
        Objects.requireNonNull(row.dueAt),
        owner == null ? null : new Owner(owner.token(), owner.until(), row.countedRecoveries()));
  }

  @Override
  public int reschedule(List<Reschedule> looks) {
    synchronized (store) {
      int set = 0;
      for (Reschedule look : looks) {
        ModelRow row = store.row(look.session());
        if (row != null && row.session.status().isLive() && look.seen().equals(row.dueAt)) {
          row.dueAt = look.at();
          set++;
        }
      }
      return set;
    }
  }

  @Override
  public List<SessionKey> markAllDue(@Nullable SessionKey after, int limit) {
    synchronized (store) {
      List<ModelRow> page =
          live().stream()
              .filter(row -> after == null || KEYS.compare(row.key(), after) > 0)
              .sorted(comparing(ModelRow::key, KEYS))
              .limit(limit)
              .toList();
      page.forEach(row -> row.dueNoLaterThan(store.now()));
      return page.stream().map(ModelRow::key).toList();
    }
  }

  @Override
  public int forgetEarlyEnds(int limit, boolean dryRun) {
    synchronized (store) {
      return early.forget(store.now(), limit, dryRun);
    }
  }

  @Override
  public OptionalLong takeOver(
      SessionKey session, long lapsedToken, UUID owner, Duration lease, Instant at) {
    synchronized (store) {
      ModelRow row = store.row(session);
      if (row == null
          || row.owner == null
          || row.owner.token() != lapsedToken
          || row.owner.until().isAfter(store.now())) {
        return OptionalLong.empty();
      }
      int before = row.countedRecoveries();
      OptionalLong token =
          store.owners.acquire(session, owner, lease, false, at, TriggeredBy.HOUSEKEEPING);
      if (token.isPresent()) {
        row.recoveries = before + 1;
        row.messagesAtRecovery = row.messages.size();
      }
      return token;
    }
  }
}
