package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims chains. One whose state cannot be read (a newer version wrote it, or somebody's hand) is
 * left alone for the time of the lease, and its claim is not counted: so it keeps its state and its
 * attempts, and is in nobody's way.
 */
final class Claiming {
  private static final Logger LOG = LoggerFactory.getLogger(Claiming.class);

  /** How often one call looks for a chain that can be read. */
  private static final int ROUNDS = 50;

  private final Units units;
  private final Claims claims;
  private final Leasing leases;

  Claiming(Units units, Claims claims, Leasing leases) {
    this.units = units;
    this.claims = claims;
    this.leases = leases;
  }

  List<ChainLease> claim(ClaimRequest request) {
    for (int round = 1; ; round++) {
      List<ClaimedRow> rows =
          claims.isOneStatement()
              ? units.single(tx -> claims.claim(tx, request))
              : units.together(tx -> claims.claim(tx, request));
      List<ChainLease> readable =
          rows.stream().map(ClaimedRow::lease).filter(Objects::nonNull).toList();
      if (readable.size() < rows.size()) {
        setAside(rows.stream().filter(row -> row.lease() == null).map(ClaimedRow::ref).toList());
      }
      if (!readable.isEmpty() || rows.isEmpty() || round == ROUNDS) {
        return readable;
      }
    }
  }

  private void setAside(List<LeaseRef> unreadable) {
    LOG.error(
        "Cannot read the state of {} finalize chains; one is of session {} of organization {}",
        unreadable.size(),
        unreadable.get(0).session().sessionId(),
        unreadable.get(0).session().organizationId());
    try {
      units.together(tx -> leases.setAside(tx, LockOrder.of(unreadable)));
    } catch (StoreException e) {
      // They stand aside all the same; only their claims are counted.
      LOG.warn("Cannot take back claims: {}", e.code());
    }
  }
}
