package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JtesectionsGenerated;
import dev.sessionlifecycle.console.internal.view.ActionForm;
import dev.sessionlifecycle.console.internal.view.Field;
import dev.sessionlifecycle.console.internal.view.Hidden;
import dev.sessionlifecycle.console.internal.view.Section;
import dev.sessionlifecycle.console.internal.view.SectionsPage;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays and skips parked steps: of picked sessions, or of all that a filter lets through. The
 * first form leads to a count, and only that page to the action.
 */
final class ParkedActions {
  static final String CHECK = "parked/check";
  static final String REPLAY = "parked/replay";
  static final String SKIP = "parked/skip";

  private static final int MOST_PICKED = 100;
  private static final String LABEL = "[a-z0-9][a-z0-9_.:\\-]{0,63}";

  private final Visit visit;
  private final ParkedFilter filter;
  private final boolean areAll;
  private final List<UUID> picked;

  private ParkedActions(Visit visit, Map<String, List<String>> input) {
    this.visit = visit;
    this.filter = new ParkedFilter(first(input, "step"), first(input, "label"));
    this.areAll = "all".equals(first(input, "scope"));
    this.picked =
        input.getOrDefault("session", List.of()).stream()
            .map(Ids::parse)
            .flatMap(Optional::stream)
            .distinct()
            .limit(MOST_PICKED)
            .toList();
  }

  private static @Nullable String first(Map<String, List<String>> input, String name) {
    return input.getOrDefault(name, List.of()).stream()
        .filter(it -> !it.isBlank())
        .findFirst()
        .orElse(null);
  }

  /** The count, which changes nothing. */
  static ConsoleReply check(Visit visit) {
    ParkedActions actions = new ParkedActions(visit, visit.request.query());
    boolean isReplay = !visit.request.parameter("what").equals(Optional.of("skip"));
    return visit.may(needed(isReplay))
        ? actions.checkPage(isReplay)
        : ErrorScreen.of(visit, 403, "Not permitted", "You may not do this.");
  }

  static ConsoleReply answer(Visit visit) {
    ParkedActions actions = new ParkedActions(visit, visit.request.form());
    boolean isReplay = visit.request.path().equals(REPLAY);
    return visit.may(needed(isReplay))
        ? actions.carryOut(isReplay)
        : Actions.refuse(visit, action(isReplay), actions.ids());
  }

  private static ConsolePermission needed(boolean isReplay) {
    return isReplay ? ConsolePermission.REPLAY : ConsolePermission.SKIP;
  }

  private static ConsoleEvent.Action action(boolean isReplay) {
    return isReplay ? ConsoleEvent.Action.REPLAYED : ConsoleEvent.Action.SKIPPED;
  }

  private List<UUID> ids() {
    return areAll ? List.of() : picked;
  }

  private ConsoleReply checkPage(boolean isReplay) {
    int count =
        areAll
            ? visit.finalizer().countParked(visit.organizationId, filter)
            : (int) picked.stream().filter(it -> !parkedSteps(it).isEmpty()).count();
    String verb = isReplay ? "Run again" : "Skip";
    String chains = count == 1 ? "1 chain" : Formats.number(count) + " chains";
    Section section =
        Section.of(
            verb + ": " + chains,
            count == 0
                ? "Nothing of what you picked is parked any more."
                : isReplay
                    ? "Their parked steps get all their attempts again."
                    : "Their parked steps count as skipped, and what is behind them goes on.");
    SectionsPage page =
        new SectionsPage(
            visit.frame(verb, Screen.PARKED.path),
            "Nothing has been changed yet.",
            List.of(),
            List.of(count == 0 ? section : section.withForms(List.of(form(isReplay, chains)))));
    return Replies.page(200, out -> JtesectionsGenerated.render(out, null, page));
  }

  private ActionForm form(boolean isReplay, String chains) {
    String path = isReplay ? REPLAY : SKIP;
    List<Hidden> hidden = new ArrayList<>();
    hidden.add(new Hidden("token", visit.token(path)));
    hidden.add(new Hidden("scope", areAll ? "all" : "picked"));
    hidden.add(new Hidden("step", filter.step() == null ? "" : filter.step()));
    hidden.add(new Hidden("label", filter.label() == null ? "" : filter.label()));
    ids().forEach(it -> hidden.add(new Hidden("session", it.toString())));
    List<Field> fields =
        isReplay
            ? List.of()
            : List.of(
                Field.line("why", "Why, as a label", "", 64)
                    .matching(LABEL, "1 to 64 of a-z 0-9 _ . : -, such as ticket-4711")
                    .required());
    return new ActionForm(
        visit.href(path),
        "post",
        "",
        "",
        (isReplay ? "Replay " : "Skip ") + chains,
        !isReplay,
        hidden,
        fields);
  }

  private ConsoleReply carryOut(boolean isReplay) {
    String why = visit.request.field("why").orElse("");
    int count =
        Actions.run(
            visit,
            action(isReplay),
            ids(),
            () -> isReplay ? replay() : skip(why),
            Integer::intValue);
    return Actions.done(visit, "parked", isReplay ? "replayed" : "skipped", count);
  }

  private int replay() {
    if (areAll) {
      return visit.finalizer().replayAll(visit.organizationId, filter);
    }
    return (int)
        picked.stream().filter(it -> visit.finalizer().replay(visit.organizationId, it)).count();
  }

  private int skip(String why) {
    return areAll
        ? visit.finalizer().skipAll(visit.organizationId, filter, why)
        : (int) picked.stream().filter(it -> skipSteps(it, why)).count();
  }

  private boolean skipSteps(UUID session, String why) {
    boolean isAny = false;
    for (ChainStep step : parkedSteps(session)) {
      isAny |= visit.finalizer().skip(visit.organizationId, session, step.name(), why);
    }
    return isAny;
  }

  private List<ChainStep> parkedSteps(UUID session) {
    return visit.finalizer().chain(visit.organizationId, session).stream()
        .flatMap(it -> it.steps().stream())
        .filter(it -> it.progress() == SessionChain.Progress.PARKED)
        .filter(it -> filter.step() == null || filter.step().equals(it.name()))
        .toList();
  }
}
