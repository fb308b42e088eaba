package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.session.Session;
import java.util.Objects;

/**
 * An application event: this node has ended a session. Published after the commit, also of a
 * transaction of the application, if {@code session-lifecycle.events.publish} is set; otherwise as
 * {@link SessionListener#ended} says: on the thread that ended the session, at most once, and
 * missed if the process dies in between.
 *
 * @param session the session as it ended, with texts that no step has scrubbed yet
 */
public record SessionEndedEvent(Session session) {
  /** Checks that nothing is missing. */
  public SessionEndedEvent {
    Objects.requireNonNull(session, "session");
  }
}
