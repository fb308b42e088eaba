package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a chain does next: pure functions of its shape, its state and the time.
 *
 * <p>Attempts are counted before they begin, so that an attempt that dies with its process counts.
 * The first attempt of a step is not written, which saves a write for every step that succeeds at
 * once: its loss shows in the number of claims. Every later attempt is written: a pending step that
 * has attempts but no time to wait for has begun its latest attempt, whose result is not written
 * yet.
 */
final class ChainDecision {
  /** The longest pause; a later time was set by a wrong clock. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(31);

  private ChainDecision() {}

  /**
   * An attempt whose node died, or lost its lease, before the result was written.
   *
   * @param notBefore when the next attempt may begin; null if the step is parked
   */
  record Loss(int step, int attempt, @Nullable Instant notBefore) {
    Progress progress() {
      return new Progress(isParked() ? Phase.PARKED : Phase.PENDING, attempt, notBefore);
    }

    boolean isParked() {
      return notBefore == null;
    }
  }

  /**
   * What to do with a claimed chain.
   *
   * @param state the state, with losses counted
   * @param losses attempts found lost
   * @param run the steps to run now, in order; if empty, the lease is given up
   * @param countFirst whether the attempt must be counted, see {@link #begun}, and the state
   *     settled, right before the step runs
   */
  record Turn(ChainState state, List<Loss> losses, List<Integer> run, boolean countFirst) {}

  /**
   * Returns the next turn of a chain.
   *
   * @param claims how often the chain was claimed since its last settlement
   * @param now the store's time
   * @param random from 0 (inclusive) to 1 (exclusive), for pauses
   */
  static Turn turn(
      ChainDefinition shape,
      ChainState state,
      int claims,
      IntFunction<StepOptions> options,
      Instant now,
      double random) {
    List<Loss> losses = losses(shape, state, claims, options, now, random);
    ChainState counted = state;
    for (Loss loss : losses) {
      counted = counted.with(loss.step(), loss.progress());
    }
    ChainState current = counted;
    List<Integer> due =
        stepsFirst(
            counted.ready(shape).stream()
                .filter(step -> isDue(current.steps().get(step), now))
                .toList(),
            shape);
    List<Integer> fresh =
        due.stream()
            .filter(step -> current.steps().get(step).attempts() == 0)
            .filter(step -> !isOnce(step, options))
            .toList();
    if (due.isEmpty()) {
      return new Turn(counted, losses, List.of(), false);
    }
    if (claims <= 1 && !fresh.isEmpty()) {
      return new Turn(counted, losses, fresh, false);
    }
    // A step that may have killed a node runs alone and is counted before it runs; so is a step
    // with a single attempt.
    return new Turn(counted, losses, due.subList(0, 1), true);
  }

  /** Deliveries run only while no other step is due, so that they hold up none. */
  private static List<Integer> stepsFirst(List<Integer> due, ChainDefinition shape) {
    List<Integer> steps =
        due.stream().filter(step -> !shape.steps().get(step).isDelivery()).toList();
    return steps.isEmpty() ? due : steps;
  }

  /** Returns the state after another attempt at a step has begun. */
  static ChainState begun(ChainState state, int step) {
    int attempt = state.steps().get(step).attempts() + 1;
    return state.with(step, new Progress(Phase.PENDING, attempt, null));
  }

  /**
   * Returns the state after an attempt.
   *
   * @param attempt the number of the attempt, from 1
   * @param random from 0 (inclusive) to 1 (exclusive), for the pause
   */
  static ChainState after(
      ChainState state,
      int step,
      int attempt,
      AttemptResult result,
      StepOptions options,
      Instant now,
      double random) {
    return state.with(step, progress(attempt, result, options, now, random));
  }

  /** Returns the time until the chain is due again; null if nothing is left to run. */
  static @Nullable Duration dueIn(ChainDefinition shape, ChainState state, Instant now) {
    Duration least = null;
    for (int step : state.ready(shape)) {
      Progress progress = state.steps().get(step);
      Instant notBefore = progress.notBefore();
      Duration wait =
          notBefore == null || isDue(progress, now)
              ? Duration.ZERO
              : Duration.between(now, notBefore);
      least = least == null || wait.compareTo(least) < 0 ? wait : least;
    }
    return least;
  }

  private static Progress progress(
      int attempt, AttemptResult result, StepOptions options, Instant now, double random) {
    return switch (result.kind()) {
      case DONE -> new Progress(Phase.DONE, attempt, null);
      case SKIPPED -> new Progress(Phase.SKIPPED, attempt, null);
      case PARKED -> new Progress(Phase.PARKED, attempt, null);
      default -> {
        if (attempt >= options.attempts()) {
          yield new Progress(Phase.PARKED, attempt, null);
        }
        Duration pause =
            result.kind() == AttemptRecord.Result.RETRY
                ? result.delay()
                : Backoff.pause(options, attempt, random);
        yield new Progress(Phase.PENDING, attempt, now.plus(pause));
      }
    };
  }

  private static List<Loss> losses(
      ChainDefinition shape,
      ChainState state,
      int claims,
      IntFunction<StepOptions> options,
      Instant now,
      double random) {
    List<Loss> losses = new ArrayList<>();
    for (int step : state.ready(shape)) {
      Progress progress = state.steps().get(step);
      if (progress.attempts() > 0 && progress.notBefore() == null) {
        // It was running when its node died: from now on its siblings go first.
        Duration pause = Backoff.pause(options.apply(step), progress.attempts(), random);
        losses.add(loss(step, progress.attempts(), options, now.plus(pause)));
      }
    }
    if (losses.isEmpty() && claims > 1) {
      state.ready(shape).stream()
          .filter(step -> state.steps().get(step).attempts() == 0)
          .filter(step -> !isOnce(step, options)) // otherwise it would have been counted
          .findFirst()
          .ifPresent(step -> losses.add(loss(step, 1, options, now)));
    }
    return losses;
  }

  private static Loss loss(
      int step, int attempt, IntFunction<StepOptions> options, Instant notBefore) {
    return new Loss(step, attempt, attempt >= options.apply(step).attempts() ? null : notBefore);
  }

  private static boolean isOnce(int step, IntFunction<StepOptions> options) {
    return options.apply(step).attempts() == 1;
  }

  private static boolean isDue(Progress progress, Instant now) {
    Instant notBefore = progress.notBefore();
    return notBefore == null
        || !notBefore.isAfter(now)
        || notBefore.isAfter(now.plus(LONGEST_PAUSE));
  }
}
