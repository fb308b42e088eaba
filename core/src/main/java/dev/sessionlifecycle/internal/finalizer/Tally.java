package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was committed, tells the listener, and logs what needs somebody's eye. */
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  private final EngineParts parts;
  private final Counters counters;
  private final AtomicInteger claimed = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final AtomicInteger retried = new AtomicInteger();
  private final AtomicInteger parked = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  Tally(EngineParts parts, Counters counters) {
    this.parts = parts;
    this.counters = counters;
  }

  void claimed(int chains) {
    claimed.addAndGet(chains);
  }

  void tell(List<FinalizerEvent> events) {
    for (FinalizerEvent event : events) {
      count(event);
      parts.tell(event);
    }
  }

  /** The lease is lost; what was not written is dropped. */
  void lost(ChainRun run) {
    SessionKey session = run.ref().session();
    if (!run.unsettled().isEmpty()) {
      refused.incrementAndGet();
      counters.refused().increment();
    }
    LOG.info(
        "Lost the lease on the chain of session {} of organization {}",
        session.sessionId(),
        session.organizationId());
    parts.tell(new FinalizerEvent.LeaseLost(session.organizationId(), session.sessionId()));
  }

  /** A step answered after somebody else had ended its attempt. */
  void refused(Attempt attempt) {
    SessionKey session = attempt.run().ref().session();
    refused.incrementAndGet();
    counters.refused().increment();
    parts.tell(
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
      counters.steps().increment();
    } else if (event instanceof FinalizerEvent.ChainFinished) {
      finished.incrementAndGet();
      counters.chains().increment();
    } else if (event instanceof FinalizerEvent.StepFailed) {
      retried.incrementAndGet();
      counters.failed().increment();
    } else if (event instanceof FinalizerEvent.StepParked it) {
      parked.incrementAndGet();
      counters.parked().increment();
      LOG.warn(
          "Parked step {} of session {} of organization {} after {} attempts: {}",
          it.step(),
          it.sessionId(),
          it.organizationId(),
          it.attempt(),
          it.label());
    }
  }
}
