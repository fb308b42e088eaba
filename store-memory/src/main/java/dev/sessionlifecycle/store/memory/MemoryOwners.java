package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OverdueRule;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.TouchReply;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Owner leases on live sessions. */
record MemoryOwners(MemoryState data) implements OwnerStore {
  @Override
  public OptionalLong acquire(
      SessionKey session, UUID owner, Duration lease, boolean buffering, Instant at) {
    return data.locked(
        session,
        OptionalLong.empty(),
        cell -> {
          Instant now = data.now();
          OwnerLease last = cell.lease;
          OwnerLease held = last != null && last.isHeld(now) ? last : null;
          if (!cell.row.status().isLive() || (held != null && !held.owner().equals(owner))) {
            return OptionalLong.empty();
          }
          if (held == null) {
            cell.lastToken++;
            if (last != null) {
              cell.takeOver(at, TriggeredBy.AGENT);
            }
          }
          Instant until = now.plus(lease);
          cell.lease = new OwnerLease(owner, cell.lastToken, until, buffering);
          data.pullCheck(cell, until);
          return OptionalLong.of(cell.lastToken);
        });
  }

  @Override
  public boolean resume(SessionKey session, long token, Duration lease, boolean buffering) {
    return data.locked(
        session,
        false,
        cell -> {
          OwnerLease last = cell.lease;
          if (!cell.row.status().isLive() || last == null || last.token() != token) {
            return false;
          }
          Instant until = data.now().plus(lease);
          cell.lease = new OwnerLease(last.owner(), token, until, buffering);
          data.pullCheck(cell, until);
          return true;
        });
  }

  @Override
  public boolean renew(SessionKey session, long token, Duration lease) {
    return holding(
        session,
        token,
        (cell, held, now) -> {
          if (!cell.row.status().isLive()) {
            return false;
          }
          cell.lease = held.until(now.plus(lease));
          return true;
        });
  }

  @Override
  public TouchReply touch(SessionKey session, long token, Duration lease, OverdueRule overdue) {
    return data.locked(
        session,
        new TouchReply.NotHeld(),
        cell -> {
          Instant now = data.now();
          OwnerLease last = cell.lease;
          if (!cell.row.status().isLive() || last == null || last.token() != token) {
            return new TouchReply.NotHeld();
          }
          CloseIntent end = overdue.end(cell.row, now).orElse(null);
          if (end != null) {
            return new TouchReply.Overdue(end);
          } else if (!last.isHeld(now)) {
            return new TouchReply.NotHeld();
          }
          cell.lease = last.until(now.plus(lease));
          cell.row = SessionRules.touched(cell.row, now);
          return new TouchReply.Touched();
        });
  }

  @Override
  public Optional<Flushed> flush(
      SessionKey session,
      long token,
      List<Message> messages,
      Instant at,
      RetentionPolicy defaultPolicy) {
    AtomicReference<@Nullable Flushed> flushed = new AtomicReference<>();
    holding(
        session,
        token,
        (cell, held, now) -> {
          StoredChain chain = cell.chain;
          if (!cell.row.isEnded()
              || !held.buffering()
              || chain == null
              || !chain.home().change(chain, it -> it.releaseInTime(now))) {
            return false;
          }
          // The chain may be claimed from here on; readers of the messages wait for this monitor.
          Session before = cell.row;
          RetentionPolicy policy = data.policy(before, defaultPolicy);
          List<StoredMessage> fresh = AppendRules.fresh(before, messages, cell.messages);
          cell.add(fresh);
          data.restamp(cell, SessionRules.flushed(before, fresh, at, policy), policy);
          cell.lease = null;
          flushed.set(new Flushed(before, cell.row));
          return true;
        });
    return Optional.ofNullable(flushed.get());
  }

  @Override
  public boolean release(SessionKey session, long token) {
    return data.locked(
        session,
        false,
        cell -> {
          OwnerLease last = cell.lease;
          if (last == null || last.token() != token) {
            return false;
          }
          cell.lease = null;
          StoredChain waiting = last.buffering() ? cell.chain : null;
          if (waiting != null) {
            Instant now = data.now();
            waiting.home().change(waiting, it -> it.stopWaiting(now));
          }
          return true;
        });
  }

  /**
   * Runs an owner's work under the session's monitor; returns false if the caller no longer holds
   * the lease.
   */
  private boolean holding(SessionKey session, long token, OwnersWork work) {
    return data.locked(
        session,
        false,
        cell -> {
          Instant now = data.now();
          OwnerLease held = cell.lease;
          return held != null && held.isHeldBy(token, now) && work.on(cell, held, now);
        });
  }

  private interface OwnersWork {
    boolean on(SessionCell cell, OwnerLease held, Instant now);
  }
}
