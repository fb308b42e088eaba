package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.Field;
import dev.sessionlifecycle.console.internal.view.Option;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.SessionFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which sessions a list shows: the filters of its address. What is not understood is left out. */
final class SessionQuery {
  private static final String LIVE = "live";

  private final ConsoleRequest request;
  final TimeRange range;
  final @Nullable UUID endUser;
  private final String status;
  private final @Nullable TerminationReason reason;
  private final @Nullable OutcomeCategory outcome;
  private final @Nullable SessionType type;

  SessionQuery(ConsoleRequest request) {
    this.request = request;
    this.range = TimeRange.of(request);
    this.endUser = request.parameter("user").flatMap(Ids::parse).orElse(null);
    this.status = value("status");
    this.reason = constant("reason", TerminationReason.values(), TerminationReason::wire);
    this.outcome = constant("outcome", OutcomeCategory.values(), OutcomeCategory::wire);
    this.type = constant("type", SessionType.values(), SessionType::wire);
  }

  private String value(String name) {
    return request.parameter(name).orElse("");
  }

  private <T> @Nullable T constant(String name, T[] all, Function<T, String> wire) {
    String asked = value(name);
    return Stream.of(all).filter(it -> wire.apply(it).equals(asked)).findFirst().orElse(null);
  }

  /** The filter; the sessions of an end user are found by an index of their own, at any time. */
  SessionFilter filter(Visit visit) {
    SessionFilter filter =
        endUser == null
            ? SessionFilter.all()
                .withCreated(
                    range.from(visit.now, visit.formats().zone()),
                    range.to(visit.now, visit.formats().zone()))
            : SessionFilter.all().withEndUser(endUser);
    filter = statuses().isEmpty() ? filter : filter.withStatuses(statuses());
    filter = value("channel").isEmpty() ? filter : filter.withChannel(value("channel"));
    filter = value("disposition").isEmpty() ? filter : filter.withDisposition(value("disposition"));
    filter = reason == null ? filter : filter.withReason(reason);
    filter = outcome == null ? filter : filter.withOutcome(outcome);
    return type == null ? filter : filter.withSessionType(type);
  }

  private Set<SessionStatus> statuses() {
    if (status.equals(LIVE)) {
      return SessionStatus.live();
    }
    SessionStatus one = SessionStatus.fromWire(status);
    return one == SessionStatus.UNRECOGNIZED ? Set.of() : Set.of(one);
  }

  /** The parameters of a link to the same list: names and values in turn. */
  String[] parameters(String... more) {
    List<String> all = new ArrayList<>(List.of("range", range.value));
    for (String name :
        List.of("status", "channel", "type", "reason", "outcome", "disposition", "user")) {
      all.add(name);
      all.add(value(name));
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  List<Field> fields() {
    List<Option> statuses = new ArrayList<>();
    statuses.add(new Option("", "Any", status.isEmpty()));
    statuses.add(new Option(LIVE, "not ended", status.equals(LIVE)));
    SessionStatus.all().forEach(it -> statuses.add(option(it.wire(), status)));
    List<Field> fields = new ArrayList<>();
    if (endUser == null) {
      fields.add(Field.choice("range", "Started in the", range.options()));
    } else {
      fields.add(Field.line("user", "End user", endUser.toString(), 36));
    }
    fields.add(Field.choice("status", "Status", statuses));
    fields.add(
        Field.choice(
            "outcome",
            "Outcome",
            options(OutcomeCategory.values(), OutcomeCategory::wire, "outcome")));
    fields.add(
        Field.choice(
            "reason",
            "Reason",
            options(TerminationReason.values(), TerminationReason::wire, "reason")));
    fields.add(
        Field.choice("type", "Type", options(SessionType.values(), SessionType::wire, "type")));
    fields.add(Field.line("channel", "Channel", value("channel"), 32));
    fields.add(Field.line("disposition", "Disposition", value("disposition"), 64));
    return fields;
  }

  private <T> List<Option> options(T[] all, Function<T, String> wire, String name) {
    String chosen = value(name);
    return Stream.concat(
            Stream.of(new Option("", "Any", chosen.isEmpty())),
            Stream.of(all)
                .map(wire)
                .sorted(Comparator.naturalOrder())
                .map(it -> option(it, chosen)))
        .toList();
  }

  private static Option option(String value, String chosen) {
    return new Option(value, Formats.words(value), value.equals(chosen));
  }

  Optional<String> cursor() {
    return request.parameter("cursor");
  }
}
