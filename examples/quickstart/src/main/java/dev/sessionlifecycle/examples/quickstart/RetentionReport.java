package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.model.OutcomeCategory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Until when ended sessions are kept. */
final class RetentionReport {
  private RetentionReport() {}

  static void print(Screen screen, List<Session> sessions) {
    Map<OutcomeCategory, List<Session>> byOutcome = new EnumMap<>(OutcomeCategory.class);
    for (Session session : sessions) {
      if (session.outcome() != null) {
        byOutcome.computeIfAbsent(session.outcome(), it -> new ArrayList<>()).add(session);
      }
    }
    Table table = new Table("outcome", ">sessions", ">kept for", "from", "to");
    byOutcome.forEach(
        (outcome, ended) -> {
          List<Instant> dates =
              ended.stream()
                  .map(Session::retentionExpiresAt)
                  .filter(Objects::nonNull)
                  .sorted()
                  .toList();
          table.row(
              Looks.of(outcome),
              ended.size(),
              keep(ended.get(0)),
              dates.isEmpty() ? "for ever" : day(dates.get(0)),
              dates.isEmpty() ? "" : day(dates.get(dates.size() - 1)));
        });
    screen.heading("Retention", "stamped when the session ends, by outcome; then it may be purged");
    table.print(screen);
  }

  private static String keep(Session session) {
    Instant until = session.retentionExpiresAt();
    Instant closed = session.closedAt();
    if (until == null || closed == null) {
      return "ever";
    }
    // The store's clock stamps the one and the host's the other: they differ by a little.
    long hours = ChronoUnit.HOURS.between(closed, until.plus(30, ChronoUnit.MINUTES));
    return Math.round(hours / 24.0) + " days";
  }

  private static String day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
  }
}
