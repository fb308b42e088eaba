package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.ActionForm;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Fact;
import dev.sessionlifecycle.console.internal.view.Field;
import dev.sessionlifecycle.console.internal.view.FilterForm;
import dev.sessionlifecycle.console.internal.view.Hidden;
import dev.sessionlifecycle.console.internal.view.Option;
import dev.sessionlifecycle.console.internal.view.Section;
import dev.sessionlifecycle.retention.ErasureRequest;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.RetentionRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The forms and the policy of the retention screen. */
final class RetentionForms {
  static final String ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  private RetentionForms() {}

  static Section search(Visit visit, Optional<UUID> user) {
    return Section.of("When is an end user gone?", "")
        .with(
            new FilterForm(
                visit.href("retention"),
                visit.kept(),
                List.of(
                    Field.line(
                            "user", "Id of the end user", user.map(UUID::toString).orElse(""), 36)
                        .matching(ID, ""))));
  }

  static List<ActionForm> erase(Visit visit, UUID endUserId) {
    if (!visit.may(ConsolePermission.ERASE)) {
      return List.of();
    }
    return List.of(
        new ActionForm(
            visit.href(RetentionActions.CHECK),
            "get",
            "Erase this end user now",
            "You are shown what will go before anything does.",
            "Check",
            false,
            visit.withKept(new Hidden("user", endUserId.toString())),
            List.of()));
  }

  static ActionForm confirmErasure(Visit visit, UUID endUserId) {
    return new ActionForm(
        visit.href(RetentionActions.ERASE),
        "post",
        "Erase",
        "This cannot be undone.",
        "Erase now",
        true,
        List.of(
            new Hidden("token", visit.token(RetentionActions.ERASE)),
            new Hidden("user", endUserId.toString())),
        List.of(
            Field.line(
                "reason",
                "Why, such as the number of the request",
                "",
                ErasureRequest.REASON_LENGTH)));
  }

  static List<ActionForm> release(Visit visit, List<Hold> holds) {
    if (holds.isEmpty() || !visit.may(ConsolePermission.HOLD)) {
      return List.of();
    }
    List<Option> options =
        holds.stream()
            .map(
                it ->
                    new Option(
                        it.id().toString(), Formats.shortId(it.id()) + " · " + it.why(), false))
            .toList();
    return List.of(
        new ActionForm(
            visit.href(RetentionActions.RELEASE),
            "post",
            "Release a hold",
            "What it covered is deleted in time again.",
            "Release hold",
            true,
            List.of(new Hidden("token", visit.token(RetentionActions.RELEASE))),
            List.of(Field.choice("hold", "Hold", options))));
  }

  static List<Fact> policy(RetentionPolicy policy) {
    List<Fact> facts = new ArrayList<>();
    for (RetentionRule rule : policy.rules()) {
      String what =
          Stream.of(
                  rule.outcome() == null ? null : Formats.words(rule.outcome().wire()),
                  rule.channel(),
                  rule.sessionType() == null ? null : Formats.words(rule.sessionType().wire()))
              .filter(Objects::nonNull)
              .collect(Collectors.joining(", "));
      facts.add(new Fact(what.isEmpty() ? "Keep" : "Keep " + what, Cell.text(keep(rule.keep()))));
    }
    facts.add(new Fact("Then", Cell.text(Formats.words(policy.disposal().name()))));
    policy.anonymizeAfter().ifPresent(it -> facts.add(fact("Anonymize after", it)));
    policy.archiveAfter().ifPresent(it -> facts.add(fact("Archive after", it)));
    policy.purgeParkedAfter().ifPresent(it -> facts.add(fact("Purge parked after", it)));
    return facts;
  }

  private static Fact fact(String label, Duration value) {
    return new Fact(label, Cell.text(Formats.duration(value)));
  }

  private static String keep(@Nullable Duration keep) {
    return keep == null ? "for ever" : Formats.duration(keep);
  }
}
