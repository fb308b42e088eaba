package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OverdueRule;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.TouchReply;
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
  public OptionalLong acquire(
      SessionKey session, UUID owner, Duration lease, boolean buffering, Instant at) {
    return acquire(session, owner, lease, buffering, at, TriggeredBy.AGENT);
  }

  OptionalLong acquire(
      SessionKey session, UUID owner, Duration lease, boolean buffering, Instant at, String by) {
    synchronized (store) {
      ModelRow row = store.row(session);
      Instant now = store.now();
      if (row == null || !row.session.status().isLive()) {
        return OptionalLong.empty();
      }
      boolean isHeld = row.owner != null && row.owner.until().isAfter(now);
      if (isHeld && !row.owner.id().equals(owner)) {
        return OptionalLong.empty();
      }
      if (!isHeld) {
        row.ownerTokens++;
        if (row.owner != null) {
          row.takenOver(at, by);
        }
      }
      row.owner = new ModelRow.Owner(owner, row.ownerTokens, now.plus(lease), buffering);
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
      row.owner = new ModelRow.Owner(row.owner.id(), token, store.now().plus(lease), buffering);
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
      row.owner = new ModelRow.Owner(row.owner.id(), token, now.plus(lease), row.owner.buffering());
      return true;
    }
  }

  @Override
  public TouchReply touch(SessionKey session, long token, Duration lease, OverdueRule overdue) {
    synchronized (store) {
      ModelRow row = store.row(session);
      if (row == null || row.owner == null || row.owner.token() != token || row.session.isEnded()) {
        return new TouchReply.NotHeld();
      }
      Optional<CloseIntent> end = overdue.end(row.session, store.now());
      if (end.isPresent()) {
        return new TouchReply.Overdue(end.get());
      } else if (!renew(session, token, lease)) {
        return new TouchReply.NotHeld();
      }
      row.touch(store.now());
      return new TouchReply.Touched();
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
      if (row == null || row.owner == null || row.owner.token() != token) {
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
