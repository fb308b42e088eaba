package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;

/** The result of sending a memory to a sink. */
public sealed interface SyncResult {

  /** The record is stored durably, by this call or by an earlier one with the same key. */
  record Acknowledged() implements SyncResult {}

  /**
   * The sink cannot take the record now.
   *
   * @param delay the least time to wait before the next attempt; not negative
   */
  record TryLater(Duration delay) implements SyncResult {
    /** Rejects a negative delay. */
    public TryLater {
      Validator.require("delay", delay);
      if (delay.isNegative()) {
        throw Validator.invalid("delay", "must not be negative");
      }
    }
  }

  /**
   * The sink will never take the record.
   *
   * @param why a label: 1 to 64 of {@code a-z 0-9 _ . : -}, beginning with a letter or digit
   */
  record Refused(String why) implements SyncResult {
    /** Rejects null values. */
    public Refused {
      Validator.require("why", why);
    }
  }

  /** Returns the result for a record that is stored durably. */
  static SyncResult acknowledged() {
    return new Acknowledged();
  }

  /** Returns the result for a record that should be sent again after the delay. */
  static SyncResult tryLater(Duration delay) {
    return new TryLater(delay);
  }

  /** Returns the result for a record that should not be sent again. */
  static SyncResult refused(String why) {
    return new Refused(why);
  }
}
