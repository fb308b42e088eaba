package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.LeaseRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Changes leases whose token is still the row's; answers which they were. The leases are of
 * different chains, in the order in which all lock chains.
 */
interface Leasing {

  /** Prolongs them. */
  Set<LeaseRef> renew(Tx tx, List<LeaseRef> inOrder, Duration lease);

  /** Gives them back: the chains are due, and their claims are not counted. */
  Set<LeaseRef> release(Tx tx, List<LeaseRef> inOrder);

  /** Gives them back, but leaves the chains alone until the leases lapse. */
  Set<LeaseRef> setAside(Tx tx, List<LeaseRef> inOrder);
}
