package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;

/** What a memory sink answers. */
public sealed interface SyncResult {

  /** The record is stored for good, now or by an earlier call with the same key. */
  record Acknowledged() implements SyncResult {}

  /**
   * The sink cannot take it now.
   *
   * @param delay how long to wait at least; not negative
   */
  record TryLater(Duration delay) implements SyncResult {
    /** Checks the delay. */
    public TryLater {
      Validator.require("delay", delay);
      if (delay.isNegative()) {
        throw Validator.invalid("delay", "must not be negative");
      }
    }
  }

  /**
   * The sink will never take it.
   *
   * @param why a label: 1 to 64 of {@code a-z 0-9 _ . : -}, beginning with a letter or digit
   */
  record Refused(String why) implements SyncResult {
    /** Checks that nothing is missing. */
    public Refused {
      Validator.require("why", why);
    }
  }

  /** The record is stored for good. */
  static SyncResult acknowledged() {
    return new Acknowledged();
  }

  /** Not now. */
  static SyncResult tryLater(Duration delay) {
    return new TryLater(delay);
  }

  /** Never. */
  static SyncResult refused(String why) {
    return new Refused(why);
  }
}
