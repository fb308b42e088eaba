package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.SessionStatus;
import java.util.Collection;
import java.util.stream.Collectors;

/** Conditions over the words of the model, made of the model itself. */
final class Words {
  private Words() {}

  static String isLive(String column) {
    return isAmong(column, SessionStatus.all().stream().filter(SessionStatus::isLive).toList());
  }

  static String isTerminal(String column) {
    return isAmong(column, SessionStatus.all().stream().filter(SessionStatus::isTerminal).toList());
  }

  static String isAmong(String column, Collection<SessionStatus> statuses) {
    return statuses.stream()
        .map(status -> "'" + status.wire() + "'")
        .sorted()
        .collect(Collectors.joining(", ", column + " IN (", ")"));
  }

  /**
   * The same condition, where it holds for nearly all that the rest of a statement finds:
   * PostgreSQL takes a list of statuses for something rare, and would rather sort all than stop
   * early.
   */
  static String mostly(String condition) {
    return "CASE WHEN " + condition + " THEN TRUE ELSE FALSE END";
  }
}
