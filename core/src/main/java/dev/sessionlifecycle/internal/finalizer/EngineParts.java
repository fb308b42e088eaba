package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine is made of.
 *
 * @param chains the store
 * @param clock the business clock, for the records of attempts alone
 * @param ticks a clock that only runs forward, in nanoseconds from any origin
 * @param random from 0, included, to 1, excluded; thread-safe
 * @param owners makes the identity of each start
 * @param limits the bounds of what a step may write
 * @param listener is told what happens
 */
public record EngineParts(
    ChainStore chains,
    InstantSource clock,
    LongSupplier ticks,
    DoubleSupplier random,
    Supplier<UUID> owners,
    Limits limits,
    FinalizerListener listener) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  /** The business time, cut to the microsecond. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  long tick() {
    return ticks.getAsLong();
  }

  /** Tells the listener, whatever it throws. */
  void tell(FinalizerEvent event) {
    try {
      listener.on(event);
    } catch (Throwable e) { // an Error of the host's code must not end the engine's threads
      LOG.warn("The finalizer listener threw {}", e.getClass().getName());
    }
  }

  /** Tells and logs that the store failed. Never the message: it may quote what was written. */
  void storeFailed(String operation, Throwable error) {
    LOG.warn("The store failed to {}: {}", operation, error.getClass().getName());
    tell(new FinalizerEvent.StoreFailed(operation, error.getClass().getName()));
  }
}
