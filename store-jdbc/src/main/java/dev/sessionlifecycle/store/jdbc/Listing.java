package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionCountsBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/**
 * Lists sessions by key set, and counts them. The order is that of an index, so that a page costs
 * the same however deep it lies; the end user has an index too, every other filter is applied to
 * what the index yields.
 */
final class Listing {
  private final SqlText sql;

  Listing(SqlText sql) {
    this.sql = sql;
  }

  List<Session> list(Tx tx, ListIntent intent) {
    List<String> conditions = FilterSql.conditions(intent.filter());
    if (intent.after() != null) {
      conditions.add(sql.dialect().isBefore("s.created_at", "s.id", ":afterTime", ":afterId"));
    }
    PageSql page =
        PageSql.of(sql, "", String.join(" AND ", conditions), "s.created_at DESC, s.id DESC");
    Query query =
        FilterSql.bind(
            tx.query(page.limit(intent.limit())), intent.organizationId(), intent.filter());
    ListIntent.Position after = intent.after();
    if (after != null) {
      query.bind("afterTime", after.createdAt()).bind("afterId", after.id());
    }
    return query.map((row, ctx) -> Rows.session(row)).list();
  }

  /** The database groups: what comes back are a few rows, however many sessions there are. */
  SessionCounts count(Tx tx, UUID organizationId, SessionFilter filter) {
    Query query =
        tx.query(
            sql.of("SELECT s.status, s.termination_reason, s.outcome, COUNT(*) FROM {session} s")
                + " WHERE "
                + String.join(" AND ", FilterSql.conditions(filter))
                + " GROUP BY s.status, s.termination_reason, s.outcome");
    SessionCountsBuilder tally = new SessionCountsBuilder();
    FilterSql.bind(query, organizationId, filter)
        .map((row, ctx) -> add(tally, row))
        .forEach(added -> {});
    return tally.counts();
  }

  private static boolean add(SessionCountsBuilder tally, ResultSet row) throws SQLException {
    SessionStatus status = SessionStatus.fromWire(row.getString(1));
    String reason = row.getString(2);
    String outcome = row.getString(3);
    boolean isEnded = status.isTerminal();
    tally.add(
        status,
        reason == null && !isEnded ? null : TerminationReason.coerce(reason),
        outcome == null && !isEnded ? null : OutcomeCategory.fromWire(outcome),
        row.getLong(4));
    return true;
  }
}
