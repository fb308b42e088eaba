package dev.sessionlifecycle.internal.support;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes ids of version 7 (RFC 9562): 48 bits of milliseconds, then random bits, so that new rows
 * are neighbours in an index.
 */
public record UuidV7(InstantSource clock, RandomGenerator random) implements Supplier<UUID> {
  @Override
  public UUID get() {
    long millis = clock.millis() & 0xFFFF_FFFF_FFFFL;
    long high = (millis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
    return new UUID(high, low);
  }
}
