package dev.sessionlifecycle.verification.gates.bad;

import java.time.Instant;

/** A stamp that no test can set. */
public record AsksTheTime(Instant at) {
  AsksTheTime() {
    this(Instant.now());
  }
}
