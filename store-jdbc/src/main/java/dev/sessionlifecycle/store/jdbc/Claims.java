package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.ClaimRequest;
import java.util.List;

/** Leases due chains, fair over the organizations. */
interface Claims {

  /** Leases chains; those that cannot be read are leased too, so that they stand aside. */
  List<ClaimedRow> claim(Tx tx, ClaimRequest request);

  /** Whether it is one statement, which is atomic by itself. */
  boolean isOneStatement();
}
