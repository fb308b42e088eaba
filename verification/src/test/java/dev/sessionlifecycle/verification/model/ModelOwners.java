package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
      row.dueNoLaterThan(row.owner.until());
      return OptionalLong.of(row.ownerTokens);
    }
  }

  @Override
  public boolean resume(SessionKey session, long token, Duration lease, boolean buffering) {
    synchronized (store) {
      ModelRow row = store.row(session);
      if (row == null
          || row.owner == null
          || row.owner.token() != token
          || !row.session.status().isLive()) {
        return false;
      }
      row.owner = new ModelRow.Owner(token, store.now().plus(lease), buffering);
      row.dueNoLaterThan(row.owner.until());
      return true;
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
  public boolean touch(SessionKey session, long token, Duration lease) {
    synchronized (store) {
      ModelRow row = store.row(session);
      if (row == null || !renew(session, token, lease)) {
        return false;
      }
      row.session =
          SessionBuilder.of(row.session)
              .lastActivityAt(ModelRow.latest(row.session.lastActivityAt(), store.now()))
              .build();
      return true;
    }
  }

  @Override
  public Optional<Flushed> flush(
      SessionKey session,
      long token,
      List<Message> messages,
      Instant at,
      RetentionPolicy defaultPolicy) {
    synchronized (store) {
      ModelRow row = store.row(session);
      if (row == null
          || row.owner == null
          || !row.owner.buffering()
          || !row.isOwnedBy(token, store.now())
          || row.chain == null
          || !(row.chain.waits || row.chain.finishedAt != null)) {
        return Optional.empty();
      }
      Session before = row.session;
      int stored = row.messages.size();
      row.write(messages, at, row.session.lastActivityAt());
      if (row.messages.size() > stored) {
        store.end.flushed(row, before, defaultPolicy);
      }
      release(session, token);
      return Optional.of(new Flushed(before, row.session));
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
      if (row.chain != null && row.chain.waits) {
        row.chain.waits = false;
        row.chain.due = now;
      }
      row.owner = null;
      return true;
    }
  }
}
