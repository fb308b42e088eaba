package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.model.SessionStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The history of the most eventful session. */
final class HistoryReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private HistoryReport() {}

  static void print(Screen screen, Session session, List<HistoryEntry> history) {
    screen.heading(
        "The history of one session",
        session.id() + ", " + session.channel() + ", " + session.messageCount() + " messages");
    Table table = new Table("at", "what", "from", "", "to", "reason", "by");
    for (HistoryEntry entry : history) {
      SessionStatus from = entry.from();
      table.row(
          Looks.dim(time(entry.at())),
          entry.kind().name().toLowerCase(Locale.ROOT),
          from == null ? "" : Looks.of(from),
          Looks.dim("→"),
          Looks.of(entry.to()),
          entry.reason() == null ? "" : entry.reason().wire(),
          entry.triggeredBy());
    }
    Instant finalized = session.finalizedAt();
    if (finalized != null) {
      table.row(
          Looks.dim(time(finalized)), "finalized", "", "", "", "", Looks.dim("every step is done"));
    }
    table.print(screen);
    screen.fact("duration", session.durationMs() + " ms, from its start to its end");
  }

  private static String time(Instant instant) {
    return TIME.format(instant) + "Z";
  }
}
