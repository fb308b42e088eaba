package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.ParkedChain;
import dev.sessionlifecycle.Session;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of it, for people; and at the very end, for machines. */
final class Report {
  private static final int MOST_BAD_LINES = 50;

  private final Screen screen;
  private final Review review;
  private final List<BadLine> bad;
  private final @Nullable List<Race.Runner> race;
  private final PersonalDataSearch.@Nullable Result search;
  private final int pieces;

  Report(
      Screen screen,
      Review review,
      List<BadLine> bad,
      @Nullable List<Race.Runner> race,
      PersonalDataSearch.@Nullable Result search,
      int pieces) {
    this.screen = screen;
    this.review = review;
    this.bad = bad;
    this.race = race;
    this.search = search;
    this.pieces = pieces;
  }

  void print(Database database, Path memories) {
    List<Session> sessions = review.sessions();
    if (!sessions.isEmpty()) {
      CountsReport.print(screen, sessions);
      ReasonsReport.print(screen, sessions);
      if (race != null) {
        RaceReport.print(screen, race);
      }
      ScrubReport.print(screen, review.examples(), search, pieces);
      summary(sessions);
      RetentionReport.print(screen, sessions);
      Session eventful = review.eventful();
      if (eventful != null) {
        HistoryReport.print(screen, eventful, review.history());
      }
    }
    screen.heading("Where it lies", "run it again: it resumes what is unfinished, doubles nothing");
    screen.fact("database", database.shown());
    screen.fact("memories", memories.toString());
    badLines();
  }

  private void summary(List<Session> sessions) {
    sessions.stream()
        .filter(session -> session.summary() != null)
        .max(Comparator.comparingInt(Session::messageCount))
        .ifPresent(
            session -> {
              screen.heading(
                  "A summary", session.messageCount() + " messages on " + session.channel());
              screen.prose("", Style.PLAIN, String.valueOf(session.summary()));
            });
  }

  private void badLines() {
    if (bad.isEmpty()) {
      return;
    }
    screen.heading("Lines that were passed over", "the rest of the input is done");
    Table table = new Table(">line", "reason").atMost(1, Screen.WIDTH - 15);
    bad.stream()
        .sorted(Comparator.comparingInt(BadLine::line))
        .limit(MOST_BAD_LINES)
        .forEach(line -> table.row(new Table.Cell("" + line.line(), Style.RED), line.reason()));
    table.print(screen);
    if (bad.size() > MOST_BAD_LINES) {
      screen.line("   … and " + (bad.size() - MOST_BAD_LINES) + " more");
    }
  }

  /** Chains that have been given up, and why. */
  void parked(List<ParkedChain> chains) {
    if (chains.isEmpty()) {
      return;
    }
    screen.heading("Chains that are parked", "they wait until somebody replays or skips the step");
    Table table = new Table("session", "step", ">attempts", "why");
    for (ParkedChain chain : chains) {
      for (ParkedChain.Step step : chain.steps()) {
        table.row(
            chain.sessionId(),
            new Table.Cell(step.name(), Style.RED),
            step.attempts(),
            String.valueOf(step.label()));
      }
    }
    table.print(screen);
  }

  /** The lines for machines; answers whether all is well. */
  boolean figures() {
    List<Session> sessions = review.sessions();
    long ended = sessions.stream().filter(Session::isEnded).count();
    long finished = sessions.stream().filter(session -> session.finalizedAt() != null).count();
    int lost = review.audit().lost();
    int doubled = review.audit().doubled();
    int left = search == null ? 0 : search.rows();
    long errors = bad.size() + lost + doubled + left + (sessions.size() - finished);
    screen.blank();
    figure("lost", lost);
    figure("doubled", doubled);
    figure("sessions", sessions.size());
    figure("ended", ended);
    figure("finished", finished);
    figure("errors", errors);
    return errors == 0;
  }

  private void figure(String name, long value) {
    screen.line("figure quickstart." + name + " " + value);
  }
}
