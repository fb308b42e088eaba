package dev.sessionlifecycle.events;

import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.finalizer.SessionChain.StepAttempt;
import dev.sessionlifecycle.finalizer.UnfinishedChain;
import dev.sessionlifecycle.finalizer.UnfinishedFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a receiver is doing.
 *
 * @param pending how many deliveries wait to be made, those that failed before among them
 * @param failing how many of those have failed at least once
 * @param parked how many were given up until they are resent or skipped
 * @param failingSince when the first attempt of those that fail or are parked was made, by the
 *     business clock; null where there are none
 * @param isComplete whether all were counted; false where there are more than 1,000 chains
 */
public record DeliveryState(
    int pending, int failing, int parked, @Nullable Instant failingSince, boolean isComplete) {
  private static final int PAGE = 500;
  private static final int MOST = 1_000;

  /** Whether everything was delivered, as far as it is due. */
  public boolean isHealthy() {
    return failing == 0 && parked == 0;
  }

  static DeliveryState read(Finalizer finalizer, UUID organizationId, Set<String> steps) {
    DeliveryState state = new DeliveryState(0, 0, 0, null, true);
    UnfinishedChain last =
        new UnfinishedChain(
            organizationId, new UUID(0, 0), UnfinishedChain.State.DUE, Duration.ZERO, 0, List.of());
    int looked = 0;
    List<UnfinishedChain> page;
    do {
      page = finalizer.unfinished(UnfinishedFilter.all(), last, PAGE);
      for (UnfinishedChain chain : page) {
        last = chain;
        if (!chain.organizationId().equals(organizationId)) {
          return state;
        }
        if (!Collections.disjoint(chain.open(), steps)) {
          if (looked++ == MOST) {
            return new DeliveryState(
                state.pending, state.failing, state.parked, state.failingSince, false);
          }
          Optional<SessionChain> read = finalizer.chain(organizationId, chain.sessionId());
          for (ChainStep step : read.map(SessionChain::steps).orElse(List.of())) {
            state = steps.contains(step.name()) ? state.with(step) : state;
          }
        }
      }
    } while (page.size() == PAGE);
    return state;
  }

  private DeliveryState with(ChainStep step) {
    boolean isParked = step.progress() == Progress.PARKED;
    boolean isPending = step.progress() == Progress.PENDING;
    boolean isFailing = isPending && step.attempts() > 0;
    Instant since = failingSince;
    if (isFailing || isParked) {
      Instant first = step.history().stream().map(StepAttempt::startedAt).findFirst().orElse(null);
      since = since == null || (first != null && first.isBefore(since)) ? first : since;
    }
    return new DeliveryState(
        pending + (isPending ? 1 : 0),
        failing + (isFailing ? 1 : 0),
        parked + (isParked ? 1 : 0),
        since,
        isComplete);
  }
}
