package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ClaimRequest;
import java.util.List;

/** Leases due chains, fair over the organizations. */
interface Claims {
  List<ChainLease> claim(Tx tx, ClaimRequest request);

  /** Whether it is one statement, which is atomic by itself. */
  boolean isOneStatement();
}
