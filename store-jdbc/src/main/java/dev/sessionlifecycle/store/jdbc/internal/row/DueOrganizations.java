package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds the organizations that have something due, in the order of their ids. */
public final class DueOrganizations {
  private static final String BOUNDED = "bounded";

  private final String all;
  private final @Nullable String bounded;
  private final DueBound bound = new DueBound(System::nanoTime);

  /**
   * Uses a statement.
   *
   * @param statement returns the ids, each with the time when its oldest entry was due; it may have
   *     a block {@code bounded}
   */
  public DueOrganizations(SqlTemplates sql, String statement) {
    all = sql.get(statement);
    bounded = sql.blocks(statement).contains(BOUNDED) ? sql.get(statement, BOUNDED) : null;
  }

  /** Returns them; what became due in the past only later on while a look at all is slow. */
  public List<DueBound.Due> find(Transaction tx) {
    DueBound.Bound current = bound.current();
    long start = System.nanoTime();
    List<DueBound.Due> found = find(tx, current);
    if (bounded != null && tx.clock().now().isEmpty()) {
      bound.looked(current, start, tx::now, () -> found);
    }
    return found;
  }

  /** Returns those within bounds; null for all. */
  public List<DueBound.Due> find(Transaction tx, DueBound.@Nullable Bound current) {
    if (bounded == null || current == null) {
      return read(tx.query(all));
    }
    List<UUID> organizations = List.copyOf(current.earlier().keySet());
    List<OffsetDateTime> sinces =
        organizations.stream().map(it -> Columns.utc(current.earlier().get(it))).toList();
    return read(
        tx.query(bounded)
            .bind("since", current.since())
            .bind("orgs", tx.array("uuid", organizations))
            .bind("sinces", tx.array("timestamptz", sinces)));
  }

  private static List<DueBound.Due> read(Query query) {
    return query
        .map((row, ctx) -> new DueBound.Due(Columns.id(row, 1), Columns.time(row, 2)))
        .list();
  }
}
