package dev.sessionlifecycle.console;

import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Carries out what forms ask for: sent from a page of the same origin, with the token of the form,
 * by a user with the permission. Whatever comes of it is recorded.
 */
final class Actions {
  private Actions() {}

  static ConsoleReply answer(Visit visit) {
    String path = visit.request.path();
    if (!SameOrigin.is(visit.request)) {
      return refuseForm(visit);
    } else if (path.equals("search")) {
      return SearchAction.answer(visit);
    } else if (visit.settings.tokens().isEmpty()) {
      return ErrorScreen.of(visit, 403, "Read-only", "This console changes nothing.");
    } else if (!visit.hasToken()) {
      return refuseForm(visit);
    }
    return switch (path) {
      case ParkedActions.REPLAY, ParkedActions.SKIP -> ParkedActions.answer(visit);
      case RetentionActions.ERASE, RetentionActions.RELEASE -> RetentionActions.answer(visit);
      default -> SessionActions.answer(visit);
    };
  }

  private static ConsoleReply refuseForm(Visit visit) {
    return ErrorScreen.of(
        visit,
        403,
        "The form was not accepted",
        "It is more than an hour old, or does not come from this console. Go back, reload the page"
            + " and try again.");
  }

  static ConsoleReply refuse(Visit visit, ConsoleEvent.Action action, List<UUID> ids) {
    visit.record(action, ids, ConsoleEvent.Result.REFUSED, 0);
    return ErrorScreen.of(visit, 403, "Not permitted", "You may not do this.");
  }

  /** Runs an action, records what came of it, and returns what the action returned. */
  static <T> T run(
      Visit visit,
      ConsoleEvent.Action action,
      List<UUID> ids,
      Supplier<T> change,
      ToIntFunction<T> howMuch) {
    T done;
    try {
      done = change.get();
    } catch (SessionNotFoundException e) {
      visit.record(action, ids, ConsoleEvent.Result.NOTHING, 0);
      throw e;
    } catch (SessionLifecycleException e) {
      visit.record(action, ids, ConsoleEvent.Result.FAILED, 0);
      throw e;
    }
    int count = howMuch.applyAsInt(done);
    ConsoleEvent.Result result =
        count == 0 ? ConsoleEvent.Result.NOTHING : ConsoleEvent.Result.DONE;
    visit.record(action, ids, result, count);
    return done;
  }

  /** The page behind an action, which says what was done; the page can be reloaded. */
  static ConsoleReply done(Visit visit, String path, String what, int count, String... more) {
    String[] parameters = new String[more.length + 2];
    System.arraycopy(more, 0, parameters, 0, more.length);
    parameters[more.length] = "done";
    parameters[more.length + 1] = Notices.done(what, count);
    return Replies.seeOther(visit.href(path, parameters));
  }

  static Optional<UUID> id(Visit visit, String field) {
    return visit.request.field(field).flatMap(Ids::parse);
  }
}
