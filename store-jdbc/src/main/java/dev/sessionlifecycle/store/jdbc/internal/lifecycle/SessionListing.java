package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SeriesIntent;
import dev.sessionlifecycle.spi.SessionCountsBuilder;
import dev.sessionlifecycle.spi.SessionSeriesBuilder;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionRows;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Lists sessions page by page, and counts them. */
public final class SessionListing {
  private final SqlTemplates sql;

  public SessionListing(SqlTemplates sql) {
    this.sql = sql;
  }

  public List<Session> list(Transaction tx, ListIntent intent) {
    Set<String> blocks = blocks(intent.filter());
    ListIntent.Position after = intent.after();
    if (after != null) {
      blocks.add("after");
    }
    String page = statement("list_sessions", blocks, intent.filter());
    Query query = tx.query(SqlTemplates.limit(page, intent.limit()));
    bind(query, intent.organizationId(), intent.filter());
    if (after != null) {
      query.bind("afterTime", after.createdAt()).bind("afterId", after.id());
    }
    return query.map((row, ctx) -> SessionRows.session(row)).list();
  }

  /** Counts in the database, which returns one row per group, however many sessions there are. */
  public SessionCounts count(Transaction tx, UUID organizationId, SessionFilter filter) {
    Query query = tx.query(statement("count_sessions", blocks(filter), filter));
    SessionCountsBuilder counts = new SessionCountsBuilder();
    bind(query, organizationId, filter).map((row, ctx) -> add(counts, row)).forEach(added -> {});
    return counts.counts();
  }

  /** Counts by spans of time, with two statements, which return a row per group. */
  public List<SessionBucket> series(Transaction tx, SeriesIntent intent) {
    SessionSeriesBuilder series = new SessionSeriesBuilder(intent);
    spans(tx, "series_counts", intent)
        .map((row, ctx) -> addToSpan(series, row))
        .forEach(added -> {});
    spans(tx, "series_durations", intent)
        .map(
            (row, ctx) -> {
              series.durations(row.getInt(1), row.getLong(2), row.getLong(3));
              return true;
            })
        .forEach(added -> {});
    return series.buckets();
  }

  private Query spans(Transaction tx, String name, SeriesIntent intent) {
    SessionFilter filter = intent.filter();
    Query query = tx.query(statement(name, blocks(filter), filter));
    return bind(query, intent.organizationId(), filter)
        .bind("start", intent.from())
        .bind("micros", intent.bucketMicros());
  }

  private static boolean addToSpan(SessionSeriesBuilder series, ResultSet row) throws SQLException {
    SessionStatus status = SessionStatus.fromWire(row.getString(2));
    series.add(
        row.getInt(1),
        status,
        reason(row.getString(3), status),
        outcome(row.getString(4), status),
        row.getLong(5));
    return true;
  }

  private static @Nullable TerminationReason reason(@Nullable String stored, SessionStatus status) {
    return stored == null && !status.isTerminal() ? null : TerminationReason.coerce(stored);
  }

  private static @Nullable OutcomeCategory outcome(@Nullable String stored, SessionStatus status) {
    return stored == null && !status.isTerminal() ? null : OutcomeCategory.fromWire(stored);
  }

  private static boolean add(SessionCountsBuilder counts, ResultSet row) throws SQLException {
    SessionStatus status = SessionStatus.fromWire(row.getString(1));
    counts.add(
        status,
        reason(row.getString(2), status),
        outcome(row.getString(3), status),
        row.getLong(4));
    return true;
  }

  private String statement(String name, Set<String> blocks, SessionFilter filter) {
    if (filter.disposition() != null) {
      sql.requireVersion(2, "a filter by disposition");
    }
    List<SessionStatus> known =
        filter.statuses().stream().filter(it -> it != SessionStatus.UNRECOGNIZED).toList();
    return SqlTemplates.statuses(sql.get(name, blocks), known);
  }

  /** Returns the SQL blocks for the conditions of a filter. */
  private static Set<String> blocks(SessionFilter filter) {
    Set<String> blocks = new HashSet<>();
    boolean hasUnrecognized = filter.statuses().contains(SessionStatus.UNRECOGNIZED);
    if (!filter.statuses().isEmpty()) {
      blocks.add(
          !hasUnrecognized
              ? "statuses"
              : filter.statuses().size() == 1 ? "unrecognized" : "statuses_or_unrecognized");
    }
    add(blocks, filter.channel(), "channel");
    add(blocks, filter.sessionType(), "type");
    add(blocks, filter.priority(), "priority");
    add(blocks, filter.endUserId(), "user");
    add(blocks, filter.assignedAgentId(), "agent");
    boolean isUnknownReason = filter.reason() == TerminationReason.UNKNOWN;
    add(blocks, filter.reason(), isUnknownReason ? "reason_unknown" : "reason");
    boolean isUnknownOutcome = filter.outcome() == OutcomeCategory.UNKNOWN;
    add(blocks, filter.outcome(), isUnknownOutcome ? "outcome_unknown" : "outcome");
    add(blocks, filter.createdFrom(), "from");
    add(blocks, filter.createdBefore(), "before");
    add(blocks, filter.endedFrom(), "ended_from");
    add(blocks, filter.endedBefore(), "ended_before");
    add(blocks, filter.disposition(), "disposition");
    return blocks;
  }

  private static void add(Set<String> blocks, @Nullable Object value, String block) {
    if (value != null) {
      blocks.add(block);
    }
  }

  private static Query bind(Query query, UUID organizationId, SessionFilter filter) {
    return query
        .bind("org", organizationId)
        .bind("channel", filter.channel())
        .bind("type", filter.sessionType() == null ? null : filter.sessionType().wire())
        .bind("priority", filter.priority() == null ? null : filter.priority().wire())
        .bind("user", filter.endUserId())
        .bind("agent", filter.assignedAgentId())
        .bind("reason", filter.reason() == null ? null : filter.reason().wire())
        .bind("outcome", filter.outcome() == null ? null : filter.outcome().wire())
        .bind("from", filter.createdFrom())
        .bind("before", filter.createdBefore())
        .bind("endedFrom", filter.endedFrom())
        .bind("endedBefore", filter.endedBefore())
        .bind("disposition", filter.disposition());
  }
}
