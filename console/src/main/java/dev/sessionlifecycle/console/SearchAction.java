package dev.sessionlifecycle.console;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds a session by its id, the end user's, or an external one. Changes nothing; sent as a form so
 * that an external id, which may be a telephone number, is in no address.
 */
final class SearchAction {
  private static final int LONGEST = 255;
  private static final int MOST_COLONS = 5;

  private SearchAction() {}

  static ConsoleReply answer(Visit visit) {
    String text = visit.request.field("q").orElse("");
    Optional<UUID> id = Ids.parse(text);
    Optional<Session> found =
        id.isPresent() ? visit.sessions().find(id.get()) : external(visit, text);
    if (found.isPresent()) {
      return Replies.seeOther(visit.href(Screens.SESSIONS + found.get().id()));
    }
    boolean isEndUser =
        id.isPresent()
            && !visit
                .sessions()
                .list(SessionFilter.all().withEndUser(id.get()), null, 1)
                .items()
                .isEmpty();
    return isEndUser
        ? Replies.seeOther(visit.href("sessions", "user", id.get().toString()))
        : Actions.done(visit, "sessions", "none", 0);
  }

  /** The name of the other system, a colon or a blank, and the id there; both may have colons. */
  private static Optional<Session> external(Visit visit, String text) {
    Optional<Session> found = Optional.empty();
    int from = 0;
    for (int i = 0; i < MOST_COLONS && found.isEmpty(); i++) {
      int at = separator(text, from);
      if (at < 0) {
        break;
      }
      String source = text.substring(0, at).strip();
      String id = text.substring(at + 1).strip();
      boolean isPossible =
          !source.isEmpty()
              && !id.isEmpty()
              && source.length() <= LONGEST
              && id.length() <= LONGEST;
      found = isPossible ? visit.sessions().find(new ExternalRef(source, id)) : found;
      from = at + 1;
    }
    return found;
  }

  private static int separator(String text, int from) {
    int colon = text.indexOf(':', from);
    int blank = text.indexOf(' ', from);
    return colon < 0 ? blank : blank < 0 ? colon : Math.min(colon, blank);
  }
}
