package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.LeaseRef;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Many leases in one statement. */
final class PostgresLeasing implements Leasing {
  private final NamedSql renew;
  private final NamedSql release;
  private final NamedSql setAside;

  PostgresLeasing(SqlText sql) {
    renew = change(sql, "due_at = {now} + CAST(:lease AS bigint) * interval '1 microsecond'");
    release = change(sql, "owner = NULL, due_at = {now}, claims = c.claims - 1");
    setAside = change(sql, "owner = NULL, claims = c.claims - 1");
  }

  private static NamedSql change(SqlText sql, String set) {
    return NamedSql.of(
        sql.of(
            "UPDATE {chain} c SET "
                + set
                + """
                 FROM unnest(CAST(:org AS uuid[]), CAST(:id AS uuid[]), CAST(:token AS bigint[]))
                  WITH ORDINALITY AS i(org, id, token, place)
                WHERE c.organization_id = i.org AND c.session_id = i.id AND c.token = i.token
                  AND c.owner IS NOT NULL
                RETURNING i.place"""));
  }

  @Override
  public Set<LeaseRef> renew(Tx tx, List<LeaseRef> inOrder, Duration lease) {
    return changed(tx, renew, inOrder, keys(tx, inOrder).add("lease", Micros.of(lease)));
  }

  @Override
  public Set<LeaseRef> release(Tx tx, List<LeaseRef> inOrder) {
    return changed(tx, release, inOrder, keys(tx, inOrder));
  }

  @Override
  public Set<LeaseRef> setAside(Tx tx, List<LeaseRef> inOrder) {
    return changed(tx, setAside, inOrder, keys(tx, inOrder));
  }

  private static ArrayParameters keys(Tx tx, List<LeaseRef> refs) {
    return new ArrayParameters(tx)
        .add("org", "uuid", refs, it -> it.session().organizationId())
        .add("id", "uuid", refs, it -> it.session().sessionId())
        .add("token", "bigint", refs, LeaseRef::token);
  }

  private static Set<LeaseRef> changed(
      Tx tx, NamedSql sql, List<LeaseRef> refs, ArrayParameters parameters) {
    Set<LeaseRef> changed = new LinkedHashSet<>();
    for (int place : sql.query(tx, parameters.values(), row -> row.getInt(1))) {
      changed.add(refs.get(place - 1));
    }
    return changed;
  }
}
