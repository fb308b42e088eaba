package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.Session;
import java.util.List;

/** Three ends of one session at once, and who won. */
final class RaceReport {
  private RaceReport() {}

  static void print(Screen screen, List<Race.Runner> race) {
    Session record = race.get(0).result().session();
    screen.heading(
        "Three threads end one session at the same moment",
        "one wins; the others get its record, and change nothing");
    Table table = new Table("thread", "answer", "triggered_by", "closed_at");
    for (Race.Runner runner : race) {
      Session read = runner.result().session();
      table.row(
          runner.name(),
          runner.result().isWinner()
              ? new Table.Cell("Closed", Style.GREEN)
              : Looks.dim("AlreadyEnded"),
          String.valueOf(read.triggeredBy()),
          String.valueOf(read.closedAt()));
    }
    table.print(screen);
    long winners = race.stream().filter(runner -> runner.result().isWinner()).count();
    screen.fact(
        "winners",
        winners == 1
            ? "1"
            : winners + "; the session had ended in an earlier run of the quickstart");
    screen.fact("session", record.id() + ", " + record.statusText());
  }
}
