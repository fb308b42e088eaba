package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.ActionForm;
import dev.sessionlifecycle.console.internal.view.Field;
import dev.sessionlifecycle.console.internal.view.Hidden;
import dev.sessionlifecycle.console.internal.view.Option;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.session.Session;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The forms on the page of a session. */
final class SessionForms {
  private SessionForms() {}

  static ActionForm end(Visit visit, Session session) {
    String path = Screens.SESSIONS + session.id() + "/end";
    List<Option> reasons =
        Stream.of(TerminationReason.values())
            .map(TerminationReason::wire)
            .sorted(Comparator.naturalOrder())
            .map(it -> new Option(it, Formats.words(it), it.equals("participant_removed")))
            .toList();
    return new ActionForm(
        visit.href(path),
        "post",
        "End this session",
        "It becomes closed at once, and its steps run. If another end comes first, that one stays.",
        "End session",
        true,
        List.of(new Hidden("token", visit.token(path))),
        List.of(Field.choice("reason", "Reason", reasons)));
  }

  static ActionForm hold(Visit visit, Session session) {
    String path = Screens.SESSIONS + session.id() + "/hold";
    return new ActionForm(
        visit.href(path),
        "post",
        "Place a legal hold",
        "What a hold covers is neither deleted nor anonymized until it is released.",
        "Place hold",
        false,
        List.of(new Hidden("token", visit.token(path))),
        List.of(
            Field.choice(
                "scope",
                "On",
                List.of(
                    new Option("session", "this session", true),
                    new Option("user", "every session of this end user", false))),
            Field.line("why", "Why, such as the number of a matter", "", Hold.WHY_LENGTH)
                .required()));
  }
}
