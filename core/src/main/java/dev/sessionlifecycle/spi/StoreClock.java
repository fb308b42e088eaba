package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one clock by which deadlines are computed and judged: leases, what is due, time limits and
 * retention. It belongs to the store, so that nodes whose clocks differ agree.
 */
public final class StoreClock {
  private static final StoreClock DATABASE = new StoreClock(null);

  private final @Nullable InstantSource source;

  private StoreClock(@Nullable InstantSource source) {
    this.source = source;
  }

  /** The clock of the database itself: the default of a store that has one. */
  public static StoreClock database() {
    return DATABASE;
  }

  /** This clock, for tests and for hosts that keep one clock for everything. */
  public static StoreClock of(InstantSource source) {
    return new StoreClock(Validator.require("source", source));
  }

  /** The time now, cut to the microsecond; empty where the database is to be asked. */
  public Optional<Instant> now() {
    return source == null ? Optional.empty() : Optional.of(cut(source.instant()));
  }

  /** As {@link Instant#truncatedTo} cuts to any unit, without what it costs to cut to any. */
  private static Instant cut(Instant time) {
    int nanos = time.getNano();
    return Instant.ofEpochSecond(time.getEpochSecond(), nanos - nanos % 1_000);
  }
}
