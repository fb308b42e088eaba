package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.spi.IdOrder;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The content of one organization. */
final class Organization {

  final ConcurrentHashMap<UUID, SessionCell> sessions = new ConcurrentHashMap<>();
  final ConcurrentHashMap<ExternalRef, SessionCell> byExternalRef = new ConcurrentHashMap<>();

  /**
   * The live sessions that hold an active key. Added under the stripe of the key; removed under the
   * session's monitor when it ends.
   */
  final ConcurrentHashMap<ActiveKey, SessionCell> active = new ConcurrentHashMap<>();

  final EarlyEnds earlyEnds = new EarlyEnds();
  final ListingIndex listing = new ListingIndex();
  final OrganizationPolicies policies = new OrganizationPolicies();
  final OrganizationHolds holds = new OrganizationHolds();

  /** The next checks of live sessions. */
  final DueIndex checks = new DueIndex();

  /** The next disposal checks of ended sessions. */
  final DueIndex disposals = new DueIndex();

  final ConcurrentSkipListMap<UUID, Receipt> receipts =
      new ConcurrentSkipListMap<>(IdOrder.UNSIGNED);
  final UnfinishedChains chains;

  /** What purges have left for deliveries, under ids of its own. */
  final ConcurrentHashMap<UUID, SessionCell> purged = new ConcurrentHashMap<>();

  Organization(UUID id, ConcurrentSkipListMap<UUID, UnfinishedChains> busy) {
    this.chains = new UnfinishedChains(id, busy);
  }

  Stream<Receipt> receiptsAfter(@Nullable UUID id) {
    return (id == null ? receipts : receipts.tailMap(id, false)).values().stream();
  }
}
