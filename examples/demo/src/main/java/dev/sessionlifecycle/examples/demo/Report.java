package dev.sessionlifecycle.examples.demo;

import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of a run, followed by machine-readable lines. */
record Report(
    Screen screen,
    Audit audit,
    List<ConversationFile.InvalidLine> invalid,
    @Nullable CloseRace race,
    PersonalDataSearch search) {
  private static final int MAX_REASONS = 60;
  private static final int MAX_INVALID_LINES = 50;
  private static final DateTimeFormatter TIME = format("HH:mm:ss.SSS'Z'");
  private static final DateTimeFormatter DAY = format("yyyy-MM-dd");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  void print(Options options, List<ParkedChain> parked) {
    if (!audit.found.isEmpty()) {
      List<Session> ended = audit.found.stream().filter(Session::isEnded).toList();
      printCounts(ended);
      printReasons(ended);
      printRace();
      printRedactions();
      printSummary();
      printRetention(ended);
      printHistory();
    }
    screen.heading("Files", "run it again: it resumes unfinished work, creates no duplicates");
    screen.fact("database", options.shownUrl());
    screen.fact("memories", Options.MEMORIES.toString());
    printInvalidLines();
    printParked(parked);
  }

  private void printCounts(List<Session> ended) {
    List<List<Map.Entry<String, Integer>>> columns =
        List.of(
            counts(audit.found, session -> session.status().wire()),
            counts(ended, Report::outcome),
            counts(ended, session -> reason(session).wire()));
    Table table = new Table("~status", ">n", "|", "~outcome", ">n", "|", "reason", ">n", "|");
    int longest = screen.width() < Screen.DEFAULT_WIDTH ? 4 : 6;
    for (int i = 0; i < columns.stream().mapToInt(List::size).max().orElse(0); i++) {
      List<Object> row = new ArrayList<>();
      for (List<Map.Entry<String, Integer>> column : columns) {
        if (i < column.size()) {
          int n = column.get(i).getValue();
          int bar = Math.max(1, n * longest / column.get(0).getValue());
          row.addAll(List.of(column.get(i).getKey(), n, "█".repeat(bar)));
        } else {
          row.addAll(List.of("", "", ""));
        }
      }
      table.row(row.toArray());
    }
    screen.heading("Sessions", "four ways to end: close, expire, fail, supersede");
    table.print(screen);
  }

  /** Returns how often each value occurs, the most frequent first. */
  private static <T> List<Map.Entry<T, Integer>> counts(
      List<Session> sessions, Function<Session, T> value) {
    Map<T, Integer> counts = new LinkedHashMap<>();
    sessions.forEach(session -> counts.merge(value.apply(session), 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .toList();
  }

  private static String outcome(Session ended) {
    return Objects.requireNonNull(ended.outcome()).wire();
  }

  private static TerminationReason reason(Session ended) {
    return Objects.requireNonNull(ended.reason());
  }

  private void printReasons(List<Session> ended) {
    Table table = new Table(".platform", "reported", ".", "*reason", "~outcome", ">n");
    List<Map.Entry<List<String>, Integer>> readings =
        counts(
            ended,
            session ->
                List.of(
                    String.valueOf(session.metadata().getOrDefault("platform", "")),
                    quoted(session.reportedReason()),
                    reason(session).wire(),
                    outcome(session)));
    for (var count : readings.subList(0, Math.min(MAX_REASONS, readings.size()))) {
      List<String> reading = count.getKey();
      table.row(
          reading.get(0), reading.get(1), "→", reading.get(2), reading.get(3), count.getValue());
    }
    screen.heading(
        "Reported, and what it became", "any string maps to a reason; the original is kept");
    table.print(screen);
    printMore(readings.size() - MAX_REASONS);
  }

  private static String quoted(@Nullable String reported) {
    if (reported == null) {
      return "(none)";
    }
    boolean isPlain = !reported.isBlank() && reported.strip().equals(reported);
    return isPlain ? reported : "\"" + reported + "\"";
  }

  private void printRace() {
    if (race == null) {
      return;
    }
    Table table = new Table("thread", "~result", "triggered_by", "closed_at");
    for (CloseRace.Runner runner : race.runners()) {
      Session session = runner.result().session();
      String result = runner.result().isWinner() ? "Closed" : "AlreadyEnded";
      table.row(runner.name(), result, session.triggeredBy(), session.closedAt());
    }
    screen.heading(
        "Three threads close one session at once",
        "one wins; the others get its record and change nothing");
    table.print(screen);
    boolean hasWinner = race.winners() == 1;
    Session session = race.runners().get(0).result().session();
    screen.fact("winners", hasWinner ? "1" : "0; an earlier run of the demo had closed it");
    screen.fact("session", session.id() + ", " + session.statusText());
  }

  private void printRedactions() {
    screen.heading("Before and after the scrub", "later steps see only the redacted text");
    for (Audit.Redaction redaction : audit.redactions) {
      screen.prose("before", Style.YELLOW, redaction.before());
      screen.prose("after", Style.GREEN, redaction.after());
      screen.line("");
    }
    if (audit.redactions.isEmpty()) {
      screen.fact("", "nothing was found to scrub");
    }
    if (search.pieces() > 0) {
      String left =
          search.hits().isEmpty()
              ? screen.style(Style.GREEN, "none is left")
              : screen.style(Style.RED, "left in " + search.hits());
      String where = " e-mails, phones and cards in " + search.columns() + " columns: ";
      screen.fact("search", "for " + search.pieces() + where + left);
    }
  }

  private void printSummary() {
    audit.found.stream()
        .filter(session -> session.summary() != null)
        .max(Comparator.comparingInt(Session::messageCount))
        .ifPresent(
            session -> {
              screen.heading(
                  "A summary", session.messageCount() + " messages on " + session.channel());
              screen.prose("", Style.PLAIN, String.valueOf(session.summary()));
            });
  }

  private void printRetention(List<Session> ended) {
    Table table = new Table("~outcome", ">sessions", ">kept for", "from", "to");
    ended.stream()
        .collect(Collectors.groupingBy(Session::outcome, TreeMap::new, Collectors.toList()))
        .forEach(
            (outcome, sessions) -> {
              List<Instant> dates =
                  sessions.stream()
                      .map(Session::retentionExpiresAt)
                      .filter(Objects::nonNull)
                      .sorted()
                      .toList();
              table.row(
                  outcome.wire(),
                  sessions.size(),
                  keptFor(sessions.get(0)),
                  dates.isEmpty() ? "" : DAY.format(dates.get(0)),
                  dates.isEmpty() ? "" : DAY.format(dates.get(dates.size() - 1)));
            });
    screen.heading("Retention", "set when the session ends, by outcome; then it may be purged");
    table.print(screen);
  }

  private static String keptFor(Session session) {
    Instant until = session.retentionExpiresAt();
    Instant closed = session.closedAt();
    if (until == null || closed == null) {
      return "ever";
    }
    // The two times come from the database's clock and this machine's, which differ a little.
    return Math.round(ChronoUnit.MINUTES.between(closed, until) / (24 * 60.0)) + " days";
  }

  private void printHistory() {
    Session session = audit.mostEventful;
    if (session == null) {
      return;
    }
    Table table = new Table(".at", "what", "~from", ".", "~to", "reason", "by");
    for (HistoryEntry entry : audit.longestHistory) {
      SessionStatus from = entry.from();
      table.row(
          TIME.format(entry.at()),
          entry.kind().name().toLowerCase(Locale.ROOT),
          from == null ? "" : from.wire(),
          "→",
          entry.to().wire(),
          entry.reason() == null ? "" : entry.reason().wire(),
          entry.triggeredBy());
    }
    if (session.finalizedAt() != null) {
      table.row(TIME.format(session.finalizedAt()), "finalized", "", "", "", "all steps done", "");
    }
    screen.heading(
        "The history of one session",
        session.id() + ", " + session.channel() + ", " + session.messageCount() + " messages");
    table.print(screen);
    screen.fact(
        "duration",
        session.durationMs() + " ms, by the times of the conversation; above: when it was stored");
  }

  private void printInvalidLines() {
    if (invalid.isEmpty()) {
      return;
    }
    Table table = new Table(">line", "reason");
    invalid.stream()
        .sorted(Comparator.comparingInt(ConversationFile.InvalidLine::line))
        .limit(MAX_INVALID_LINES)
        .forEach(line -> table.row(line.line(), line.reason()));
    screen.heading("Lines that were skipped", "the rest of the input is processed");
    table.print(screen);
    printMore(invalid.size() - MAX_INVALID_LINES);
  }

  private void printMore(int more) {
    if (more > 0) {
      screen.line("   … and " + more + " more");
    }
  }

  private void printParked(List<ParkedChain> chains) {
    if (chains.isEmpty()) {
      return;
    }
    Table table = new Table("session", "*step", ">attempts", "why");
    for (ParkedChain chain : chains) {
      for (ParkedChain.Step step : chain.steps()) {
        table.row(chain.sessionId(), step.name(), step.attempts(), step.label());
      }
    }
    screen.heading("Parked chains", "they wait until the failed step is replayed or skipped");
    table.print(screen);
  }

  /** Prints the machine-readable lines and returns whether everything succeeded. */
  boolean printFigures() {
    List<Session> sessions = audit.found;
    long ended = sessions.stream().filter(Session::isEnded).count();
    long finished = sessions.stream().filter(session -> session.finalizedAt() != null).count();
    long left = search.hits().values().stream().mapToInt(Integer::intValue).sum();
    long unfinished = sessions.size() - finished;
    long errors = invalid.size() + audit.lost + audit.duplicated + left + unfinished;
    screen.line("");
    printFigure("lost", audit.lost);
    printFigure("doubled", audit.duplicated);
    printFigure("sessions", sessions.size());
    printFigure("ended", ended);
    printFigure("finished", finished);
    printFigure("errors", errors);
    return errors == 0;
  }

  private void printFigure(String name, long value) {
    screen.line("figure demo." + name + " " + value);
  }
}
