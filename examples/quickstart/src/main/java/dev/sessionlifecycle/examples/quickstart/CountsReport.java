package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Sessions by status, outcome and reason, beside each other. */
final class CountsReport {
  private static final int BAR = 6;
  private static final List<Object> NOTHING = Collections.nCopies(3, "");

  private CountsReport() {}

  static void print(Screen screen, List<Session> sessions) {
    List<Session> ended = sessions.stream().filter(Session::isEnded).toList();
    Counts<SessionStatus> statuses = Counts.of(sessions, Session::status);
    Counts<OutcomeCategory> outcomes =
        Counts.of(ended, session -> Objects.requireNonNull(session.outcome()));
    Counts<TerminationReason> reasons =
        Counts.of(ended, session -> Objects.requireNonNull(session.reason()));
    Table table = new Table("status", ">n", "", "outcome", ">n", "", "reason", ">n", "");
    int rows = IntStream.of(statuses.size(), outcomes.size(), reasons.size()).max().orElse(0);
    for (int i = 0; i < rows; i++) {
      List<Object> row = new ArrayList<>();
      row.addAll(i < statuses.size() ? cells(statuses, i, Looks.of(at(statuses, i))) : NOTHING);
      row.addAll(i < outcomes.size() ? cells(outcomes, i, Looks.of(at(outcomes, i))) : NOTHING);
      row.addAll(i < reasons.size() ? cells(reasons, i, at(reasons, i).wire()) : NOTHING);
      table.row(row.toArray());
    }
    screen.heading("Sessions", "four doors lead to an end: close, expire, fail, supersede");
    table.print(screen);
  }

  private static <T> T at(Counts<T> counts, int place) {
    return counts.entries().get(place).getKey();
  }

  private static List<Object> cells(Counts<?> counts, int place, Object name) {
    Style style = name instanceof Table.Cell cell ? cell.style() : Style.BLUE;
    int number = counts.entries().get(place).getValue();
    return List.of(name, number, new Table.Cell(counts.bar(place, BAR), style));
  }
}
