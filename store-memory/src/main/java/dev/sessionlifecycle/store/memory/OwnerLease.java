package dev.sessionlifecycle.store.memory;

import java.time.Instant;

/** The lease of a session's owner. */
record OwnerLease(long token, Instant expiresAt, boolean buffering) {

  boolean isHeld(Instant now) {
    return now.isBefore(expiresAt);
  }

  boolean isHeldBy(long its, Instant now) {
    return token == its && isHeld(now);
  }
}
