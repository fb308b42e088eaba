package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.SessionFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Which rows of sessions a filter selects. */
final class FilterSql {
  private FilterSql() {}

  /** The conditions that select within the organization {@code :org}. */
  static List<String> conditions(SessionFilter filter) {
    List<String> conditions = new ArrayList<>();
    conditions.add("s.organization_id = :org");
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
    add(conditions, filter.endedFrom(), "s.ended_at >= :endedFrom");
    add(conditions, filter.endedBefore(), "s.ended_at < :endedBefore");
    return conditions;
  }

  static Query bind(Query query, UUID organizationId, SessionFilter filter) {
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
        .bind("endedBefore", filter.endedBefore());
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

  private static void add(List<String> conditions, @Nullable Object value, String condition) {
    if (value != null) {
      conditions.add(condition);
    }
  }
}
