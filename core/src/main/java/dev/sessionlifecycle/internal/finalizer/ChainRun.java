package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed chain: a state machine that has either a step to run or a settlement to write next.
 * Used by one thread at a time, except for the flags of its lease.
 *
 * <p>Steps see only written state: after a step with effects, nothing runs before they are settled.
 * Steps without effects that succeed quickly are settled together.
 */
final class ChainRun {
  /**
   * How often a settlement may fail permanently before its chain is left until the lease expires.
   */
  private static final int MAX_FAILURES = 50;

  private final FinalizerContext context;
  private final FinalizerOptions options;
  private final ExecutableChain chain;
  private final ChainLease lease;
  private final Duration leaseTime;
  private final long claimTick;
  private final PendingOutcomes outcomes;

  private final Deque<Integer> steps = new ArrayDeque<>();
  private ChainState state;
  private int claims;
  private int failures;
  private boolean prioritized;
  private boolean countFirst;
  private boolean counted;
  private @Nullable Settlement settlement;
  private SessionSnapshot snapshot;
  private volatile long leaseTick;
  private volatile boolean lost;
  private volatile boolean settling;

  ChainRun(
      FinalizerContext context,
      FinalizerOptions options,
      ExecutableChain chain,
      ChainLease lease,
      Duration leaseTime,
      UUID owner,
      long beforeClaim) {
    this.context = context;
    this.options = options;
    this.chain = chain;
    this.lease = lease;
    this.leaseTime = leaseTime;
    this.claimTick = context.tick();
    this.leaseTick = beforeClaim;
    this.state = lease.state().enriched(lease.enrichments());
    this.claims = lease.claims();
    this.outcomes =
        new PendingOutcomes(context, chain, lease.ref().session(), lease.state(), owner);
    this.snapshot = newSnapshot();
    if (lease.state().steps().size() != chain.steps().size()) {
      throw new IllegalStateException("the state of a chain does not fit its shape");
    }
    plan(false);
  }

  FinalizerContext context() {
    return context;
  }

  ExecutableChain chain() {
    return chain;
  }

  LeaseRef ref() {
    return lease.ref();
  }

  /** Returns the trace context in which the session ended. */
  Optional<String> traceParent() {
    return Optional.ofNullable(lease.traceParent());
  }

  /** Marks the chain so that its outcomes are written ahead of others. */
  void prioritize() {
    prioritized = true;
  }

  boolean isPrioritized() {
    return prioritized;
  }

  /** Returns for how many enrichments of the session a step has been made due. */
  int enrichments(int step) {
    return state.steps().get(step).enrichments();
  }

  /** Returns the session that was deleted, of a chain that is left by a purge. */
  Optional<PurgedSession> purged() {
    return Optional.ofNullable(lease.state().purged());
  }

  /** Returns the settlement to write next; null while there are steps to run. */
  @Nullable Settlement settlement() {
    return settlement;
  }

  /** Whether there are outcomes that are not written yet. */
  boolean hasOutcomes() {
    return !outcomes.isEmpty();
  }

  /** Whether the settlement, once written, changes the state in the store. */
  boolean changesState() {
    return settlement != null && !outcomes.base().equals(settlement.state());
  }

  /** Returns the current name of the step to run next; empty if a settlement comes first. */
  String nextStep() {
    Integer step = settlement == null ? steps.peek() : null;
    return step == null ? "" : chain.currentName(step);
  }

  /** Whether the next attempt must be counted, and the count settled, before it begins. */
  boolean mustCount() {
    return countFirst && !counted;
  }

  /** Counts the next attempt: once settled, the state shows that it has begun. */
  void countAttempt() {
    state = ChainDecision.begun(state, steps.element());
    counted = true;
    settleAndHold();
  }

  /** Begins an attempt at the next step. */
  Attempt begin() {
    int step = steps.remove();
    int number = state.steps().get(step).attempts() + (counted ? 0 : 1);
    return new Attempt(this, step, number, chain.options(options, step).timeout(), snapshot);
  }

  /** Takes an attempt back, so that the chain can be given back as it was before it. */
  void undo(Attempt attempt) {
    steps.addFirst(attempt.step());
  }

  /** Records the result of an attempt and decides what comes next. */
  void record(Attempt attempt, AttemptResult result, boolean stopping) {
    int step = attempt.step();
    state =
        ChainDecision.after(
            state,
            step,
            attempt.attempt(),
            result,
            chain.options(options, step),
            storeNow(),
            context.random().getAsDouble());
    outcomes.add(attempt, result, state, storeNow());
    if (outcomes.hasEffects()) {
      snapshot = newSnapshot();
    }
    if (stopping) {
      settleAndRelease();
    } else if (steps.isEmpty() || attempt.took().compareTo(options.settleFlush()) > 0) {
      plan(counted);
    }
  }

