package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session whose row this transaction has locked, with columns that {@link Session} lacks.
 *
 * @param now the store's time
 * @param entries how many history entries there are
 * @param month the partition of its messages and history
 * @param ownerToken the token of the last owner lease
 * @param ownerUntil when that lease expires; null if it was released or never existed
 * @param buffering whether the owner buffers messages
 * @param detailVersion the version of the session for which the detail was read
 * @param messageBytes how many bytes of UTF-8 its messages have together, as they were appended
 * @param hasDefaultPolicy whether its organization had a default policy when the row was read
 */
public record LockedSession(
    Session session,
    Instant now,
    int entries,
    int month,
    long ownerToken,
    @Nullable Instant ownerUntil,
    boolean buffering,
    long detailVersion,
    long messageBytes,
    boolean hasDefaultPolicy) {

  public SessionKey key() {
    return SessionKey.of(session);
  }

  /**
   * Whether the detail certainly belongs to the locked row. If the lock had to wait, the row is
   * current, but everything joined to it is as it was when the statement began; and in an ended
   * session the steps of the chain change the detail alone.
   */
  boolean isCurrent() {
    return !session.isEnded() && detailVersion == session.version();
  }

  /** Returns a copy with the session as it was read again under the lock. */
  LockedSession with(Session again) {
    return new LockedSession(
        again,
        now,
        entries,
        month,
        ownerToken,
        ownerUntil,
        buffering,
        again.version(),
        messageBytes,
        hasDefaultPolicy);
  }

  /** Returns the token of the owner lease if it is held, else null. */
  public @Nullable Long heldToken() {
    return ownerUntil != null && ownerUntil.isAfter(now) ? ownerToken : null;
  }

  /** Returns the token of the owner lease if it has expired, else null. */
  public @Nullable Long lapsedToken() {
    return ownerUntil != null && !ownerUntil.isAfter(now) ? ownerToken : null;
  }

  public boolean isHeldBy(long token) {
    Long held = heldToken();
    return held != null && held == token;
  }
}
