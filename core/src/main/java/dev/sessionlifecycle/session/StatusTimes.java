package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a session was in each status, from its history, by the business clock. Pure.
 *
 * @param total the time in each status that it had; not in the one that it has ended with
 * @param firstEntered when it first entered each of its statuses
 */
public record StatusTimes(
    Map<SessionStatus, Duration> total, Map<SessionStatus, Instant> firstEntered) {
  /** Copies the maps. */
  public StatusTimes {
    total = Map.copyOf(Validator.require("total", total));
    firstEntered = Map.copyOf(Validator.require("first_entered", firstEntered));
  }

  /**
   * Adds up the times of a history.
   *
   * @param history the whole history of a session, in order
   * @param now until when the status of a live session counts
   */
  public static StatusTimes of(List<HistoryEntry> history, Instant now) {
    Validator.require("history", history);
    Validator.require("now", now);
    Map<SessionStatus, Duration> total = new EnumMap<>(SessionStatus.class);
    Map<SessionStatus, Instant> first = new EnumMap<>(SessionStatus.class);
    for (int i = 0; i < history.size(); i++) {
      HistoryEntry entry = history.get(i);
      first.putIfAbsent(entry.to(), entry.at());
      Instant until = i + 1 < history.size() ? history.get(i + 1).at() : now;
      if (entry.to().isLive() && until.isAfter(entry.at())) {
        total.merge(entry.to(), Duration.between(entry.at(), until), Duration::plus);
      }
    }
    return new StatusTimes(total, first);
  }

  /** Returns the time in a status; zero if it never was in it. */
  public Duration in(SessionStatus status) {
    return total.getOrDefault(status, Duration.ZERO);
  }

  /** Returns when the session was answered: when it first was active. */
  public Optional<Instant> answeredAt() {
    return Optional.ofNullable(firstEntered.get(SessionStatus.ACTIVE));
  }
}
