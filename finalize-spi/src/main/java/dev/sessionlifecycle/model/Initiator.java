package dev.sessionlifecycle.model;

/** Who brought a session to its end, as far as the termination reason tells. */
public enum Initiator {
  /** The end user, or the party that was called. */
  USER,
  /** The automated agent. */
  AGENT,
  /** A human on the operator's side. */
  OPERATOR,
  /** The platform itself. */
  SYSTEM,
  /** The network or the telephony provider. */
  NETWORK,
  /** Nobody said. */
  UNKNOWN
}