  /**
   * Takes the settlement as written.
   *
   * @param beforeSettle the tick before it was sent
   * @return the events to publish
   */
  List<FinalizerEvent> settled(long beforeSettle) {
    settlement = null;
    failures = 0;
    claims = 1;
    leaseTick = beforeSettle;
    return outcomes.clear(state, sinceClaim());
  }

  /**
   * Drops effects that the store refused permanently: their attempts failed.
   *
   * @return whether there is another settlement to write, without the effects; false if there were
   *     no effects
   */
  boolean dropEffects() {
    boolean hadEffects = outcomes.hasEffects();
    countFirst = false;
    counted = false;
    state = outcomes.dropEffects(options, context.random().getAsDouble(), storeNow());
    settleAndRelease();
    return hadEffects;
  }

  /** Counts a permanent failure to settle; returns whether to stop retrying. */
  boolean countFailure() {
    failures++;
    return failures >= MAX_FAILURES;
  }

  /**
   * Prepares to give the chain back before its next step begins.
   *
   * @param delay how long other nodes should leave it alone
   * @return whether there is a settlement to write; if not, releasing the lease is enough
   */
  boolean giveBack(Duration delay) {
    if (counted && !steps.isEmpty()) {
      int step = steps.element();
      int attempts = state.steps().get(step).attempts() - 1;
      state = state.with(step, new Progress(Phase.PENDING, attempts, storeNow()));
      counted = false;
    } else if (outcomes.isEmpty() && settlement == null && delay.isZero()) {
      return false;
    }
    steps.clear();
    Duration due = dueIn();
    settle(new Settlement.ReleaseLease(due == null || due.compareTo(delay) >= 0 ? due : delay));
    return true;
  }

  /** Replaces texts of messages under the lease; returns whether it was still held. */
  boolean replaceTexts(Map<UUID, String> texts) {
    long before = context.tick();
    if (!context.chains().replaceTexts(ref(), leaseTime, texts)) {
      lose();
      return false;
    }
    renewed(before);
    return true;
  }

  /** Marks the lease as lost: nothing more of this run is written. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /** Marks whether it is being settled, during which its lease may end legitimately. */
  void settling(boolean value) {
    settling = value;
  }

  boolean isSettling() {
    return settling;
  }

  /** Notes that the lease was renewed by a call that began at this tick. */
  void renewed(long tick) {
    leaseTick = tick;
  }

  /** Whether the lease has expired as far as this node knows. */
  boolean isExpired() {
    return context.tick() - leaseTick > leaseTime.toNanos();
  }

  /** Returns the store's time: its clock at the claim, plus the time measured since. */
  private Instant storeNow() {
    return lease.claimedAt().plus(sinceClaim());
  }

  private Duration sinceClaim() {
    return Duration.ofNanos(Math.max(0, context.tick() - claimTick));
  }

  private void plan(boolean mustSettle) {
    ChainDecision.Turn turn =
        ChainDecision.turn(
            chain.shape(),
            state,
            claims,
            step -> chain.options(options, step),
            storeNow(),
            context.random().getAsDouble());
    turn.losses().forEach(outcomes::add);
    state = turn.state();
    countFirst = turn.countFirst();
    counted = false;
    if (turn.run().isEmpty()) {
      settleAndRelease();
      return;
    }
    // Steps planned earlier keep their order.
    steps.retainAll(turn.run());
    turn.run().stream().filter(step -> !steps.contains(step)).forEach(steps::add);
    boolean isDelivery = chain.isDelivery(turn.run().get(0));
    // A delivery that kills its node takes no outcome of another step with it.
    if (mustSettle
        || outcomes.mustBeWritten(options.settleFlush())
        || (isDelivery && !outcomes.isEmpty())) {
      settleAndHold();
    }
  }

  private @Nullable Duration dueIn() {
    return ChainDecision.dueIn(chain.shape(), state, storeNow());
  }

  private void settleAndHold() {
    settle(new Settlement.KeepLease(leaseTime));
  }

  private void settleAndRelease() {
    steps.clear();
    settle(new Settlement.ReleaseLease(dueIn()));
  }

  private void settle(Settlement.Next next) {
    settlement =
        new Settlement(ref(), outcomes.base(), state, next, outcomes.records(), outcomes.effects());
    snapshot = newSnapshot();
  }

  private SessionSnapshot newSnapshot() {
    return new SessionSnapshot(context.chains(), context.limits(), ref().session());
  }
}
