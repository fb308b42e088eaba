package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The chain of an ended session. What may change is guarded by the monitor of its {@link
 * UnfinishedChains}; everything it changes by is called while that is held.
 */
final class StoredChain {

  /** The one that was born before and is not indexed yet. */
  @Nullable StoredChain bornBefore;

  /** Whether its session was deleted: it is never indexed again. */
  boolean gone;

  private final SessionCell cell;
  private final UnfinishedChains home;
  private final ChainDefinitions.Known shape;
  private ChainState state;
  private int parkedSteps;
  private long token;
  private int claims;
  private @Nullable UUID owner;
  private @Nullable Instant dueAt;
  private @Nullable Instant finishedAt;

  /** Whether it is not begun because the owner of the session holds messages back. */
  private boolean waits;

  /** A chain that is due then; one without steps is finished now. */
  StoredChain(
      SessionCell cell,
      UnfinishedChains home,
      ChainDefinitions.Known shape,
      Instant dueAt,
      Instant now) {
    this.cell = cell;
    this.home = home;
    this.shape = shape;
    this.state = shape.initial();
    boolean finished = shape.shape().isEmpty();
    this.dueAt = finished ? null : dueAt;
    this.finishedAt = finished ? now : null;
    this.waits = !finished && dueAt.isAfter(now);
  }

  UnfinishedChains home() {
    return home;
  }

  UUID sessionId() {
    return cell.row.id();
  }

  String digest() {
    return shape.digest();
  }

  @Nullable Instant dueAt() {
    return dueAt;
  }

  boolean hasParkedStep() {
    return parkedSteps > 0;
  }

  /** Whether it may be claimed now; a session of an unrecognized status is never touched. */
  boolean isClaimable(Instant now) {
    return isDue(now) && cell.row.status().isTerminal();
  }

  boolean isDue(Instant now) {
    return dueAt != null && !dueAt.isAfter(now);
  }

  boolean isLeased(Instant now) {
    return owner != null && !isDue(now);
  }

  /** Whether that lease was neither given up nor taken over; it may have lapsed. */
  boolean isHeldBy(long its) {
    return owner != null && token == its && cell.row.status().isTerminal();
  }

  ChainLease claim(ClaimRequest request, Instant now) {
    token++;
    claims++;
    waits = false;
    owner = request.owner();
    dueAt = now.plus(request.lease());
    return new ChainLease(new LeaseRef(key(), token), shape.digest(), state, claims, now);
  }

  /** Whether this is the state that a settlement goes on from; null for any. */
  boolean follows(@Nullable ChainState base) {
    return home.look(this, it -> base == null || base.equals(it.state));
  }

  void settle(ChainState next, Settlement.Next lease, Instant now) {
    if (lease instanceof Settlement.KeepLease hold && !next.isFinished()) {
      write(next);
      claims = 1;
      dueAt = now.plus(hold.lease());
    } else {
      giveUp(next, lease instanceof Settlement.ReleaseLease give ? give.dueIn() : null, now);
    }
  }

  /** Writes the state and lets go of the chain. */
  void giveUp(ChainState next, @Nullable Duration dueIn, Instant now) {
    write(next);
    boolean finished = next.isFinished();
    claims = 0;
    owner = null;
    waits = false;
    dueAt = finished || dueIn == null ? null : now.plus(dueIn);
    finishedAt = finished ? now : null;
  }

  /** Replaces the state where nobody holds the chain and it is still as expected. */
  boolean revise(ChainRecord expected, ChainState next, @Nullable Duration dueIn, Instant now) {
    boolean fits =
        token == expected.token()
            && state.equals(expected.state())
            && !isLeased(now)
            && finishedAt == null;
    if (fits) {
      giveUp(next, dueIn, now);
    }
    return fits;
  }

  void renew(Duration lease, Instant now) {
    dueAt = now.plus(lease);
  }

  void release(Instant now) {
    claims--;
    owner = null;
    dueAt = now;
  }

  /** The owner lets go; true where what he held back is in time: the chain waited, or is done. */
  boolean letGoOfInTime(Instant now) {
    return waitNoLonger(now) || finishedAt != null;
  }

  /** The owner of the session has let go: if the chain waited for that, it is due. */
  boolean waitNoLonger(Instant now) {
    boolean waited = waits;
    if (waited) {
      waits = false;
      dueAt = now;
    }
    return waited;
  }

  ChainRecord record(Instant now) {
    return new ChainRecord(key(), shape.digest(), state, token, isLeased(now), dueAt, finishedAt);
  }

  private void write(ChainState next) {
    state = next;
    parkedSteps = next.parkedSteps();
  }

  private SessionKey key() {
    Session row = cell.row;
    return new SessionKey(row.organizationId(), row.id());
  }
}
