package dev.sessionlifecycle.model;

import dev.sessionlifecycle.errors.SessionLifecycleException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Thrown if the session is live but may not move from its status to the requested one. An HTTP API
 * should map it to 409.
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

  /** The current status of the session. */
  public SessionStatus from() {
    return from;
  }

  /** The requested status. */
  public SessionStatus to() {
    return to;
  }

  /** The statuses that are allowed instead. */
  public Set<SessionStatus> allowed() {
    return Transitions.targetsOf(from);
  }
}
