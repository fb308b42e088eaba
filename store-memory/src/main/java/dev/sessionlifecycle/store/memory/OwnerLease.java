package dev.sessionlifecycle.store.memory;

import java.time.Instant;
import java.util.UUID;

/** The lease of a session's owner. */
record OwnerLease(UUID owner, long token, Instant expiresAt, boolean buffering) {

  boolean isHeld(Instant now) {
    return now.isBefore(expiresAt);
  }

  OwnerLease until(Instant time) {
    return new OwnerLease(owner, token, time, buffering);
  }

  boolean isHeldBy(long its, Instant now) {
    return token == its && isHeld(now);
  }
}
