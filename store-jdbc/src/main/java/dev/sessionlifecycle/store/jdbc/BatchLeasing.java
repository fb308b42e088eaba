package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.LeaseRef;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A row at a time, in batches. */
final class BatchLeasing implements Leasing {
  private final String renew;
  private final String release;
  private final String setAside;

  BatchLeasing(SqlText sql) {
    String held =
        " WHERE organization_id = :org AND session_id = :id AND token = :token"
            + " AND owner IS NOT NULL";
    renew = sql.of("UPDATE {chain} SET due_at = {now+lease}" + held);
    release = sql.of("UPDATE {chain} SET owner = NULL, due_at = {now}, claims = claims - 1" + held);
    setAside = sql.of("UPDATE {chain} SET owner = NULL, claims = claims - 1" + held);
  }

  @Override
  public Set<LeaseRef> renew(Tx tx, List<LeaseRef> inOrder, Duration lease) {
    return changed(tx, renew, inOrder, Micros.of(lease));
  }

  @Override
  public Set<LeaseRef> release(Tx tx, List<LeaseRef> inOrder) {
    return changed(tx, release, inOrder, 0);
  }

  @Override
  public Set<LeaseRef> setAside(Tx tx, List<LeaseRef> inOrder) {
    return changed(tx, setAside, inOrder, 0);
  }

  private static Set<LeaseRef> changed(Tx tx, String sql, List<LeaseRef> refs, long lease) {
    Set<LeaseRef> changed = new LinkedHashSet<>();
    if (refs.isEmpty()) {
      return changed;
    }
    PreparedBatch batch = tx.batch(sql);
    for (LeaseRef ref : refs) {
      tx.clock().now().ifPresent(now -> batch.bind("now", now));
      batch
          .bind("org", ref.session().organizationId())
          .bind("id", ref.session().sessionId())
          .bind("token", ref.token())
          .bind("lease", lease)
          .add();
    }
    int[] counts = batch.execute();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        changed.add(refs.get(i));
      }
    }
    return changed;
  }
}
