package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.ClaimRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Leases due chains, organization by organization. Each look at an organization costs one probe of
 * the index, however many chains it has.
 */
final class ChainClaims implements Claims {
  private static final UUID NONE = new UUID(0, 0);

  private final SqlText sql;
  private final String firstOrganization;
  private final String nextOrganization;
  private final String pick;
  private final String lease;

  ChainClaims(SqlText sql) {
    this.sql = sql;
    String due = "SELECT c.organization_id FROM {chain} c WHERE c.due_at <= {now}";
    String first = " ORDER BY c.organization_id LIMIT 1";
    firstOrganization = sql.of(due + first);
    nextOrganization = sql.of(due + " AND c.organization_id > :after" + first);
    pick =
        sql.of(
            """
            SELECT c.organization_id, c.session_id, c.token, c.shape, c.state, c.claims, {now}
            FROM {chain} c
            WHERE c.organization_id = :org AND c.due_at <= {now} AND c.shape = ANY(:shapes)
              AND EXISTS (SELECT 1 FROM {session} s WHERE s.organization_id = c.organization_id
                AND s.id = c.session_id AND\s"""
                + Words.isTerminal("s.status")
                + ") ORDER BY c.due_at, c.session_id LIMIT :share FOR UPDATE {of c} SKIP LOCKED");
    lease =
        sql.of(
            """
            UPDATE {chain} SET owner = :owner, token = token + 1, claims = claims + 1,
              waits_for = NULL, due_at = {now+lease}
            WHERE organization_id = :org AND session_id = :id""");
  }

  @Override
  public List<ClaimedRow> claim(Tx tx, ClaimRequest request) {
    List<ClaimedRow> claimed = new ArrayList<>();
    UUID start = request.after();
    UUID at = start;
    boolean isAround = start == null;
    while (claimed.size() < request.limit()) {
      Optional<UUID> next = organization(tx, at);
      if (next.isEmpty() && isAround) {
        break;
      } else if (next.isEmpty()) {
        isAround = true;
        at = null;
        continue;
      }
      at = next.get();
      if (isAround && start != null && dev.sessionlifecycle.spi.IdOrder.compare(at, start) > 0) {
        break;
      }
      int room = request.limit() - claimed.size();
      claimed.addAll(pick(tx, at, Math.min(request.perOrganization(), room), request));
    }
    leaseAll(tx, claimed, request);
    return claimed;
  }

  @Override
  public boolean isOneStatement() {
    return false;
  }

  private Optional<UUID> organization(Tx tx, @Nullable UUID after) {
    return tx.query(after == null ? firstOrganization : nextOrganization)
        .bind("after", after == null ? NONE : after)
        .map((row, ctx) -> Rows.id(row, 1))
        .findOne();
  }

  private List<ClaimedRow> pick(Tx tx, UUID organization, int share, ClaimRequest request) {
    Argument shapes = tx.array(sql.dialect().textArray(), request.shapes());
    return tx.query(pick)
        .bind("org", organization)
        .bind("share", share)
        .bind("shapes", shapes)
        .map((row, ctx) -> ClaimedRow.of(row))
        .list();
  }

  private void leaseAll(Tx tx, List<ClaimedRow> claimed, ClaimRequest request) {
    if (claimed.isEmpty()) {
      return;
    }
    PreparedBatch batch = tx.batch(lease);
    for (ClaimedRow one : claimed) {
      tx.clock().now().ifPresent(now -> batch.bind("now", now));
      batch
          .bind("org", one.ref().session().organizationId())
          .bind("id", one.ref().session().sessionId())
          .bind("owner", request.owner())
          .bind("lease", Micros.of(request.lease()))
          .add();
    }
    batch.execute();
  }
}
