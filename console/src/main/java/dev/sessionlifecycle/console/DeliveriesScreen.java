package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JtesectionsGenerated;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Section;
import dev.sessionlifecycle.console.internal.view.SectionsPage;
import dev.sessionlifecycle.console.internal.view.Table;
import dev.sessionlifecycle.console.internal.view.Tone;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.model.SessionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The deliveries of the chain, and which sessions each of them has given up. */
final class DeliveriesScreen {
  private static final int SHOWN = 20;

  private final Visit visit;

  private DeliveriesScreen(Visit visit) {
    this.visit = visit;
  }

  static ConsoleReply answer(Visit visit) {
    SectionsPage page = new DeliveriesScreen(visit).page();
    return Replies.page(200, out -> JtesectionsGenerated.render(out, null, page));
  }

  private SectionsPage page() {
    Set<String> names = names(visit.settings.chain);
    List<Section> sections = new ArrayList<>();
    List<Table.Row> rows = new ArrayList<>();
    for (String name : names) {
      int count = visit.finalizer().countParked(visit.organizationId, ParkedFilter.step(name));
      rows.add(
          Table.row(
              Cell.text(name),
              count == 0
                  ? Cell.badge(Tone.GOOD, "nothing given up")
                  : Cell.badge(Tone.BAD, Formats.number(count) + " given up")
                      .to(visit.href("parked", "step", name))));
      if (count > 0) {
        sections.add(parked(name));
      }
    }
    sections.add(
        0,
        Section.of(
                "Deliveries",
                "Steps that tell other systems. The chain does not wait for them, and retention"
                    + " does not either.")
            .with(
                new Table(
                    "Deliveries",
                    List.of("Delivery", "State"),
                    rows,
                    "The chain that was given to the console has no deliveries.")));
    return new SectionsPage(
        visit.frame("Deliveries", Screen.DELIVERIES.path), "", List.of(), sections);
  }

  private static Set<String> names(FinalizeChain chain) {
    return Stream.of(SessionType.values())
        .map(chain::forSessionType)
        .flatMap(it -> it.steps().stream().filter(it::isDelivery))
        .map(FinalizeStep::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Section parked(String name) {
    List<Table.Row> rows =
        visit
            .finalizer()
            .parked(visit.organizationId, ParkedFilter.step(name), null, SHOWN)
            .stream()
            .flatMap(
                chain ->
                    chain.steps().stream()
                        .filter(it -> it.name().equals(name))
                        .map(it -> row(chain, it)))
            .toList();
    return Section.of(
            "Given up: " + name, "The first " + SHOWN + ". Send them again under Parked work.")
        .with(
            new Table(
                "Given up: " + name,
                List.of("Session", "Last result", "Attempts", "Given up at"),
                rows,
                ""));
  }

  private Table.Row row(ParkedChain chain, ParkedChain.Step step) {
    return Table.row(
        Labels.sessionLink(visit, chain.sessionId()),
        step.label() == null ? Cell.none() : Cell.code(step.label()),
        Cell.number(Integer.toString(step.attempts())),
        Cell.time(visit.formats().time(step.parkedAt())));
  }
}
