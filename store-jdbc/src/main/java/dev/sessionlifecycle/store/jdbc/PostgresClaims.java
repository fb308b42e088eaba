package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ClaimRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leases due chains of many organizations in one statement: from organization to organization with
 * one probe of the index each, and in each the oldest due. The rows are found again by their place
 * in the table: any other join could become one with the whole table, once the statement has a plan
 * for all parameters.
 */
final class PostgresClaims implements Claims {
  private final NamedSql fromTheFirst;
  private final NamedSql after;
  private final NamedSql upTo;

  PostgresClaims(SqlText sql) {
    fromTheFirst = statement(sql, "", "");
    after = statement(sql, " AND c.organization_id > :after", "");
    upTo = statement(sql, "", " AND c.organization_id <= :after");
  }

  private static NamedSql statement(SqlText sql, String begin, String end) {
    return NamedSql.of(
        sql.of(
                """
                WITH RECURSIVE organization(id, due_at) AS (
                  (SELECT c.organization_id, c.due_at FROM {chain} c
                    WHERE c.due_at IS NOT NULL%s
                    ORDER BY c.organization_id, c.due_at LIMIT 1)
                  UNION ALL
                  SELECT n.organization_id, n.due_at FROM organization o CROSS JOIN LATERAL (
                    SELECT c.organization_id, c.due_at FROM {chain} c
                    WHERE c.due_at IS NOT NULL AND c.organization_id > o.id%s
                    ORDER BY c.organization_id, c.due_at LIMIT 1) n),
                picked AS MATERIALIZED (
                  SELECT p.place, p.due_at FROM organization o CROSS JOIN LATERAL (
                    SELECT c.ctid AS place, c.due_at FROM {chain} c
                    WHERE c.organization_id = o.id AND c.due_at <= {now}
                      AND c.shape = ANY(CAST(:shapes AS varchar[]))
                      AND EXISTS (SELECT 1 FROM {session} s
                        WHERE s.organization_id = c.organization_id AND s.id = c.session_id AND\s"""
                    + Words.isTerminal("s.status")
                    + """
                    )
                    ORDER BY c.due_at, c.session_id LIMIT :share FOR UPDATE OF c SKIP LOCKED) p
                  WHERE o.due_at <= {now} LIMIT :limit)
                UPDATE {chain} c SET owner = :owner, token = c.token + 1, claims = c.claims + 1,
                  waits_for = NULL,
                  due_at = {now} + CAST(:lease AS bigint) * interval '1 microsecond'
                FROM picked p
                WHERE c.ctid = ANY(ARRAY(SELECT q.place FROM picked q)) AND c.ctid = p.place
                RETURNING c.organization_id, c.session_id, c.token - 1, c.shape, c.state,
                  c.claims - 1, {now}, p.due_at""")
            .formatted(begin + end, end));
  }

  private record Claimed(@Nullable ChainLease lease, java.time.Instant dueAt) {}

  @Override
  public List<ChainLease> claim(Tx tx, ClaimRequest request) {
    UUID start = request.after();
    if (start == null) {
      return claim(tx, fromTheFirst, request, request.limit());
    }
    List<ChainLease> claimed = new ArrayList<>(claim(tx, after, request, request.limit()));
    int room = request.limit() - claimed.size();
    if (room > 0) {
      claimed.addAll(claim(tx, upTo, request, room));
    }
    return claimed;
  }

  private List<ChainLease> claim(Tx tx, NamedSql claim, ClaimRequest request, int limit) {
    ArrayParameters parameters =
        new ArrayParameters(tx)
            .add("after", request.after())
            .add("shapes", "varchar", request.shapes())
            .add("share", request.perOrganization())
            .add("limit", limit)
            .add("owner", request.owner())
            .add("lease", Micros.of(request.lease()));
    return claim.query(tx, parameters.values(), PostgresClaims::claimed).stream()
        .filter(it -> it.lease() != null)
        .sorted(ORDER)
        .map(it -> Objects.requireNonNull(it.lease()))
        .toList();
  }

  private static final Comparator<Claimed> ORDER =
      Comparator.comparing(
              (Claimed it) -> Objects.requireNonNull(it.lease()).ref().session().organizationId(),
              dev.sessionlifecycle.spi.IdOrder.UNSIGNED)
          .thenComparing(Claimed::dueAt)
          .thenComparing(
              it -> Objects.requireNonNull(it.lease()).ref().session().sessionId(),
              dev.sessionlifecycle.spi.IdOrder.UNSIGNED);

  private static Claimed claimed(ResultSet row) throws SQLException {
    return new Claimed(ChainClaims.lease(row), Rows.time(row, 8));
  }
}
