package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many attempts at a step run at once, and the chains that wait for one to end. */
final class StepLimits {
  private final FinalizerOptions options;
  private final Map<String, Integer> running = new HashMap<>();
  private final Map<String, Deque<ChainRun>> blocked = new HashMap<>();

  StepLimits(FinalizerOptions options) {
    this.options = options;
  }

  /** Whether the next step of the chain may begin. */
  boolean admits(ChainRun run) {
    String name = name(run);
    return running.getOrDefault(name, 0) < limit(name);
  }

  /** Counts the next step of the chain as begun, if it may begin. */
  boolean begin(ChainRun run) {
    String name = name(run);
    boolean admitted = limit(name) == Integer.MAX_VALUE || admits(run);
    if (admitted && limit(name) < Integer.MAX_VALUE) {
      running.merge(name, 1, Integer::sum);
    }
    return admitted;
  }

  /** Keeps the chain until a step ends; false where enough wait already. */
  boolean block(ChainRun run) {
    String name = name(run);
    Deque<ChainRun> waiting = blocked.computeIfAbsent(name, it -> new ArrayDeque<>());
    return waiting.size() < limit(name) && waiting.add(run);
  }

  /** Keeps the chain until a step ends. */
  void blockAnyway(ChainRun run) {
    blocked.computeIfAbsent(name(run), it -> new ArrayDeque<>()).add(run);
  }

  /** A step has ended; answers the chain that waits for it longest. */
  @Nullable ChainRun ended(String name) {
    if (limit(name) == Integer.MAX_VALUE) {
      return null;
    }
    running.merge(name, -1, Integer::sum);
    return next(name);
  }

  /** The chain that waits longest for a step; it comes for one that was let in and is lost. */
  @Nullable ChainRun next(String name) {
    Deque<ChainRun> waiting = blocked.get(name);
    if (waiting == null) {
      return null;
    }
    ChainRun next = waiting.poll();
    while (next != null && next.isLost()) {
      next = waiting.poll();
    }
    return next;
  }

  List<ChainRun> drain() {
    List<ChainRun> drained = new ArrayList<>();
    blocked.values().forEach(drained::addAll);
    blocked.clear();
    return drained;
  }

  /** Limits hold for the step that is there now, under whatever name a chain knows it. */
  static String name(ChainRun run) {
    Integer step = run.nextStep();
    return step == null ? "" : run.shape().steps().get(step).name();
  }

  /** The name of the step of an attempt. */
  static String name(Attempt attempt) {
    return attempt.run().shape().steps().get(attempt.step()).name();
  }

  private int limit(String name) {
    return options.step(name).maxConcurrent();
  }
}
