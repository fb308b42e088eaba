package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.html.JtesectionsGenerated;
import dev.sessionlifecycle.console.internal.view.Cell;
import dev.sessionlifecycle.console.internal.view.Fact;
import dev.sessionlifecycle.console.internal.view.Section;
import dev.sessionlifecycle.console.internal.view.SectionsPage;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.ErasureRequest;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Releases holds and erases end users, the latter after a count. */
final class RetentionActions {
  static final String CHECK = "retention/check";
  static final String ERASE = "retention/erase";
  static final String RELEASE = "retention/release";

  private RetentionActions() {}

  static ConsoleReply answer(Visit visit) {
    String path = visit.request.path();
    if (path.equals(RELEASE)) {
      return release(visit);
    }
    Optional<UUID> user = Actions.id(visit, "user");
    if (user.isEmpty()) {
      return noEndUser(visit);
    }
    return visit.may(ConsolePermission.ERASE)
        ? erase(visit, user.get())
        : Actions.refuse(visit, ConsoleEvent.Action.END_USER_ERASED, List.of(user.get()));
  }

  private static ConsoleReply noEndUser(Visit visit) {
    return ErrorScreen.of(visit, 400, "This was not accepted", "The id of the end user.");
  }

  /** What would go, which changes nothing. */
  static ConsoleReply check(Visit visit) {
    Optional<UUID> user = visit.request.parameter("user").flatMap(Ids::parse);
    if (!visit.may(ConsolePermission.ERASE)) {
      return ErrorScreen.of(visit, 403, "Not permitted", "You may not do this.");
    }
    return user.map(it -> checkPage(visit, it)).orElseGet(() -> noEndUser(visit));
  }

  private static ConsoleReply release(Visit visit) {
    Optional<UUID> hold = Actions.id(visit, "hold");
    if (hold.isEmpty()) {
      return ErrorScreen.of(visit, 400, "This was not accepted", "The id of the hold.");
    } else if (!visit.may(ConsolePermission.HOLD)) {
      return Actions.refuse(visit, ConsoleEvent.Action.HOLD_RELEASED, List.of(hold.get()));
    }
    Actions.run(
        visit,
        ConsoleEvent.Action.HOLD_RELEASED,
        List.of(hold.get()),
        () -> visit.retention().release(hold.get(), visit.user.name()),
        released -> 1);
    return Actions.done(visit, "retention", "released", 1);
  }

  private static ConsoleReply checkPage(Visit visit, UUID user) {
    SessionCounts counts = visit.sessions().count(SessionFilter.all().withEndUser(user));
    long ended = counts.byOutcome().values().stream().mapToLong(Long::longValue).sum();
    Section section =
        Section.of("Erase end user " + user, "")
            .with(
                List.of(
                    new Fact("Sessions", Cell.text(Formats.number(counts.total()))),
                    new Fact(
                        "Ended first", Cell.text(Formats.number(counts.total() - ended) + " live")),
                    new Fact(
                        "Kept",
                        Cell.text("what a hold covers, and sessions with unfinished steps"))))
            .withForms(List.of(RetentionForms.confirmErasure(visit, user)));
    SectionsPage page =
        new SectionsPage(
            visit.frame("Erase", Screen.RETENTION.path),
            "Nothing has been changed yet.",
            List.of(),
            List.of(section));
    return Replies.page(200, out -> JtesectionsGenerated.render(out, null, page));
  }

  private static ConsoleReply erase(Visit visit, UUID user) {
    ErasureRequest plain = ErasureRequest.of(user, visit.user.name());
    ErasureRequest request = visit.request.field("reason").map(plain::withReason).orElse(plain);
    ErasureReport report =
        Actions.run(
            visit,
            ConsoleEvent.Action.END_USER_ERASED,
            List.of(user),
            () -> visit.retention().erase(request),
            RetentionActions::sessionsGone);
    String what = report.isComplete() ? "erased" : "partly";
    return Actions.done(visit, "retention", what, sessionsGone(report), "user", user.toString());
  }

  private static int sessionsGone(ErasureReport report) {
    return (int) report.receipts().stream().mapToLong(Receipt::sessions).sum();
  }
}
