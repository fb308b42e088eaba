package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Leases due chains of many organizations in one statement: from organization to organization with
 * one probe of the index each, beginning after the one named and around, and in each the oldest
 * due. The rows are found again by their place in the table: any other join could become one with
 * the whole table, once the statement has a plan for all parameters.
 */
final class PostgresClaims implements Claims {
  private static final UUID LAST = new UUID(-1, -1);

  // A value, not a join, which could become one with the whole table; likewise a first row below
  // instead of EXISTS, for which a scan that is expected to end soon may go through everything.
  private static final String STATUS =
      "(SELECT s.status FROM {session} s"
          + " WHERE s.organization_id = c.organization_id AND s.id = c.session_id)";

  // The place of the first is compared as a row: a range of times is taken for something rare, and
  // then all that is due is sorted.
  private final NamedSql claim;

  PostgresClaims(SqlText sql) {
    claim =
        NamedSql.of(
            sql.of(
                """
                WITH RECURSIVE organization(id, due_at, first, around) AS (
                  SELECT CAST(:after AS uuid), CAST(NULL AS timestamptz), CAST(:last AS uuid), FALSE
                  UNION ALL
                  SELECT n.organization_id, n.due_at, n.session_id, n.around
                  FROM organization o CROSS JOIN LATERAL (
                    (SELECT c.organization_id, c.due_at, c.session_id, o.around FROM {chain} c
                      WHERE c.due_at IS NOT NULL AND c.organization_id > o.id
                        AND c.organization_id <= CASE WHEN o.around
                          THEN CAST(:after AS uuid) ELSE CAST(:last AS uuid) END
                      ORDER BY c.organization_id, c.due_at, c.session_id LIMIT 1)
                    UNION ALL
                    (SELECT c.organization_id, c.due_at, c.session_id, TRUE FROM {chain} c
                      WHERE NOT o.around AND c.due_at IS NOT NULL
                        AND c.organization_id <= CAST(:after AS uuid)
                      ORDER BY c.organization_id, c.due_at, c.session_id LIMIT 1) LIMIT 1) n),
                picked AS MATERIALIZED (
                  SELECT p.place, p.due_at FROM organization o CROSS JOIN LATERAL (
                    SELECT c.ctid AS place, c.due_at FROM {chain} c
                    WHERE c.organization_id = o.id
                      AND (c.due_at, c.session_id) >= (o.due_at, o.first)
                      AND c.due_at <= {now}
                      AND c.shape = ANY(CAST(:shapes AS varchar[]))
                      AND\s"""
                    + Words.mostly(Words.isTerminal(STATUS))
                    + """

                    ORDER BY c.due_at, c.session_id LIMIT :share FOR UPDATE OF c SKIP LOCKED) p
                  WHERE o.due_at <= {now} LIMIT :limit)
                UPDATE {chain} c SET owner = :owner, token = c.token + 1, claims = c.claims + 1,
                  waits_for = NULL,
                  due_at = {now} + CAST(:lease AS bigint) * interval '1 microsecond'
                FROM picked p
                WHERE c.ctid = ANY(ARRAY(SELECT q.place FROM picked q)) AND c.ctid = p.place
                RETURNING c.organization_id, c.session_id, c.token - 1, c.shape, c.state,
                  c.claims - 1, {now}, p.due_at"""));
  }

  private record Claimed(ClaimedRow row, Instant dueAt) {}

  @Override
  public List<ClaimedRow> claim(Tx tx, ClaimRequest request) {
    UUID after = Objects.requireNonNullElse(request.after(), LAST);
    ArrayParameters parameters =
        new ArrayParameters(tx)
            .add("after", after)
            .add("last", LAST)
            .add("shapes", "varchar", request.shapes())
            .add("share", request.perOrganization())
            .add("limit", request.limit())
            .add("owner", request.owner())
            .add("lease", Micros.of(request.lease()));
    return claim.query(tx, parameters.values(), PostgresClaims::claimed).stream()
        .sorted(Comparator.comparing((Claimed it) -> isAround(it, after)).thenComparing(ORDER))
        .map(Claimed::row)
        .toList();
  }

  @Override
  public boolean isOneStatement() {
    return true;
  }

  private static boolean isAround(Claimed claimed, UUID after) {
    return IdOrder.compare(key(claimed).organizationId(), after) <= 0;
  }

  private static SessionKey key(Claimed claimed) {
    return claimed.row().ref().session();
  }

  private static final Comparator<Claimed> ORDER =
      Comparator.comparing((Claimed it) -> key(it).organizationId(), IdOrder.UNSIGNED)
          .thenComparing(Claimed::dueAt)
          .thenComparing(it -> key(it).sessionId(), IdOrder.UNSIGNED);

  private static Claimed claimed(ResultSet row) throws SQLException {
    return new Claimed(ClaimedRow.of(row), Rows.time(row, 8));
  }
}
