package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a run commits, publishes it as events, and logs what needs attention. Thread-safe.
 */
final class RunStats {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  private final FinalizerContext context;
  private final FinalizerTotals totals;
  private final AtomicInteger claimed = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final AtomicInteger retried = new AtomicInteger();
  private final AtomicInteger parked = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  RunStats(FinalizerContext context, FinalizerTotals totals) {
    this.context = context;
    this.totals = totals;
  }

  void claimed(int chains) {
    claimed.addAndGet(chains);
  }

  /** Counts and publishes events whose outcomes are committed. */
  void committed(List<FinalizerEvent> events) {
    for (FinalizerEvent event : events) {
      count(event);
      context.publish(event);
    }
  }

  /** Reports a lost lease; outcomes that are not written are dropped. */
  void leaseLost(ChainRun run) {
    SessionKey session = run.ref().session();
    if (run.hasOutcomes()) {
      refused.incrementAndGet();
      totals.refused().increment();
    }
    LOG.info(
        "Lost the lease on the chain of session {} of organization {}",
        session.sessionId(),
        session.organizationId());
    context.publish(new FinalizerEvent.LeaseLost(session.organizationId(), session.sessionId()));
  }

  /** Reports that a step returned after its attempt had ended. */
  void outcomeRefused(Attempt attempt) {
    SessionKey session = attempt.run().ref().session();
    refused.incrementAndGet();
    totals.refused().increment();
    context.publish(
        new FinalizerEvent.OutcomeRefused(
            session.organizationId(), session.sessionId(), attempt.stepName(), attempt.attempt()));
  }

  FinalizerReport report() {
    return new FinalizerReport(
        claimed.get(),
        finished.get(),
        done.get(),
        skipped.get(),
        retried.get(),
        parked.get(),
        refused.get());
  }

  private void count(FinalizerEvent event) {
    if (event instanceof FinalizerEvent.StepFinished it) {
      (it.skipped() ? skipped : done).incrementAndGet();
      totals.steps().increment();
    } else if (event instanceof FinalizerEvent.ChainFinished) {
      finished.incrementAndGet();
      totals.chains().increment();
    } else if (event instanceof FinalizerEvent.StepFailed) {
      retried.incrementAndGet();
      totals.failed().increment();
    } else if (event instanceof FinalizerEvent.StepParked it) {
      parked.incrementAndGet();
      totals.parked().increment();
      LOG.warn(
          "Parked step {} of session {} of organization {} after {} attempt{}: {}",
          it.step(),
          it.sessionId(),
          it.organizationId(),
          it.attempt(),
          it.attempt() == 1 ? "" : "s",
          it.label());
    }
  }
}
