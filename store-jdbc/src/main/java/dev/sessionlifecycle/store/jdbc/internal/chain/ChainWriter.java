package dev.sessionlifecycle.store.jdbc.internal.chain;

import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.store.jdbc.internal.row.FirstAttempts;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leases chains and writes their state. Every write under a lease is fenced by its token: it
 * changes only rows that still have that token. Leases and settlements are passed for distinct
 * chains, in {@link LockOrder}.
 */
public interface ChainWriter {

  /**
   * A claimed chain.
   *
   * @param ref its lease
   * @param lease the lease with the contents of the chain; null if this version cannot read its
   *     state
   */
  record Claimed(LeaseRef ref, @Nullable ChainLease lease) {

    /**
     * Reads the key, the token before the claim, the shape, the state, the claims before this one,
     * the time of the claim, the trace context, since when it was due, and its enrichments.
     */
    public static Claimed of(ResultSet row) throws SQLException {
      SessionKey key = new SessionKey(Columns.id(row, 1), Columns.id(row, 2));
      LeaseRef ref = new LeaseRef(key, row.getLong(3) + 1);
      Instant now = Columns.time(row, 7);
      try {
        ChainState state = ChainState.decode(row.getString(5));
        return new Claimed(
            ref,
            new ChainLease(
                ref,
                row.getString(4),
                state,
                row.getInt(6) + 1,
                Columns.time(row, 9),
                now,
                row.getString(8),
                row.getInt(10)));
      } catch (IllegalArgumentException unreadable) {
        return new Claimed(ref, null);
      }
    }
  }

  /**
   * Leases due chains, fairly across organizations. Chains whose state cannot be read are leased
   * too, so that they do not block others.
   */
  List<Claimed> claim(Transactions transactions, ClaimRequest request);

  /**
   * Writes the state of chains and the records of their attempts, and stamps the sessions whose
   * chain has finished.
   *
   * @param together whether the first attempts of a chain are kept with it, see {@link
   *     FirstAttempts}; such a settlement is not written if the chain has others, and must then be
   *     written with false
   * @return for each settlement, whether it was written
   */
  boolean[] settle(Transaction tx, List<Settlement> inOrder, boolean together);

  /**
   * Returns the text with which the chain keeps the attempts of each settlement; null for those
   * whose attempts have rows of their own.
   */
  static List<@Nullable String> kept(List<Settlement> settlements, boolean together) {
    List<@Nullable String> kept = new ArrayList<>();
    for (Settlement settlement : settlements) {
      kept.add(together ? FirstAttempts.of(settlement) : null);
    }
    return kept;
  }

  /** Renews leases; returns those that were still held. */
  Set<LeaseRef> renew(Transaction tx, List<LeaseRef> inOrder, Duration lease);

  /**
   * Releases leases: the chains are due at once, and these claims are not counted. Returns the
   * leases that were still held.
   */
  Set<LeaseRef> release(Transaction tx, List<LeaseRef> inOrder);

  /**
   * Releases leases, but the chains are not due before the leases would have expired. Returns the
   * leases that were still held.
   */
  Set<LeaseRef> setAside(Transaction tx, List<LeaseRef> inOrder);

  /**
   * Whether each of these calls is a single statement, and therefore atomic without a transaction.
   */
  boolean isOneStatement();

  /** Whether each of the other calls is for leases or settlements of a single organization. */
  default boolean isPerOrganization() {
    return false;
  }

  /** Returns in how many microseconds the chain is due or its lease expires; -1 for never. */
  static long dueIn(Settlement settlement) {
    if (settlement.state().isComplete()) {
      return -1;
    } else if (settlement.next() instanceof Settlement.KeepLease hold) {
      return SqlTemplates.micros(hold.lease());
    }
    Duration dueIn = ((Settlement.ReleaseLease) settlement.next()).dueIn();
    return dueIn == null ? -1 : SqlTemplates.micros(dueIn);
  }

  /** Returns the state that the row must still have; null for any. */
  static @Nullable String base(Settlement settlement) {
    ChainState base = settlement.base();
    return base == null ? null : base.encode();
  }

  /** Whether the settlement keeps the lease. */
  static boolean keepsLease(Settlement settlement) {
    return settlement.next() instanceof Settlement.KeepLease;
  }
}
