package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state of chains whose token is still the row's, with the records of the attempts, and
 * stamps the sessions of those that finish.
 */
interface Fencing {

  /** Whether each was written. They are of different sessions, in the order in which all lock. */
  boolean[] fence(Tx tx, List<Settlement> inOrder);

  /** In how many microseconds the chain is due, or its lease lapses; -1 for never. */
  static long dueIn(Settlement settlement) {
    if (settlement.state().isFinished()) {
      return -1;
    } else if (settlement.next() instanceof Settlement.KeepLease hold) {
      return Micros.of(hold.lease());
    }
    Duration dueIn = ((Settlement.ReleaseLease) settlement.next()).dueIn();
    return dueIn == null ? -1 : Micros.of(dueIn);
  }

  /** The state that must be written still, as the row has it; null for any. */
  static @Nullable String base(Settlement settlement) {
    ChainState base = settlement.base();
    return base == null ? null : base.encode();
  }

  /** Whether the holder goes on with the chain. */
  static boolean isHeld(Settlement settlement) {
    return settlement.next() instanceof Settlement.KeepLease;
  }
}
