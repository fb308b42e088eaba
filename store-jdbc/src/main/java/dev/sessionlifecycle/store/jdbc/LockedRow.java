package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.Session;
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
 * @param detailVersion the version of the session that the detail was read for
 */
record LockedRow(
    Session session,
    Instant now,
    int entries,
    int month,
    long ownerToken,
    @Nullable Instant ownerUntil,
    boolean buffering,
    long detailVersion) {

  SessionKey key() {
    return new SessionKey(session.organizationId(), session.id());
  }

  /**
   * Whether the detail is surely that of the row. Who has to wait for a lock is given the row as it
   * is then, but all that is joined to it as it was when the statement began; and of what has ended
   * the steps change the detail alone.
   */
  boolean isRead() {
    return !session.isEnded() && detailVersion == session.version();
  }

  /** The same, with the session as it was read under the lock. */
  LockedRow with(Session again) {
    return new LockedRow(
        again, now, entries, month, ownerToken, ownerUntil, buffering, again.version());
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
