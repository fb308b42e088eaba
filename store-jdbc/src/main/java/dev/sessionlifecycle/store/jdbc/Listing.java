package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.ListIntent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * Lists sessions by key set. The order is that of an index, so that a page costs the same however
 * deep it lies; the end user has an index too, every other filter is applied to what the index
 * yields.
 */
final class Listing {
  private final SqlText sql;

  Listing(SqlText sql) {
    this.sql = sql;
  }

  List<Session> list(Tx tx, ListIntent intent) {
    SessionFilter filter = intent.filter();
    List<String> conditions = conditions(filter);
    conditions.add(0, "s.organization_id = :org");
    if (intent.after() != null) {
      conditions.add("s.created_at <= :afterTime");
      conditions.add("(s.created_at < :afterTime OR s.id < :afterId)");
    }
    Query query =
        tx.query(
            sql.of("SELECT {columns} FROM {s+d} WHERE ")
                + String.join(" AND ", conditions)
                + " ORDER BY s.created_at DESC, s.id DESC LIMIT :limit");
    bind(query, filter).bind("org", intent.organizationId()).bind("limit", intent.limit());
    ListIntent.Position after = intent.after();
    if (after != null) {
      query.bind("afterTime", after.createdAt()).bind("afterId", after.id());
    }
    return query.map((row, ctx) -> Rows.session(row)).list();
  }

  private static List<String> conditions(SessionFilter filter) {
    List<String> conditions = new ArrayList<>();
    if (!filter.statuses().isEmpty()) {
      conditions.add(anyOf(filter));
    }
    add(conditions, filter.channel(), "s.channel = :channel");
    add(conditions, filter.sessionType(), "s.session_type = :type");
    add(conditions, filter.priority(), "s.priority = :priority");
    add(conditions, filter.endUserId(), "s.end_user_id = :user");
    add(conditions, filter.assignedAgentId(), "s.assigned_agent_id = :agent");
    if (filter.reason() == TerminationReason.UNKNOWN) {
      conditions.add(isNoneOf("s.termination_reason", reasonsButUnknown()));
    } else {
      add(conditions, filter.reason(), "s.termination_reason = :reason");
    }
    if (filter.outcome() == OutcomeCategory.UNKNOWN) {
      conditions.add(isNoneOf("s.outcome", outcomesButUnknown()));
    } else {
      add(conditions, filter.outcome(), "s.outcome = :outcome");
    }
    add(conditions, filter.createdFrom(), "s.created_at >= :from");
    add(conditions, filter.createdBefore(), "s.created_at < :before");
    return conditions;
  }

  private static String anyOf(SessionFilter filter) {
    String known =
        Words.isAmong(
            "s.status",
            filter.statuses().stream().filter(it -> it != SessionStatus.UNRECOGNIZED).toList());
    if (!filter.statuses().contains(SessionStatus.UNRECOGNIZED)) {
      return known;
    }
    String unknown = "NOT " + Words.isAmong("s.status", SessionStatus.all());
    return filter.statuses().size() == 1 ? unknown : "(" + known + " OR " + unknown + ")";
  }

  /** What is stored and not known is read as unknown, and so it is found as unknown. */
  private static String isNoneOf(String column, List<String> words) {
    return words.stream()
        .map(word -> "'" + word + "'")
        .collect(Collectors.joining(", ", "(" + column + " NOT IN (", "))"));
  }

  private static List<String> reasonsButUnknown() {
    return Arrays.stream(TerminationReason.values())
        .filter(it -> it != TerminationReason.UNKNOWN)
        .map(TerminationReason::wire)
        .toList();
  }

  private static List<String> outcomesButUnknown() {
    return Arrays.stream(OutcomeCategory.values())
        .filter(it -> it != OutcomeCategory.UNKNOWN)
        .map(OutcomeCategory::wire)
        .toList();
  }

  private static void add(
      List<String> conditions, @org.jspecify.annotations.Nullable Object value, String condition) {
    if (value != null) {
      conditions.add(condition);
    }
  }

  private static Query bind(Query query, SessionFilter filter) {
    return query
        .bind("channel", filter.channel())
        .bind("type", filter.sessionType() == null ? null : filter.sessionType().wire())
        .bind("priority", filter.priority() == null ? null : filter.priority().wire())
        .bind("user", filter.endUserId())
        .bind("agent", filter.assignedAgentId())
        .bind("reason", filter.reason() == null ? null : filter.reason().wire())
        .bind("outcome", filter.outcome() == null ? null : filter.outcome().wire())
        .bind("from", filter.createdFrom())
        .bind("before", filter.createdBefore());
  }
}
