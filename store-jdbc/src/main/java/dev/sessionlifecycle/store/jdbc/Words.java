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
}
