package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the platforms reported, and what it was taken for. */
final class ReasonsReport {
  private static final int MOST = 60;

  private record Reading(
      String platform, String reported, TerminationReason reason, OutcomeCategory outcome) {}

  private ReasonsReport() {}

  static void print(Screen screen, List<Session> sessions) {
    Counts<Reading> readings =
        Counts.of(
            sessions.stream().filter(Session::isEnded).toList(),
            session ->
                new Reading(
                    String.valueOf(session.metadata().getOrDefault("platform", "")),
                    shown(session.reportedReason()),
                    Objects.requireNonNull(session.reason()),
                    Objects.requireNonNull(session.outcome())));
    Table table = new Table("platform", "reported", "", "reason", "outcome", ">n").atMost(1, 34);
    for (Map.Entry<Reading, Integer> entry :
        readings.entries().subList(0, Math.min(MOST, readings.size()))) {
      Reading reading = entry.getKey();
      table.row(
          Looks.dim(reading.platform()),
          reading.reported(),
          Looks.dim("→"),
          new Table.Cell(reading.reason().wire(), Style.BOLD),
          Looks.of(reading.outcome()),
          entry.getValue());
    }
    screen.heading(
        "Reported, and what it became", "any string will do; what was reported stands beside it");
    table.print(screen);
    if (readings.size() > MOST) {
      screen.line("   … and " + (readings.size() - MOST) + " more");
    }
  }

  private static String shown(@Nullable String reported) {
    if (reported == null) {
      return "(none)";
    }
    return reported.isBlank() || !reported.strip().equals(reported)
        ? "\"" + reported + "\""
        : reported;
  }
}
