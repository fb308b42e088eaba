package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.finalizer.AttemptListener;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.internal.support.Listeners;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dependencies of the finalizer.
 *
 * @param chains the store
 * @param clock the business clock, used only for the records of attempts
 * @param ticks a monotonic clock in nanoseconds from an arbitrary origin
 * @param random returns numbers from 0 (inclusive) to 1 (exclusive); thread-safe
 * @param owners creates the identity of each run
 * @param limits the limits on what a step may write
 * @param listener receives the events
 * @param attemptListeners receive the beginning and the end of attempts
 */
public record FinalizerContext(
    ChainStore chains,
    InstantSource clock,
    LongSupplier ticks,
    DoubleSupplier random,
    Supplier<UUID> owners,
    Limits limits,
    FinalizerListener listener,
    List<AttemptListener> attemptListeners) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  /** Without listeners of attempts. */
  public FinalizerContext(
      ChainStore chains,
      InstantSource clock,
      LongSupplier ticks,
      DoubleSupplier random,
      Supplier<UUID> owners,
      Limits limits,
      FinalizerListener listener) {
    this(chains, clock, ticks, random, owners, limits, listener, List.of());
  }

  /** Guards the listener, and copies the list. */
  public FinalizerContext {
    listener = Listeners.all(FinalizerListener.class, List.of(listener), "finalizer");
    attemptListeners = List.copyOf(attemptListeners);
  }

  /** Returns the business time, truncated to microseconds. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  long tick() {
    return ticks.getAsLong();
  }

  /** Calls the listener. */
  void publish(FinalizerEvent event) {
    listener.on(event);
  }

  /** Reports a failure of the store. */
  void storeFailed(String operation, Throwable error) {
    FinalizerEvent.StoreFailed event =
        new FinalizerEvent.StoreFailed(
            operation,
            error.getClass().getName(),
            ErrorText.code(error),
            ErrorText.sqlState(error),
            ErrorText.of(error));
    LOG.atWarn()
        .addKeyValue("operation", operation)
        .addKeyValue("code", event.code())
        .addKeyValue("sqlState", event.sqlState())
        .log("The operation {} of the finalizer failed in the store: {}", operation, event.text());
    publish(event);
  }
}
