package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.spring.boot.SessionLifecycleProperties.Health;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;

/**
 * Whether work gets done, rather than whether threads are alive: out of service once the oldest due
 * chain of the store has waited for too long, or too many are parked.
 */
final class SessionLifecycleHealthIndicator extends AbstractHealthIndicator {
  private final BacklogCache counts;
  private final ObjectProvider<HousekeepingLifecycle> housekeeping;
  private final Health thresholds;

  SessionLifecycleHealthIndicator(
      BacklogCache counts, ObjectProvider<HousekeepingLifecycle> housekeeping, Health thresholds) {
    super("the store cannot be asked for its chains");
    this.counts = counts;
    this.housekeeping = housekeeping;
    this.thresholds = thresholds;
  }

  @Override
  protected void doHealthCheck(org.springframework.boot.health.contributor.Health.Builder builder) {
    FinalizerSnapshot snapshot = counts.get();
    boolean isLate = snapshot.oldestDue().compareTo(thresholds.oldestDue()) > 0;
    boolean isParked = thresholds.parked() != null && snapshot.parked() > thresholds.parked();
    if (isLate || isParked) {
      builder.outOfService();
    } else {
      builder.up();
    }
    builder
        .withDetail("due", snapshot.due())
        .withDetail("leased", snapshot.leased())
        .withDetail("waiting", snapshot.waiting())
        .withDetail("parked", snapshot.parked())
        .withDetail("oldestDue", snapshot.oldestDue().toString())
        .withDetail("hanging", snapshot.hanging())
        .withDetail("housekeepingFailures", consecutiveFailures());
  }

  private int consecutiveFailures() {
    HousekeepingLifecycle run = housekeeping.getIfAvailable();
    return run == null
        ? 0
        : run.report().stream()
            .flatMap(report -> report.failures().stream())
            .mapToInt(HousekeepingFailure::consecutive)
            .max()
            .orElse(0);
  }
}
