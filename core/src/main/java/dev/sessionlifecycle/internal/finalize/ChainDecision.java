package dev.sessionlifecycle.internal.finalize;

import dev.sessionlifecycle.StepOptions;
import dev.sessionlifecycle.spi.ChainShape;
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

  /** An attempt that died, or lost its lease, before it could be answered. */
  record Loss(int step, int attempt, boolean parked) {
    /** What becomes of the step. */
    Progress progress(Instant now) {
      return parked
          ? new Progress(Phase.PARKED, attempt, null)
          : new Progress(Phase.PENDING, attempt, now);
    }
  }

  /**
   * What is to be done with a claimed chain.
   *
   * @param state the state, with losses and begun attempts counted
   * @param losses attempts found lost
   * @param run the steps to run now, in order; empty to give the chain up
   * @param writeFirst whether the state must be settled before the step is run
   */
  record Turn(ChainState state, List<Loss> losses, List<Integer> run, boolean writeFirst) {}

  /**
   * The next turn of a chain.
   *
   * @param claims how often the chain was claimed since it was settled last
   * @param now the store's time
   */
  static Turn turn(
      ChainShape shape,
      ChainState state,
      int claims,
      IntFunction<StepOptions> options,
      Instant now) {
    List<Loss> losses = losses(shape, state, claims, options);
    ChainState counted = state;
    for (Loss loss : losses) {
      counted = counted.with(loss.step(), loss.progress(now));
    }
    ChainState current = counted;
    List<Integer> due =
        counted.ready(shape).stream()
            .filter(step -> isDue(current.steps().get(step), now))
            .toList();
    List<Integer> fresh =
        due.stream().filter(step -> current.steps().get(step).attempts() == 0).toList();
    if (due.isEmpty()) {
      return new Turn(counted, losses, List.of(), false);
    }
    if (claims <= 1 && !fresh.isEmpty()) {
      return new Turn(counted, losses, fresh, !losses.isEmpty());
    }
    // Whatever may have killed a holder runs alone, and is written down before it runs.
    int step = due.get(0);
    int attempt = counted.steps().get(step).attempts() + 1;
    return new Turn(
        counted.with(step, new Progress(Phase.PENDING, attempt, null)),
        losses,
        List.of(step),
        true);
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
  static @Nullable Duration dueIn(ChainShape shape, ChainState state, Instant now) {
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
      ChainShape shape, ChainState state, int claims, IntFunction<StepOptions> options) {
    List<Loss> losses = new ArrayList<>();
    for (int step : state.ready(shape)) {
      Progress progress = state.steps().get(step);
      if (progress.attempts() > 0 && progress.notBefore() == null) {
        losses.add(loss(step, progress.attempts(), options));
      }
    }
    if (losses.isEmpty() && claims > 1) {
      state.ready(shape).stream()
          .filter(step -> state.steps().get(step).attempts() == 0)
          .findFirst()
          .ifPresent(step -> losses.add(loss(step, 1, options)));
    }
    return losses;
  }

  private static Loss loss(int step, int attempt, IntFunction<StepOptions> options) {
    return new Loss(step, attempt, attempt >= options.apply(step).attempts());
  }

  private static boolean isDue(Progress progress, Instant now) {
    Instant notBefore = progress.notBefore();
    return notBefore == null
        || !notBefore.isAfter(now)
        || notBefore.isAfter(now.plus(LONGEST_PAUSE));
  }
}
