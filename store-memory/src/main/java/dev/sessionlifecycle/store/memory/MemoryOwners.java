package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.RowStamps;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    return prolong(session, token, lease, false);
  }

  @Override
  public boolean touch(SessionKey session, long token, Duration lease) {
    return prolong(session, token, lease, true);
  }

  private boolean prolong(SessionKey session, long token, Duration lease, boolean active) {
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
      if (active) {
        cell.row = RowStamps.touched(cell.row, now);
      }
      return true;
    }
  }

  @Override
  public boolean flush(SessionKey session, long token, List<Message> messages, Instant at) {
    SessionCell cell = data.cell(session);
    if (cell == null) {
      return false;
    }
    synchronized (cell) {
      Instant now = data.now();
      OwnerLease held = cell.lease;
      if (!cell.row.isEnded() || held == null || !held.buffering() || !held.isHeldBy(token, now)) {
        return false;
      }
      Chain chain = cell.chain;
      if (chain == null || !chain.home().change(chain, it -> it.letGoOfInTime(now))) {
        return false;
      }
      // The chain may be claimed from here on; who reads the messages waits for this monitor.
      cell.row = RowStamps.flushed(cell.row, cell.messages.add(messages), at);
      cell.lease = null;
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
      giveUp(cell, held, now);
      return true;
    }
  }

  private static void giveUp(SessionCell cell, OwnerLease held, Instant now) {
    cell.lease = null;
    Chain waiting = held.buffering() ? cell.chain : null;
    if (waiting != null) {
      waiting.home().change(waiting, it -> it.waitNoLonger(now));
    }
  }
}
