package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The chain of an ended session. Its mutable state is guarded by the monitor of its {@link
 * UnfinishedChains}; call all changing methods under it.
 */
final class StoredChain {

  /** The chain queued before this one and not indexed yet. */
  @Nullable StoredChain queuedBefore;

  /** Whether the session was deleted, after which the chain is never indexed again. */
  boolean gone;

  private final SessionCell cell;
  private final UnfinishedChains home;
  private final StoredChainDefinitions.Known shape;
  private @Nullable String traceParent;
  private ChainState state;
  private int parkedSteps;
  private long token;
  private int claims;
  private int enrichments;
  private @Nullable UUID owner;
  private @Nullable Instant dueAt;
  private @Nullable Instant finishedAt;

  /** Whether the chain waits for messages that the session's owner holds back. */
  private boolean waits;

  /** Creates a chain that is due at this time; one without steps is finished immediately. */
  StoredChain(
      SessionCell cell,
      UnfinishedChains home,
      StoredChainDefinitions.Known shape,
      @Nullable String traceParent,
      Instant dueAt,
      Instant now) {
    this.cell = cell;
    this.home = home;
    this.shape = shape;
    this.traceParent = traceParent;
    this.state = shape.initial();
    boolean complete = shape.shape().isEmpty();
    this.dueAt = complete ? null : dueAt;
    this.finishedAt = shape.shape().isFinishedAtOnce() ? now : null;
    this.waits = !complete && dueAt.isAfter(now);
  }

  /** Creates what a purge leaves of a chain, due at once. */
  private StoredChain(SessionCell left, StoredChain purged, ChainState state, Instant now) {
    this.cell = left;
    this.home = purged.home;
    this.shape = purged.shape;
    this.state = state;
    this.dueAt = now;
    this.finishedAt = now;
  }

  /**
   * Returns what is left of the chain once its session is deleted, for its deliveries on a purge;
   * null if it has none. Call when it is not indexed any more.
   */
  @Nullable SessionCell left(Instant now) {
    if (!state.isForPurges()) {
      return null;
    }
    SessionKey key = key();
    Session nothing =
        SessionBuilder.of(key.organizationId(), UUID.randomUUID(), Anonymizer.ANONYMOUS_USER)
            .status(SessionStatus.CLOSED)
            .finalizedAt(now)
            .build();
    SessionCell left = new SessionCell(nothing, false, TriggeredBy.HOUSEKEEPING);
    PurgedSession session = new PurgedSession(key.organizationId(), key.sessionId(), now);
    left.chain = new StoredChain(left, this, state.purged(session), now);
    return left;
  }

  /** Returns whether a purge left it and nothing is to be tried again. */
  boolean isOver() {
    return state.isOver();
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

  /**
   * Returns whether the chain may be claimed now; sessions of an unrecognized status are never
   * touched.
   */
  boolean isClaimable(Instant now) {
    return isDue(now) && cell.row.status().isTerminal();
  }

  boolean isDue(Instant now) {
    return dueAt != null && !dueAt.isAfter(now);
  }

  boolean isLeased(Instant now) {
    return owner != null && !isDue(now);
  }

  /** Returns whether the lease was neither given up nor taken over; it may have expired. */
  boolean isHeldBy(long its) {
    return owner != null && token == its && cell.row.status().isTerminal();
  }

  ChainLease claim(ClaimRequest request, Instant now) {
    token++;
    claims++;
    waits = false;
    owner = request.owner();
    Instant wasDueAt = Objects.requireNonNull(dueAt, "only due chains are claimed");
    dueAt = now.plus(request.lease());
    return new ChainLease(
        new LeaseRef(key(), token),
        shape.digest(),
        state,
        claims,
        wasDueAt,
        now,
        traceParent,
        enrichments);
  }

  /** Returns whether the chain is in the state that a settlement is based on; null matches any. */
  boolean follows(@Nullable ChainState base) {
    return home.look(this, it -> base == null || base.equals(it.state));
  }

  void settle(ChainState next, Settlement.Next lease, Instant now) {
    if (lease instanceof Settlement.KeepLease hold && !next.isComplete()) {
      write(next, now);
      claims = 1;
      dueAt = now.plus(hold.lease());
    } else {
      giveUp(next, lease instanceof Settlement.ReleaseLease give ? give.dueIn() : null, now);
    }
  }

  /** Writes the state and releases the chain. */
  void giveUp(ChainState next, @Nullable Duration dueIn, Instant now) {
    write(next, now);
    claims = 0;
    owner = null;
    waits = false;
    if (next.enrichments() < enrichments) {
      dueAt = now; // enriched since the state was read
    } else {
      dueAt = next.isComplete() || dueIn == null ? null : now.plus(dueIn);
    }
  }

  /**
   * Counts an enrichment of the session, if the chain has deliveries on enrichment, and makes the
   * chain due for them. A lease stays as it is, and so does a chain that waits for messages.
   */
  void enrich(Instant now) {
    if (state.enrichments() == Integer.MAX_VALUE) {
      return;
    }
    enrichments++;
    if (dueAt == null || (owner == null && !waits)) {
      dueAt = dueAt == null || dueAt.isAfter(now) ? now : dueAt;
    }
  }

  /** Replaces the state if the chain is not leased and still as expected. */
  boolean revise(ChainRecord expected, ChainState next, @Nullable Duration dueIn, Instant now) {
    boolean fits =
        token == expected.token()
            && state.equals(expected.state())
            && !isLeased(now)
            && (finishedAt == null
                || (next.isFinished() && !(state.isComplete() && next.isComplete())));
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

  /**
   * Releases the owner's messages and returns whether they are in time: the chain waited for them
   * or is finished.
   */
  boolean releaseInTime(Instant now) {
    return stopWaiting(now) || finishedAt != null;
  }

  /** Makes the chain due if it waited for the owner; returns whether it did. */
  boolean stopWaiting(Instant now) {
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

  void forgetTrace() {
    traceParent = null;
  }

  /** Returns how many deliveries are neither done nor skipped. */
  int undelivered() {
    return state.enriched(enrichments).undelivered();
  }

  private void write(ChainState next, Instant now) {
    state = next;
    if (!next.isFinished()) {
      finishedAt = null;
    } else if (finishedAt == null) {
      finishedAt = now;
    }
    parkedSteps = next.parkedSteps();
  }

  private SessionKey key() {
    Session row = cell.row;
    return new SessionKey(row.organizationId(), row.id());
  }
}
