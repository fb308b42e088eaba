package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The chains with a step to run, fair between organizations: each organization in turn supplies one
 * chain. Enforces the limits on concurrent attempts at a step; a chain whose next step is at its
 * limit waits aside until an attempt ends. Not thread-safe: guarded by its {@link WorkQueue}.
 */
final class ReadyQueue {
  private final FinalizerOptions options;
  private final Map<UUID, Organization> organizations = new HashMap<>();
  private final Deque<Organization> turns = new ArrayDeque<>();
  private final Map<String, StepLimit> limits = new HashMap<>();
  private int size;

  ReadyQueue(FinalizerOptions options) {
    this.options = options;
  }

  /** The chains of an organization; removed when it has none. */
  private record Organization(UUID id, Deque<ChainRun> chains) {}

  /**
   * The number of attempts in progress at a step, and the chains that wait for one of them to end.
   */
  private static final class StepLimit {
    final int permits;
    final Deque<ChainRun> waiting = new ArrayDeque<>();
    int running;

    StepLimit(int permits) {
      this.permits = permits;
    }

    boolean isReached() {
      return running >= permits;
    }
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a chain that continues, ahead of those of its organization that have not begun. */
  boolean addFirst(ChainRun run) {
    return admit(run) ? queue(run).offerFirst(run) : waitAside(run);
  }

  /**
   * Adds a newly claimed chain after the others of its organization.
   *
   * @return false if as many chains as its next step can use are waiting for that step already
   */
  boolean addLast(ChainRun run) {
    return admit(run) ? queue(run).offerLast(run) : waitAside(run);
  }

  /** Takes the next chain, whose step then counts as in progress; returns null if there is none. */
  @Nullable ChainRun take() {
    for (ChainRun run = poll(); run != null; run = poll()) {
      StepLimit limit = limit(run.nextStep());
      if (run.isLost()) {
        resume(limit); // another chain that waits for the step takes its place
      } else if (limit == null) {
        return run;
      } else if (limit.isReached()) {
        limit.waiting.add(run);
      } else {
        limit.running++;
        return run;
      }
    }
    return null;
  }

  /**
   * Notes that an attempt at a step ended or did not begin; admits the chain that waited longest.
   */
  void ended(String step) {
    StepLimit limit = limit(step);
    if (limit != null) {
      limit.running--;
      resume(limit);
    }
  }

  /** Removes and returns all chains. */
  List<ChainRun> drain() {
    List<ChainRun> drained = new ArrayList<>();
    turns.forEach(organization -> drained.addAll(organization.chains()));
    limits.values().forEach(limit -> drained.addAll(limit.waiting));
    organizations.clear();
    turns.clear();
    limits.values().forEach(limit -> limit.waiting.clear());
    size = 0;
    return drained;
  }

  private boolean admit(ChainRun run) {
    StepLimit limit = limit(run.nextStep());
    return limit == null || !limit.isReached();
  }

  private boolean waitAside(ChainRun run) {
    StepLimit limit = limit(run.nextStep());
    return limit != null && limit.waiting.size() < limit.permits && limit.waiting.add(run);
  }

  private void resume(@Nullable StepLimit limit) {
    if (limit == null) {
      return;
    }
    ChainRun next = limit.waiting.poll();
    while (next != null && next.isLost()) {
      next = limit.waiting.poll();
    }
    if (next != null) {
      queue(next).addFirst(next);
    }
  }

  /** Returns the queue of this chain's organization; the caller adds the chain. */
  private Deque<ChainRun> queue(ChainRun run) {
    size++;
    return organizations
        .computeIfAbsent(run.ref().session().organizationId(), this::enter)
        .chains();
  }

  private Organization enter(UUID id) {
    Organization entered = new Organization(id, new ArrayDeque<>());
    turns.add(entered);
    return entered;
  }

  private @Nullable ChainRun poll() {
    Organization organization = turns.poll();
    if (organization == null) {
      return null;
    }
    ChainRun run = organization.chains().remove();
    size--;
    if (organization.chains().isEmpty()) {
      organizations.remove(organization.id());
    } else {
      turns.add(organization);
    }
    return run;
  }

  /** Returns the limit of a step, by its current name; null if there is none. */
  private @Nullable StepLimit limit(String step) {
    int permits = options.step(step).maxConcurrent();
    return permits == Integer.MAX_VALUE
        ? null
        : limits.computeIfAbsent(step, name -> new StepLimit(permits));
  }
}
