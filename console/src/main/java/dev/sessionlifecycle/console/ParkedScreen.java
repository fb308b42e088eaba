package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JteparkedGenerated;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Field;
import dev.sessionlifecycle.console.internal.view.FilterForm;
import dev.sessionlifecycle.console.internal.view.Hidden;
import dev.sessionlifecycle.console.internal.view.Pager;
import dev.sessionlifecycle.console.internal.view.ParkedPage;
import dev.sessionlifecycle.console.internal.view.Table;
import dev.sessionlifecycle.console.internal.view.Tile;
import dev.sessionlifecycle.console.internal.view.Tone;
import dev.sessionlifecycle.finalizer.FinalizerBacklog;
import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chains with a step that was given up, by step and label; to be replayed or skipped. */
final class ParkedScreen {
  private static final int READ = 500;
  private static final int SHOWN = 50;

  private final Visit visit;
  private final ParkedFilter filter;
  private final @Nullable UUID after;

  private ParkedScreen(Visit visit) {
    this.visit = visit;
    this.filter =
        new ParkedFilter(
            visit.request.parameter("step").orElse(null),
            visit.request.parameter("label").orElse(null));
    this.after = visit.request.parameter("after").flatMap(Ids::parse).orElse(null);
  }

  static ConsoleReply answer(Visit visit) {
    ParkedPage page = new ParkedScreen(visit).page();
    return Replies.page(200, out -> JteparkedGenerated.render(out, null, page));
  }

  private ParkedPage page() {
    List<ParkedChain> chains = visit.finalizer().parked(visit.organizationId, filter, after, READ);
    FinalizerBacklog backlog = visit.finalizer().backlog(visit.organizationId);
    boolean canAct = visit.may(ConsolePermission.REPLAY) || visit.may(ConsolePermission.SKIP);
    return new ParkedPage(
        visit.frame("Parked work", Screen.PARKED.path),
        tiles(backlog),
        new FilterForm(
            visit.href("parked"),
            visit.kept(),
            List.of(
                Field.line("step", "Step", text(filter.step()), 64),
                Field.line("label", "Label", text(filter.label()), 200))),
        groups(chains),
        chains(chains, canAct),
        chains.size() == READ ? "Of the first " + READ + " chains." : "",
        pager(chains),
        visit.href(ParkedActions.CHECK),
        visit.withKept(
            new Hidden("step", text(filter.step())), new Hidden("label", text(filter.label()))),
        visit.may(ConsolePermission.REPLAY),
        visit.may(ConsolePermission.SKIP));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static List<Tile> tiles(FinalizerBacklog backlog) {
    return List.of(
        new Tile(
            "Parked",
            Formats.number(backlog.parked()),
            "nothing left to run",
            backlog.parked() == 0 ? Tone.GOOD : Tone.BAD,
            null),
        new Tile(
            "Due",
            Formats.number(backlog.due()),
            backlog.due() == 0
                ? "nothing waits"
                : "oldest for " + Formats.duration(backlog.oldestDue()),
            Tone.NEUTRAL,
            null),
        new Tile("In work", Formats.number(backlog.leased()), "on a node", Tone.NEUTRAL, null),
        new Tile(
            "Later", Formats.number(backlog.waiting()), "to be tried again", Tone.NEUTRAL, null));
  }

  /** A step and the label under which it was parked. */
  private record Kind(String step, String label) {}

  private Table groups(List<ParkedChain> chains) {
    Map<Kind, List<ParkedChain.Step>> kinds =
        chains.stream()
            .flatMap(it -> it.steps().stream())
            .collect(
                Collectors.groupingBy(
                    it -> new Kind(it.name(), text(it.label())),
                    () ->
                        new TreeMap<>(Comparator.comparing(Kind::step).thenComparing(Kind::label)),
                    Collectors.toList()));
    List<Table.Row> rows = new ArrayList<>();
    kinds.forEach(
        (kind, steps) ->
            rows.add(
                Table.row(
                    Cell.text(kind.step())
                        .to(visit.href("parked", "step", kind.step(), "label", kind.label())),
                    kind.label().isEmpty() ? Cell.none() : Cell.code(kind.label()),
                    Cell.number(Formats.number(steps.size())),
                    Cell.time(visit.formats().time(first(steps))),
                    Cell.time(visit.formats().time(last(steps))))));
    return new Table(
        "Parked steps by step and label",
        List.of("Step", "Label", "Chains", "First parked", "Last parked"),
        rows,
        "Nothing is parked. Every step of every ended session is done, or will be tried again.");
  }

  private static @Nullable Instant first(List<ParkedChain.Step> steps) {
    return steps.stream()
        .map(ParkedChain.Step::parkedAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static @Nullable Instant last(List<ParkedChain.Step> steps) {
    return steps.stream()
        .map(ParkedChain.Step::parkedAt)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private Table chains(List<ParkedChain> chains, boolean canAct) {
    return new Table(
        "Chains with a parked step",
        List.of("Session", "Step", "Label", "Attempts", "Parked"),
        chains.stream().limit(SHOWN).map(it -> row(it, canAct)).toList(),
        "");
  }

  private Table.Row row(ParkedChain chain, boolean canAct) {
    List<ParkedChain.Step> steps = chain.steps();
    String labels =
        steps.stream()
            .map(it -> text(it.label()))
            .filter(it -> !it.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    return new Table.Row(
        canAct ? chain.sessionId().toString() : "",
        List.of(
            Labels.sessionLink(visit, chain.sessionId()),
            Cell.text(steps.stream().map(ParkedChain.Step::name).collect(Collectors.joining(", "))),
            labels.isEmpty() ? Cell.none() : Cell.code(labels),
            Cell.number(
                Integer.toString(
                    steps.stream().mapToInt(ParkedChain.Step::attempts).max().orElse(0))),
            Cell.time(visit.formats().time(last(steps)))));
  }

  private Pager pager(List<ParkedChain> chains) {
    String[] same = {"step", text(filter.step()), "label", text(filter.label())};
    boolean isMore = chains.size() > SHOWN;
    return new Pager(
        after == null ? "" : visit.href("parked", same),
        isMore
            ? visit.href(
                "parked",
                "step",
                text(filter.step()),
                "label",
                text(filter.label()),
                "after",
                chains.get(SHOWN - 1).sessionId().toString())
            : "",
        "");
  }
}
