package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** What waits, runs and is parked, and how it is configured: numbers and names, no texts. */
@Endpoint(id = "sessionlifecycle")
final class SessionLifecycleEndpoint {
  private final BacklogCache counts;
  private final FinalizeChain chain;
  private final @Nullable FinalizerOptions options;
  private final @Nullable HousekeepingLifecycle housekeeping;

  SessionLifecycleEndpoint(
      BacklogCache counts,
      FinalizeChain chain,
      @Nullable FinalizerOptions options,
      @Nullable HousekeepingLifecycle housekeeping) {
    this.counts = counts;
    this.chain = chain;
    this.options = options;
    this.housekeeping = housekeeping;
  }

  /** The whole of it. */
  record Report(
      Chains chains,
      Map<String, Integer> running,
      int hanging,
      List<Step> steps,
      Map<String, Object> finalizer,
      Map<String, Integer> housekeeping) {}

  /** Unfinished chains of the store, over all nodes. */
  record Chains(long due, long leased, long waiting, long parked, String oldestDue) {}

  /** A step of the chain, with what it waits for and how it is run. */
  record Step(
      String name,
      List<String> waitsFor,
      boolean isDelivery,
      @Nullable Integer attempts,
      @Nullable String timeout) {}

  @ReadOperation
  Report report() {
    FinalizerSnapshot snapshot = counts.get();
    return new Report(
        new Chains(
            snapshot.due(),
            snapshot.leased(),
            snapshot.waiting(),
            snapshot.parked(),
            snapshot.oldestDue().toString()),
        snapshot.running(),
        snapshot.hanging(),
        chain.steps().stream().map(this::step).toList(),
        finalizer(),
        housekeeping());
  }

  private Step step(FinalizeStep step) {
    StepOptions own = options == null ? null : options.step(step.name());
    return new Step(
        step.name(),
        chain.waitsFor(step).stream().map(FinalizeStep::name).toList(),
        chain.isDelivery(step),
        own == null ? null : own.attempts(),
        own == null ? null : own.timeout().toString());
  }

  private Map<String, Object> finalizer() {
    return options == null
        ? Map.of()
        : new TreeMap<>(
            Map.of(
                "threads", options.threads(),
                "spareThreads", options.spareThreads(),
                "executor", options.executor().isPresent(),
                "lease", options.lease().toString(),
                "claimBatch", options.claimBatch(),
                "organizationShare", options.organizationShare(),
                "settleBatch", options.settleBatch(),
                "maxPoll", options.maxPoll().toString(),
                "stop", options.stop().toString()));
  }

  private Map<String, Integer> housekeeping() {
    Map<String, Integer> done = new TreeMap<>();
    Optional.ofNullable(housekeeping)
        .flatMap(HousekeepingLifecycle::report)
        .map(HousekeepingReport::done)
        .ifPresent(all -> all.forEach((what, count) -> done.put(what.name(), count)));
    return done;
  }
}
