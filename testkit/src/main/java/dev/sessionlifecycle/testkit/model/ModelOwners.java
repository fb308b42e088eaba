package dev.sessionlifecycle.testkit.model;

import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/** Leases on live sessions, kept on their rows. */
final class ModelOwners implements OwnerStore {
  private final ModelStore store;

  ModelOwners(ModelStore store) {
    this.store = store;
  }

  @Override
  public OptionalLong acquire(SessionKey session, UUID owner, Duration lease, boolean buffering) {
    synchronized (store) {
      ModelRow row = store.row(session);
      Instant now = store.now();
      if (row == null
          || !row.session.status().isLive()
          || (row.owner != null && row.owner.until().isAfter(now))) {
        return OptionalLong.empty();
      }
      row.owner = new ModelRow.Owner(++row.ownerTokens, now.plus(lease), buffering);
      return OptionalLong.of(row.ownerTokens);
    }
  }

  @Override
  public boolean renew(SessionKey session, long token, Duration lease) {
    synchronized (store) {
      ModelRow row = store.row(session);
      Instant now = store.now();
      if (row == null || row.owner == null || !row.isOwnedBy(token, now) || row.session.isEnded()) {
        return false;
      }
      row.owner = new ModelRow.Owner(token, now.plus(lease), row.owner.buffering());
      return true;
    }
  }

  @Override
  public boolean release(SessionKey session, long token) {
    synchronized (store) {
      ModelRow row = store.row(session);
      Instant now = store.now();
      if (row == null || row.owner == null || !row.isOwnedBy(token, now)) {
        return false;
      }
      boolean waited = row.chain != null && row.chain.token == 0 && row.owner.buffering();
      if (waited && row.chain != null && row.chain.due != null) {
        row.chain.due = now;
      }
      row.owner = null;
      return true;
    }
  }
}
