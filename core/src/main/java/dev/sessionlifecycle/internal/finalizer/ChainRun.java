package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed chain on its way: the steps to run, what has been answered and not been written yet,
 * and the settlement that is to be written next. Used by one thread at a time, but for {@link
 * #lose} and {@link #isLost}.
 *
 * <p>A step sees only what is written: behind effects nothing runs before they are settled. Where
 * there is nothing to see, and all goes well and quickly, steps are settled together.
 */
final class ChainRun {
  /** So often a settlement fails for no passing reason before the chain is left to its lease. */
  private static final int PATIENCE = 50;

  private final EngineParts parts;
  private final FinalizerOptions options;
  private final BoundShape shape;
  private final ChainLease lease;
  private final Duration leaseTime;
  private final long claimTick;
  private final Unsettled unsettled;

  private final Deque<Integer> todo = new ArrayDeque<>();
  private ChainState state;
  private int claims;
  private int failures;
  private boolean ahead;
  private boolean countFirst;
  private boolean counted;
  private @Nullable Settlement pending;
  private Attempt.Reading reading = new Attempt.Reading();
  private volatile long leaseTick;
  private volatile boolean lost;
  private volatile boolean settling;

  ChainRun(
      EngineParts parts,
      FinalizerOptions options,
      BoundShape shape,
      ChainLease lease,
      Duration leaseTime,
      UUID owner,
      long beforeClaim) {
    this.parts = parts;
    this.options = options;
    this.shape = shape;
    this.lease = lease;
    this.leaseTime = leaseTime;
    this.claimTick = parts.tick();
    this.leaseTick = beforeClaim;
    this.state = lease.state();
    this.claims = lease.claims();
    this.unsettled = new Unsettled(parts, shape, lease.ref(), lease.state(), owner);
    if (lease.state().steps().size() != shape.steps().size()) {
      throw new IllegalStateException("the state of a chain does not fit its shape");
    }
    plan(false);
  }

  EngineParts parts() {
    return parts;
  }

  BoundShape shape() {
    return shape;
  }

  LeaseRef ref() {
    return lease.ref();
  }

  /** Goes ahead of others: its organization has little due, while another has much. */
  void goAhead() {
    ahead = true;
  }

  boolean goesAhead() {
    return ahead;
  }

  Unsettled unsettled() {
    return unsettled;
  }

  /** The settlement to be written next; null while there are steps to run. */
  @Nullable Settlement pending() {
    return pending;
  }

  /** The step to run next; null where a settlement comes first. */
  @Nullable Integer nextStep() {
    return pending == null ? todo.peek() : null;
  }

  /** Whether {@link #count} comes, and is settled, before {@link #begin}. */
  boolean mustCount() {
    return countFirst && !counted;
  }

  /** Counts the next attempt: what is pending then says that it has begun. */
  void count() {
    state = ChainDecision.begun(state, todo.element());
    counted = true;
    hold();
  }

  /** Begins an attempt at the next step. */
  Attempt begin() {
    int step = todo.remove();
    int number = state.steps().get(step).attempts() + (counted ? 0 : 1);
    return new Attempt(this, step, number, shape.options(options, step).timeout(), reading);
  }

  /** Takes the answer to an attempt, and finds out what comes next. */
  void answer(Attempt attempt, Answer answer, boolean stopping) {
    int step = attempt.step();
    state =
        ChainDecision.answered(
            state,
            step,
            attempt.attempt(),
            answer,
            shape.options(options, step),
            storeNow(),
            parts.random().getAsDouble());
    unsettled.add(attempt, answer, state, storeNow());
    if (unsettled.hasEffects()) {
      reading = new Attempt.Reading();
    }
    if (stopping) {
      todo.clear();
      giveUp(ChainDecision.dueIn(shape.shape(), state, storeNow()));
    } else if (todo.isEmpty() || attempt.took().compareTo(options.settleFlush()) > 0) {
      plan(counted);
    }
  }

  /**
   * The pending settlement is written.
   *
   * @param beforeSettle the tick before it was
   * @return what is to be told now
   */
  List<FinalizerEvent> settled(long beforeSettle) {
    pending = null;
    failures = 0;
    claims = 1;
    leaseTick = beforeSettle;
    return unsettled.settled(state);
  }

  /**
   * The store refused what was to be written, for good: done without writing counts as failed.
   *
   * @return whether there is something else to settle now: there were effects, and are none
   */
  boolean refused() {
    boolean hadEffects = unsettled.hasEffects();
    pending = null;
    todo.clear();
    countFirst = false;
    counted = false;
    ChainState without =
        unsettled.withoutEffects(options, parts.random().getAsDouble(), storeNow());
    state = without;
    giveUp(ChainDecision.dueIn(shape.shape(), state, storeNow()));
    return hadEffects;
  }

  /** Once more the store could not settle it, and did not say that it may later. */
  boolean isHopeless() {
    failures++;
    return failures >= PATIENCE;
  }

  /**
   * Gives the chain back before its next step has begun.
   *
   * @param delay how long others are to leave it alone
   * @return whether there is something to settle; where not, the lease may just be released
   */
  boolean giveBack(Duration delay) {
    if (counted && !todo.isEmpty()) {
      int step = todo.element();
      int attempts = state.steps().get(step).attempts() - 1;
      state = state.with(step, new Progress(Phase.PENDING, attempts, storeNow()));
      counted = false;
    } else if (unsettled.isEmpty() && pending == null && delay.isZero()) {
      return false;
    }
    todo.clear();
    Duration due = ChainDecision.dueIn(shape.shape(), state, storeNow());
    giveUp(due == null || due.compareTo(delay) >= 0 ? due : delay);
    return true;
  }

  /** The lease is lost: nothing of this run will be written any more. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /** It is being settled: its lease may end rightly. */
  void settling(boolean value) {
    settling = value;
  }

  boolean isSettling() {
    return settling;
  }

  /** The lease was prolonged at this tick. */
  void renewed(long tick) {
    leaseTick = tick;
  }

  /** Whether the lease has lapsed as far as this node can tell. */
  boolean isLapsed() {
    return parts.tick() - leaseTick > leaseTime.toNanos();
  }

  private Instant storeNow() {
    return lease.claimedAt().plusNanos(Math.max(0, parts.tick() - claimTick));
  }

  private void plan(boolean careful) {
    Instant now = storeNow();
    List<Integer> rest = List.copyOf(todo);
    todo.clear();
    ChainDecision.Turn turn =
        ChainDecision.turn(
            shape.shape(),
            state,
            claims,
            step -> shape.options(options, step),
            now,
            parts.random().getAsDouble());
    for (ChainDecision.Loss loss : turn.losses()) {
      unsettled.add(loss);
    }
    state = turn.state();
    countFirst = turn.countFirst();
    counted = false;
    if (turn.run().isEmpty()) {
      giveUp(ChainDecision.dueIn(shape.shape(), state, now));
      return;
    }
    // What was planned before keeps its turn.
    rest.stream().filter(turn.run()::contains).forEach(todo::add);
    turn.run().stream().filter(step -> !rest.contains(step)).forEach(todo::add);
    if (careful || unsettled.mustBeWritten(options.settleFlush())) {
      hold();
    }
  }

  private void hold() {
    write(new Settlement.KeepLease(leaseTime));
  }

  private void giveUp(@Nullable Duration dueIn) {
    write(new Settlement.ReleaseLease(dueIn));
  }

  private void write(Settlement.Next next) {
    pending =
        new Settlement(
            ref(), unsettled.base(), state, next, unsettled.records(), unsettled.effects());
    reading = new Attempt.Reading();
  }
}
