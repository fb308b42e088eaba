package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chain as it was claimed.
 *
 * @param ref its lease
 * @param lease the same with what the chain holds; null where that is no state that this version
 *     can read
 */
record ClaimedRow(LeaseRef ref, @Nullable ChainLease lease) {

  /**
   * The row as it will be once it is claimed, from its key, its token before, shape, state, claims
   * before, and the time.
   */
  static ClaimedRow of(ResultSet row) throws SQLException {
    SessionKey key = new SessionKey(Rows.id(row, 1), Rows.id(row, 2));
    LeaseRef ref = new LeaseRef(key, row.getLong(3) + 1);
    Instant now = Rows.time(row, 7);
    try {
      ChainState state = ChainState.decode(row.getString(5));
      return new ClaimedRow(
          ref, new ChainLease(ref, row.getString(4), state, row.getInt(6) + 1, now));
    } catch (IllegalArgumentException unreadable) {
      return new ClaimedRow(ref, null);
    }
  }
}
