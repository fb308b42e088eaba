package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.ActionForm;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Hidden;
import dev.sessionlifecycle.console.internal.view.Table;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.finalizer.SessionChain.StepAttempt;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The chain of a session: its steps, what was tried, and what can be done about it. */
final class ChainView {
  private static final int MOST_ATTEMPTS = 200;

  private final Visit visit;
  private final Session session;
  private final Optional<SessionChain> chain;

  ChainView(Visit visit, Session session, Optional<SessionChain> chain) {
    this.visit = visit;
    this.session = session;
    this.chain = chain;
  }

  private List<ChainStep> all() {
    return chain.map(SessionChain::steps).orElse(List.of());
  }

  String note() {
    if (!session.isEnded()) {
      return "Its steps begin when it ends.";
    } else if (chain.isEmpty()) {
      return "Its chain was defined by a newer version of the library.";
    } else if (all().isEmpty()) {
      return "No steps follow its end.";
    }
    SessionChain it = chain.get();
    if (it.isLeased()) {
      return "A node works on it, until " + visit.formats().time(it.dueAt()) + " at most.";
    } else if (it.finishedAt() != null) {
      return "Finished at " + visit.formats().time(it.finishedAt()) + ".";
    } else if (it.dueAt() == null) {
      return "Parked: nothing is left to run until a step is replayed or skipped.";
    }
    return "Due at " + visit.formats().time(it.dueAt()) + ".";
  }

  Table steps() {
    return new Table(
        "Steps of the chain",
        List.of("Step", "State", "Waits for", "Attempts", "Next attempt"),
        all().stream()
            .map(
                it ->
                    Table.row(
                        Cell.text(it.name() + (it.isDelivery() ? " (delivery)" : "")),
                        Labels.progress(it.progress()),
                        Cell.text(String.join(", ", it.waitsFor())),
                        Cell.number(Integer.toString(it.attempts())),
                        Cell.time(visit.formats().time(it.nextAttempt()))))
            .toList(),
        "");
  }

  private record Attempted(ChainStep step, StepAttempt attempt) {}

  /** The newest attempts first. */
  Table attempts() {
    List<Table.Row> rows =
        all().stream()
            .flatMap(step -> step.history().stream().map(it -> new Attempted(step, it)))
            .sorted(
                Comparator.comparing((Attempted it) -> it.attempt().endedAt())
                    .thenComparing(it -> it.attempt().number())
                    .reversed())
            .limit(MOST_ATTEMPTS)
            .map(this::row)
            .toList();
    return new Table(
        "Attempts at steps, newest first",
        List.of("Began", "Step", "Attempt", "Result", "Label", "Took", "Node"),
        rows,
        "Nothing was tried yet.");
  }

  private Table.Row row(Attempted it) {
    StepAttempt attempt = it.attempt();
    return Table.row(
        Cell.time(visit.formats().time(attempt.startedAt())),
        Cell.text(it.step().name()),
        Cell.number(Integer.toString(attempt.number())),
        Labels.result(attempt.result()),
        attempt.label() == null ? Cell.none() : Cell.code(attempt.label()),
        Cell.number(Formats.duration(Duration.between(attempt.startedAt(), attempt.endedAt()))),
        Cell.code(Formats.shortId(attempt.node())).titled(attempt.node().toString()));
  }

  /** What can be done if a step is parked: both lead to the dry count first. */
  List<ActionForm> forms() {
    List<ActionForm> forms = new ArrayList<>();
    boolean isParked = all().stream().anyMatch(it -> it.progress() == Progress.PARKED);
    if (isParked && visit.may(ConsolePermission.REPLAY)) {
      forms.add(form("replay", "Run the parked steps again", "Replay"));
    }
    if (isParked && visit.may(ConsolePermission.SKIP)) {
      forms.add(form("skip", "Count the parked steps as skipped", "Skip"));
    }
    return forms;
  }

  private ActionForm form(String what, String text, String button) {
    return new ActionForm(
        visit.href(ParkedActions.CHECK),
        "get",
        "",
        text,
        button,
        what.equals("skip"),
        visit.withKept(
            new Hidden("what", what),
            new Hidden("scope", "picked"),
            new Hidden("session", session.id().toString())),
        List.of());
  }
}
