package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.StepOptions;
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
 * What a chain does next: pure functions of its shape, its state and the time.
 *
 * <p>Attempts are counted before they begin, so that one that dies with its process counts. The
 * very first attempt of a step is not written down, to save a write for each step that just works:
 * that it died is seen from the count of claims. Every later one is: a pending step with attempts
 * and without a time to wait for is one whose last attempt has begun and has not been answered.
 */
final class ChainDecision {
  /** No pause is longer; a time further ahead was set by a clock that has been wrong. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(31);

  private ChainDecision() {}

  /**
   * An attempt that died, or lost its lease, before it could be answered.
   *
   * @param notBefore when there will be another one; null where the step is parked
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
   * What is to be done with a claimed chain.
   *
   * @param state the state, with losses counted
   * @param losses attempts found lost
   * @param run the steps to run now, in order; empty to give the chain up
   * @param countFirst whether the attempt must be counted, see {@link #begun}, and the state be
   *     settled, right before the step is run
   */
  record Turn(ChainState state, List<Loss> losses, List<Integer> run, boolean countFirst) {}

  /**
   * The next turn of a chain.
   *
   * @param claims how often the chain was claimed since it was settled last
   * @param now the store's time
   * @param random from 0, included, to 1, excluded: for pauses
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
        counted.ready(shape).stream()
            .filter(step -> isDue(current.steps().get(step), now))
            .toList();
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
    // Whatever may have killed a holder runs alone, and is written down before it runs; likewise
    // what may be tried only once.
    return new Turn(counted, losses, due.subList(0, 1), true);
  }

  /** The state once another attempt at a step has begun. */
  static ChainState begun(ChainState state, int step) {
    int attempt = state.steps().get(step).attempts() + 1;
    return state.with(step, new Progress(Phase.PENDING, attempt, null));
  }

  /**
   * The state after an attempt was answered.
   *
   * @param attempt which attempt it was, counted from 1
   * @param random from 0, included, to 1, excluded: for the pause
   */
  static ChainState answered(
      ChainState state,
      int step,
      int attempt,
      Answer answer,
      StepOptions options,
      Instant now,
      double random) {
    return state.with(step, progress(attempt, answer, options, now, random));
  }

  /** When the chain is due again; null where nothing is left to run. */
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
      int attempt, Answer answer, StepOptions options, Instant now, double random) {
    boolean last = attempt >= options.attempts();
    if (answer instanceof Answer.Done) {
      return new Progress(Phase.DONE, attempt, null);
    } else if (answer instanceof Answer.Skipped) {
      return new Progress(Phase.SKIPPED, attempt, null);
    } else if (answer instanceof Answer.Rejected || last) {
      return new Progress(Phase.PARKED, attempt, null);
    } else if (answer instanceof Answer.Later later) {
      return new Progress(Phase.PENDING, attempt, now.plus(later.delay()));
    }
    return new Progress(Phase.PENDING, attempt, now.plus(Backoff.pause(options, attempt, random)));
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
        // It had begun when its holder died: what waits beside it goes first from now on.
        Duration pause = Backoff.pause(options.apply(step), progress.attempts(), random);
        losses.add(loss(step, progress.attempts(), options, now.plus(pause)));
      }
    }
    if (losses.isEmpty() && claims > 1) {
      state.ready(shape).stream()
          .filter(step -> state.steps().get(step).attempts() == 0)
          .filter(step -> !isOnce(step, options)) // it would have been counted
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
