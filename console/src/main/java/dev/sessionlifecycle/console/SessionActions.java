package dev.sessionlifecycle.console;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.CloseResult;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ends a session, or places a hold on it or on its end user. */
final class SessionActions {
  private static final Pattern PATH = Pattern.compile("sessions/([0-9a-f-]{36})/(end|hold)");

  private SessionActions() {}

  static ConsoleReply answer(Visit visit) {
    Matcher path = PATH.matcher(visit.request.path());
    Optional<UUID> session = path.matches() ? Ids.parse(path.group(1)) : Optional.empty();
    if (session.isEmpty()) {
      return ErrorScreen.notFound(visit);
    }
    return path.group(2).equals("end") ? end(visit, session.get()) : hold(visit, session.get());
  }

  private static ConsoleReply end(Visit visit, UUID session) {
    if (!visit.may(ConsolePermission.END)) {
      return Actions.refuse(visit, ConsoleEvent.Action.ENDED, List.of(session));
    }
    EndRequest request =
        EndRequest.because(TerminationReason.coerce(visit.request.field("reason").orElse(null)))
            .withTriggeredBy(visit.user.name());
    CloseResult result =
        Actions.run(
            visit,
            ConsoleEvent.Action.ENDED,
            List.of(session),
            () -> visit.writableSessions().close(session, request),
            it -> it.isWinner() ? 1 : 0);
    return result.isWinner()
        ? Actions.done(visit, Screens.SESSIONS + session, "ended", 1)
        : Actions.done(visit, Screens.SESSIONS + session, "late", 0);
  }

  private static ConsoleReply hold(Visit visit, UUID session) {
    if (!visit.may(ConsolePermission.HOLD)) {
      return Actions.refuse(visit, ConsoleEvent.Action.HOLD_PLACED, List.of(session));
    }
    String why = visit.request.field("why").orElse("");
    Actions.run(
        visit,
        ConsoleEvent.Action.HOLD_PLACED,
        List.of(session),
        () -> visit.retention().place(scope(visit, session), why, visit.user.name()),
        placed -> 1);
    return Actions.done(visit, Screens.SESSIONS + session, "held", 1);
  }

  private static HoldScope scope(Visit visit, UUID session) {
    boolean isOnUser = visit.request.field("scope").equals(Optional.of("user"));
    return isOnUser
        ? HoldScope.endUser(visit.sessions().get(session).endUserId())
        : HoldScope.session(session);
  }
}
