package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseDefaults;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operations on sessions are wired to.
 *
 * @param clock the business clock
 * @param ids makes new ids
 * @param limits the bounds of what comes in
 * @param timeLimits how long sessions may stay as they are
 * @param closeDefaults what every end is given
 * @param listener is told of ends
 * @param inputScrubber scrubs what no step reaches
 * @param wake wakes the finalize engine of this node
 */
public record LifecycleContext(
    InstantSource clock,
    Supplier<UUID> ids,
    Limits limits,
    TimeLimits timeLimits,
    CloseDefaults closeDefaults,
    SessionListener listener,
    InputScrubber inputScrubber,
    Runnable wake) {
  private static final Logger LOG = LoggerFactory.getLogger(LifecycleContext.class);

  /** The business time, cut to the microsecond. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Tells this node of an end that is committed. */
  public void announce(Session ended) {
    wake.run();
    try {
      listener.ended(ended);
    } catch (Throwable e) { // the end is committed: not even an Error may hide that
      LOG.warn(
          "a listener threw {} when told of the end of {}", e.getClass().getName(), ended.id());
    }
  }
}
