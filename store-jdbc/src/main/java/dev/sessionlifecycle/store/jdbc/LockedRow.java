package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session whose row this transaction has locked, with what the session itself does not tell.
 *
 * @param now the store's clock
 * @param entries how many history entries there are
 * @param month the part of messages and history that it has
 * @param ownerToken the token of the last owner lease
 * @param ownerUntil when that lease lapses; null where it was given up, or never was
 * @param buffering whether the owner holds messages back
 */
record LockedRow(
    Session session,
    Instant now,
    int entries,
    int month,
    long ownerToken,
    @Nullable Instant ownerUntil,
    boolean buffering) {

  SessionKey key() {
    return new SessionKey(session.organizationId(), session.id());
  }

  /** The token of the owner lease where one is held, else null. */
  @Nullable Long heldToken() {
    return ownerUntil != null && ownerUntil.isAfter(now) ? ownerToken : null;
  }

  /** The token of the owner lease where one has lapsed, else null. */
  @Nullable Long lapsedToken() {
    return ownerUntil != null && !ownerUntil.isAfter(now) ? ownerToken : null;
  }

  boolean isHeldBy(long token) {
    Long held = heldToken();
    return held != null && held == token;
  }
}
