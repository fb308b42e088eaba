package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ChainDecisionProperties {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * Any graph, any results, and holders that die at any moment: before they begin, within a step
   * that was or was not written, or before they settle.
   */
  @Property(tries = 2_000)
  void every_step_eventually_settles_and_never_before_its_predecessors(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 8) int size) {
    ChainDefinition shape = shape(random, size);
    StepOptions options = StepOptions.defaults().withAttempts(1 + random.nextInt(4));
    int[] starts = new int[size];
    ChainState settled = ChainState.initial(shape);
    Instant now = START;
    int claims = 0;
    int rounds = 0;
    for (Duration dueIn = ChainDecision.dueIn(shape, settled, now);
        dueIn != null;
        dueIn = ChainDecision.dueIn(shape, settled, now)) {
      assertTrue(++rounds < 10_000, "the chain never ends");
      now = now.plus(dueIn).plusMillis(1);
      claims++;
      ChainDecision.Turn turn =
          ChainDecision.turn(shape, settled, claims, step -> options, now, random.nextDouble());
      ChainState state = turn.state();
      boolean begun = turn.countFirst();
      if (random.nextInt(5) == 0) {
        continue; // dies before anything is written
      }
      if (begun) {
        state = ChainDecision.begun(state, turn.run().get(0));
      }
      if (begun || turn.run().isEmpty()) {
        settled = state;
        claims = turn.run().isEmpty() ? 0 : 1;
      }
      boolean died = false;
      for (int step : turn.run()) {
        int attempt = state.steps().get(step).attempts();
        boolean counted = begun && attempt > 0;
        attempt += counted ? 0 : 1;
        starts[step]++;
        assertTrue(shape.steps().get(step).after().stream().allMatch(finished(settled)::contains));
        if (random.nextInt(6) == 0) {
          died = true;
          break;
        }
        state =
            ChainDecision.after(
                state, step, attempt, result(random), options, now, random.nextDouble());
      }
      if (!died && random.nextInt(6) > 0 && !turn.run().isEmpty()) {
        settled = state;
        claims = 0;
      }
    }
    for (int step = 0; step < size; step++) {
      boolean behindParked = !settled.isReady(shape, step);
      assertTrue(settled.steps().get(step).phase() != ChainState.Phase.PENDING || behindParked);
      assertTrue(settled.steps().get(step).attempts() <= options.attempts());
    }
  }

  @Property
  void a_step_that_kills_every_holder_is_parked_exactly_at_its_attempt_limit(
      @ForAll @IntRange(min = 1, max = 20) int attempts) {
    ChainDefinition shape = ChainDefinition.decode("killer");
    StepOptions options = StepOptions.defaults().withAttempts(attempts);
    ChainState settled = ChainState.initial(shape);
    Instant now = START;
    int kills = 0;
    int claims = 0;
    while (settled.parkedSteps() == 0) {
      now = now.plus(Duration.ofHours(1));
      claims++;
      ChainDecision.Turn turn =
          ChainDecision.turn(shape, settled, claims, step -> options, now, 0.99);
      if (turn.countFirst() || turn.run().isEmpty()) {
        settled =
            turn.countFirst() ? ChainDecision.begun(turn.state(), turn.run().get(0)) : turn.state();
        claims = turn.run().isEmpty() ? 0 : 1;
      }
      kills += turn.run().size();
    }
    assertEquals(attempts, kills);
  }

  @Property
  void a_backoff_stays_between_zero_and_its_cap_and_never_overflows(
      @ForAll @IntRange(min = 1) int attempt,
      @ForAll @LongRange(min = 0, max = 2_592_000_000_000_000L) long backoffNanos,
      @ForAll @LongRange(min = 0, max = 2_592_000_000_000_000L) long capNanos,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
    StepOptions options =
        StepOptions.defaults()
            .withBackoff(Duration.ofNanos(backoffNanos), Duration.ofNanos(capNanos));
    Duration pause = Backoff.pause(options, attempt, random);
    Duration longest = Backoff.longest(options, attempt);
    assertTrue(!pause.isNegative() && pause.compareTo(longest) <= 0);
    assertTrue(longest.compareTo(options.maxBackoff()) <= 0);
    assertTrue(
        longest.compareTo(
                Backoff.longest(options, attempt == Integer.MAX_VALUE ? attempt : attempt + 1))
            <= 0);
  }

  @Property(tries = 10)
  void backoff_doubles_up_to_its_cap(@ForAll @IntRange(min = 1, max = 11) int attempt) {
    assertEquals(
        Duration.ofSeconds(1L << (attempt - 1)), Backoff.longest(StepOptions.defaults(), attempt));
    assertEquals(Duration.ofHours(1), Backoff.longest(StepOptions.defaults(), 13));
  }

  private static List<Integer> finished(ChainState state) {
    List<Integer> finished = new ArrayList<>();
    for (int step = 0; step < state.steps().size(); step++) {
      if (state.steps().get(step).phase().isFinished()) {
        finished.add(step);
      }
    }
    return finished;
  }

  private static AttemptResult result(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> AttemptResult.skipped("empty");
      case 1 -> AttemptResult.failed("java.io.IOException");
      case 2 -> AttemptResult.retryLater(Duration.ofSeconds(random.nextInt(100)), "busy");
      case 3 ->
          random.nextInt(10) == 0 ? AttemptResult.rejected("no") : AttemptResult.failed("timeout");
      default -> AttemptResult.done(Effects.none());
    };
  }

  private static ChainDefinition shape(Random random, int size) {
    List<ChainDefinition.Step> steps = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<Integer> after = new ArrayList<>();
      for (int before = 0; before < i; before++) {
        if (random.nextInt(3) == 0) {
          after.add(before);
        }
      }
      steps.add(new ChainDefinition.Step("s" + i, after));
    }
    return new ChainDefinition(steps);
  }
}
