package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JtesectionsGenerated;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Field;
import dev.sessionlifecycle.console.internal.view.FilterForm;
import dev.sessionlifecycle.console.internal.view.Section;
import dev.sessionlifecycle.console.internal.view.SectionsPage;
import dev.sessionlifecycle.console.internal.view.Table;
import dev.sessionlifecycle.console.internal.view.Tile;
import dev.sessionlifecycle.console.internal.view.Tone;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many ends have no known reason, and which reported values no mapping knows. */
final class ReasonsScreen {
  private static final int MOST_VALUES = 100;

  private final Visit visit;
  private final TimeRange range;
  private final boolean areValuesShown;

  private ReasonsScreen(Visit visit) {
    this.visit = visit;
    this.range = TimeRange.of(visit.request);
    this.areValuesShown =
        visit.may(ConsolePermission.READ_TEXTS)
            && !visit.settings.mappings.isEmpty()
            && visit.request.parameter("texts").equals(Optional.of("show"));
  }

  static ConsoleReply answer(Visit visit) {
    SectionsPage page = new ReasonsScreen(visit).page();
    return Replies.page(200, out -> JtesectionsGenerated.render(out, null, page));
  }

  private SectionsPage page() {
    SessionCounts counts =
        visit
            .sessions()
            .count(
                SessionFilter.all()
                    .withCreated(
                        range.from(visit.now, visit.formats().zone()),
                        range.to(visit.now, visit.formats().zone())));
    if (areValuesShown) {
      visit.record(ConsoleEvent.Action.UNMAPPED_SHOWN, List.of(), ConsoleEvent.Result.DONE, 0);
    }
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of("Time", "")
            .with(
                new FilterForm(
                    visit.href("reasons"),
                    visit.kept(),
                    List.of(Field.choice("range", "Started in the", range.options())))));
    sections.add(providers());
    visit.settings.mappings.stream()
        .filter(it -> it.unmappedCount() > 0)
        .forEach(it -> sections.add(values(it)));
    return new SectionsPage(
        visit.frame("Reasons", Screen.REASONS.path), "", tiles(counts), sections);
  }

  private List<Tile> tiles(SessionCounts counts) {
    long ended = counts.byReason().values().stream().mapToLong(Long::longValue).sum();
    return List.of(
        tile(counts, ended, TerminationReason.UNKNOWN, "nothing was reported, or nothing known"),
        tile(counts, ended, TerminationReason.UNKNOWN_REASON, "the platform itself does not know"),
        new Tile("Ended", Formats.number(ended), range.words(), Tone.NEUTRAL, null));
  }

  private Tile tile(SessionCounts counts, long ended, TerminationReason reason, String note) {
    long count = counts.of(reason);
    return new Tile(
        Formats.words(reason.wire()) + ", " + Formats.share(count, ended),
        Formats.number(count),
        note,
        count * 10 > ended ? Tone.WARN : Tone.NEUTRAL,
        visit.href("sessions", "range", range.value, "reason", reason.wire()));
  }

  private Section providers() {
    List<Table.Row> rows =
        visit.settings.mappings.stream()
            .sorted(Comparator.comparing(ReasonMapping::name))
            .map(
                it ->
                    Table.row(
                        Cell.text(it.name()),
                        Cell.number(Integer.toString(it.version())),
                        Cell.number(Formats.number(it.unmappedCount())),
                        Cell.number(Formats.number(it.unmapped().size()))))
            .toList();
    Section section =
        Section.of(
                "Values that no mapping knows",
                "Counted by this process since it started, over all of its organizations.")
            .with(
                new Table(
                    "Mappings",
                    List.of("Platform", "Version", "Unknown values", "Different ones"),
                    rows,
                    "No mapping was given to the console."));
    boolean isOffered = visit.may(ConsolePermission.READ_TEXTS) && !rows.isEmpty();
    String show = areValuesShown ? "" : "show";
    return isOffered
        ? section.with(
            Cell.text(areValuesShown ? "Mask values" : "Show values")
                .to(visit.href("reasons", "range", range.value, "texts", show)))
        : section;
  }

  private Section values(ReasonMapping mapping) {
    List<Map.Entry<String, Long>> most =
        mapping.unmapped().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_VALUES)
            .toList();
    return Section.of(
            "Unknown to " + mapping.name(),
            areValuesShown
                ? "Values are shown as they were reported. This was recorded."
                : "Values are masked: free text may name persons.")
        .with(
            new Table(
                "Values unknown to " + mapping.name(),
                List.of("Value", "Times"),
                most.stream()
                    .map(
                        it ->
                            Table.row(
                                areValuesShown
                                    ? Cell.quote(it.getKey())
                                    : Cell.masked("Free text may name persons."),
                                Cell.number(Formats.number(it.getValue()))))
                    .toList(),
                ""));
  }
}
