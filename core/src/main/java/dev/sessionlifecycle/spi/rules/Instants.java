package dev.sessionlifecycle.spi.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Comparisons of times. */
final class Instants {

  private Instants() {}

  /** Returns the later of two times; the second if there is no first. */
  static Instant max(@Nullable Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }
}
