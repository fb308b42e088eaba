package dev.sessionlifecycle.verification.model;

import static java.util.Comparator.comparing;

import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A claim: which chains are due, and which organization is next. */
final class ModelClaim {
  private final ModelStore store;
  private final ClaimRequest request;
  private final Instant now;

  ModelClaim(ModelStore store, ClaimRequest request) {
    this.store = store;
    this.request = request;
    this.now = store.now();
  }

  List<ChainLease> leases() {
    List<ChainLease> leases = new ArrayList<>();
    Set<UUID> busy =
        due().stream().map(row -> row.session.organizationId()).collect(Collectors.toSet());
    for (UUID organization : ModelRotation.order(busy, request.after())) {
      due().stream()
          .filter(row -> row.session.organizationId().equals(organization))
          .limit(Math.min(request.perOrganization(), request.limit() - leases.size()))
          .forEach(row -> leases.add(lease(row)));
    }
    return leases;
  }

  private List<ModelRow> due() {
    return store.chainRows().stream()
        .filter(row -> row.session.isEnded() && chain(row).isDue(now))
        .filter(row -> request.shapes().contains(chain(row).shape.digest()))
        .sorted(
            comparing((ModelRow row) -> Objects.requireNonNull(chain(row).due))
                .thenComparing(row -> row.session.id(), IdOrder.UNSIGNED))
        .toList();
  }

  private ChainLease lease(ModelRow row) {
    ModelChain chain = chain(row);
    Instant dueAt = Objects.requireNonNull(chain.due);
    chain.lease(now.plus(request.lease()));
    return new ChainLease(
        new LeaseRef(row.key(), chain.token),
        chain.shape.digest(),
        chain.state,
        chain.claims,
        dueAt,
        now,
        chain.traceParent,
        chain.enrichments);
  }

  private static ModelChain chain(ModelRow row) {
    return Objects.requireNonNull(row.chain);
  }
}
