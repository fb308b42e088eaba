package dev.sessionlifecycle.model;

import dev.sessionlifecycle.errors.SessionLifecycleException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The session is live, and its status does not lead to the one that was asked for. A host maps it
 * to 409.
 */
public final class IllegalTransitionException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  private final SessionStatus from;
  private final SessionStatus to;

  /** Names both ends of the move. */
  public IllegalTransitionException(SessionStatus from, SessionStatus to) {
    super("illegal_transition", describe(from, to), null);
    this.from = from;
    this.to = to;
  }

  private static String describe(SessionStatus from, SessionStatus to) {
    String allowed =
        Transitions.targetsOf(from).stream()
            .map(SessionStatus::wire)
            .collect(Collectors.joining(", "));
    return "a session that is "
        + from.wire()
        + " cannot become "
        + to.wire()
        + "; allowed: "
        + allowed;
  }

  /** The status in which the session is. */
  public SessionStatus from() {
    return from;
  }

  /** The status that was asked for. */
  public SessionStatus to() {
    return to;
  }

  /** The statuses that would have been allowed. */
  public Set<SessionStatus> allowed() {
    return Transitions.targetsOf(from);
  }
}
