package dev.sessionlifecycle.verification.gates.bad;

import java.time.Instant;

/** A time stamp that no test can set. */
public record AsksTheTime(Instant at) {
  AsksTheTime() {
    this(Instant.now());
  }
}
