package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session whose row this transaction has locked, with columns that {@link Session} does not have.
 *
 * @param now the store's clock
 * @param entries how many history entries there are
 * @param month the partition of its messages and history
 * @param ownerToken the token of the last owner lease
 * @param ownerUntil when that lease lapses; null if it was given up, or there never was one
 * @param buffering whether the owner buffers messages
 * @param detailVersion the version of the session that the detail was read for
 */
public record LockedSession(
    Session session,
    Instant now,
    int entries,
    int month,
    long ownerToken,
    @Nullable Instant ownerUntil,
    boolean buffering,
    long detailVersion) {

  public SessionKey key() {
    return SessionKey.of(session);
  }

  /**
   * Whether the detail is certain to be that of the row. A lock that has to wait returns the row as
   * it is then, but everything that is joined to it as it was when the statement began; and in an
   * ended session the steps of the chain change the detail alone.
   */
  boolean isCurrent() {
    return !session.isEnded() && detailVersion == session.version();
  }

  /** Returns a copy with the session as it was read under the lock. */
  LockedSession with(Session again) {
    return new LockedSession(
        again, now, entries, month, ownerToken, ownerUntil, buffering, again.version());
  }

  /** The token of the owner lease where one is held, else null. */
  public @Nullable Long heldToken() {
    return ownerUntil != null && ownerUntil.isAfter(now) ? ownerToken : null;
  }

  /** The token of the owner lease where one has lapsed, else null. */
  public @Nullable Long lapsedToken() {
    return ownerUntil != null && !ownerUntil.isAfter(now) ? ownerToken : null;
  }

  public boolean isHeldBy(long token) {
    Long held = heldToken();
    return held != null && held == token;
  }
}
