package dev.sessionlifecycle.console;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.console.internal.html.JtesectionsGenerated;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Fact;
import dev.sessionlifecycle.console.internal.view.Section;
import dev.sessionlifecycle.console.internal.view.SectionsPage;
import dev.sessionlifecycle.console.internal.view.Table;
import dev.sessionlifecycle.console.internal.view.Tone;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this console is, whom it serves, and which chain it knows. */
final class AboutScreen {
  private final Visit visit;

  private AboutScreen(Visit visit) {
    this.visit = visit;
  }

  static ConsoleReply answer(Visit visit) {
    SectionsPage page = new AboutScreen(visit).page();
    return Replies.page(200, out -> JtesectionsGenerated.render(out, null, page));
  }

  private SectionsPage page() {
    return new SectionsPage(
        visit.frame("About", Screen.ABOUT.path),
        "",
        List.of(),
        List.of(library(), user(), chain()));
  }

  private Section library() {
    String version = SessionLifecycle.class.getPackage().getImplementationVersion();
    return Section.of("Library", "")
        .with(
            List.of(
                new Fact(
                    "Session Lifecycle",
                    Cell.text(Objects.requireNonNullElse(version, "built from source"))),
                new Fact("Java", Cell.text(System.getProperty("java.version"))),
                new Fact("Times shown in", Cell.text(visit.formats().zoneName())),
                new Fact(
                    "Actions",
                    visit.settings.tokens().isPresent()
                        ? Cell.badge(Tone.INFO, "permitted users may act")
                        : Cell.badge(Tone.NEUTRAL, "read-only for everybody")),
                new Fact("Scrub", Cell.code(visit.settings.scrubStep)),
                new Fact(
                    "Mappings",
                    Cell.text(
                        visit.settings.mappings.stream()
                            .map(it -> it.name() + " " + it.version())
                            .collect(Collectors.joining(", "))))));
  }

  private Section user() {
    return Section.of("You", "")
        .with(
            List.of(
                new Fact("Name", Cell.text(visit.user.name())),
                new Fact(
                    "Permissions",
                    Cell.text(
                        Stream.of(ConsolePermission.values())
                            .filter(visit::may)
                            .map(it -> Formats.words(it.name()))
                            .collect(Collectors.joining(", ")))),
                new Fact(
                    "Organizations",
                    Cell.text(
                        visit.user.organizations().stream()
                            .map(UUID::toString)
                            .collect(Collectors.joining(", "))))));
  }

  private Section chain() {
    FinalizeChain chain = visit.settings.chain;
    List<Table.Row> rows =
        chain.steps().stream()
            .map(
                it ->
                    Table.row(
                        Cell.text(it.name()),
                        Cell.text(chain.isDelivery(it) ? "delivery" : "step"),
                        Cell.text(
                            chain.waitsFor(it).stream()
                                .map(FinalizeStep::name)
                                .collect(Collectors.joining(", ")))))
            .toList();
    return Section.of("Chain", "What runs after the end of a live session.")
        .with(
            new Table(
                "Steps of the chain",
                List.of("Name", "Kind", "Waits for"),
                rows,
                "No chain was given to the console."));
  }
}
