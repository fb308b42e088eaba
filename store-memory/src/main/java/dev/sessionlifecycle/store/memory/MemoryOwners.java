package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/** The leases on live sessions. */
final class MemoryOwners implements OwnerStore {

  private final Data data;

  MemoryOwners(Data data) {
    this.data = data;
  }

  @Override
  public OptionalLong acquire(SessionKey session, UUID owner, Duration lease, boolean buffering) {
    SessionCell cell = data.cell(session);
    if (cell == null) {
      return OptionalLong.empty();
    }
    synchronized (cell) {
      Instant now = data.now();
      if (!cell.row.status().isLive() || (cell.lease != null && cell.lease.isHeld(now))) {
        return OptionalLong.empty();
      }
      cell.lease = new OwnerLease(++cell.lastToken, now.plus(lease), buffering);
      data.pullCheck(cell, now.plus(lease));
      return OptionalLong.of(cell.lastToken);
    }
  }

  @Override
  public boolean renew(SessionKey session, long token, Duration lease) {
    SessionCell cell = data.cell(session);
    if (cell == null) {
      return false;
    }
    synchronized (cell) {
      Instant now = data.now();
      OwnerLease held = cell.lease;
      if (!cell.row.status().isLive() || held == null || !held.isHeldBy(token, now)) {
        return false;
      }
      cell.lease = new OwnerLease(token, now.plus(lease), held.buffering());
      return true;
    }
  }

  @Override
  public boolean release(SessionKey session, long token) {
    SessionCell cell = data.cell(session);
    if (cell == null) {
      return false;
    }
    synchronized (cell) {
      Instant now = data.now();
      OwnerLease held = cell.lease;
      if (held == null || !held.isHeldBy(token, now)) {
        return false;
      }
      cell.lease = null;
      Chain waiting = held.buffering() ? cell.chain : null;
      if (waiting != null) {
        waiting.home().change(waiting, it -> it.waitNoLonger(now));
      }
      return true;
    }
  }
}
