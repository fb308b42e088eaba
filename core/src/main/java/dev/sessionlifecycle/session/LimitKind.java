package dev.sessionlifecycle.session;

/** The two kinds of time limit. */
public enum LimitKind {
  /** Time without activity. */
  IDLE,
  /** Time in the status; for an active session, time since it was first active. */
  AGE
}
