package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The chain of a campaign: a fork and a join; every step has effects that name it and the single
 * execution that produced them. Most executions take a few milliseconds, one in forty up to half a
 * second, cancelled or not: late outcomes are intended.
 */
public final class CampaignChain {
  private static final String FIRST = "scrub";
  private static final String LEFT = "summarize";
  private static final String RIGHT = "note";
  private static final String LAST = "sync";

  private CampaignChain() {}

  /** Returns each step with the steps that precede it. */
  public static Map<String, List<String>> order() {
    return Map.of(
        FIRST, List.of(), LEFT, List.of(FIRST), RIGHT, List.of(FIRST), LAST, List.of(LEFT, RIGHT));
  }

  static FinalizeChain create(long seed) {
    return create(context -> spend(millis(context, seed)));
  }

  /** Creates the chain, whose executions do this work before they return. */
  public static FinalizeChain create(Consumer<StepContext> work) {
    return FinalizeChain.first(step(FIRST, work))
        .then(step(LEFT, work), step(RIGHT, work))
        .then(step(LAST, work));
  }

  private static FinalizeStep step(String name, Consumer<StepContext> work) {
    return FinalizeStep.of(
        name,
        context -> {
          work.accept(context);
          Map<String, Object> mark =
              Map.of("step", name, "execution", UUID.randomUUID().toString());
          // Steps that may be written together write to different columns, so that each write is
          // seen.
          Effects.Builder effects = Effects.builder();
          return StepOutcome.done(
              (name.equals(RIGHT) ? effects.contextVariables(mark) : effects.metadata(mark))
                  .build());
        });
  }

  private static long millis(StepContext context, long seed) {
    Random random = new Random(seed ^ context.idempotencyKey().hashCode() ^ context.attempt());
    return random.nextInt(40) == 0 ? 100 + random.nextInt(400) : 1 + random.nextInt(6);
  }

  static void spend(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
