package dev.sessionlifecycle.model;

/** Who ended a session, as far as the termination reason shows. */
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
  /** Not known. */
  UNKNOWN
}
