package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an end writes, decided under the lock on the session's row.
 *
 * @param before the row as it was locked
 * @param after the ended session
 * @param entry its last history entry
 * @param chain the definition of its finalize chain
 * @param traceParent the trace context in which it ends; null for none
 * @param retentionDueIn after what time retention checks it; null for never
 * @param isByOwner whether its owner ends it, which releases the owner lease
 */
public record DecidedEnd(
    LockedSession before,
    Session after,
    HistoryEntry entry,
    ChainDefinition chain,
    @Nullable String traceParent,
    @Nullable Duration retentionDueIn,
    boolean isByOwner) {

  /** Whether the chain waits for the messages that another owner still buffers. */
  public boolean isAwaited() {
    return !isByOwner && before.buffering() && before.heldToken() != null;
  }

  /** When retention checks the session; null for never. */
  public @Nullable Instant retentionDueAt() {
    return retentionDueIn == null ? null : before.now().plus(retentionDueIn);
  }

  /** When the chain is due; null where it has no steps. */
  public @Nullable Instant chainDueAt() {
    if (chain.isEmpty()) {
      return null;
    }
    return isAwaited() ? before.ownerUntil() : before.now();
  }

  /** When the chain has finished: at once if it has nothing but deliveries, else null. */
  public @Nullable Instant chainFinishedAt() {
    return chain.isFinishedAtOnce() ? before.now() : null;
  }

  /** The token of the lease that the chain waits for; null if it waits for none. */
  public @Nullable Long waitsFor() {
    return isAwaited() && !chain.isEmpty() ? (Long) before.ownerToken() : null;
  }

  /** Leaves out the trace context, which is what the host makes it. */
  @Override
  public String toString() {
    return "DecidedEnd[session=" + before.key() + ", isByOwner=" + isByOwner + "]";
  }
}
