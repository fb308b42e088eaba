package dev.sessionlifecycle.spi;

/** A store's reply to {@link OwnerStore#touch}. */
public sealed interface TouchReply {

  /** The lease is prolonged, and the session counts as active. */
  record Touched() implements TouchReply {}

  /**
   * The token holds the lease no more, or the session has ended or is missing; nothing was changed.
   */
  record NotHeld() implements TouchReply {}

  /**
   * The session is live and the token is its last one, but its time limit has passed; nothing was
   * changed.
   *
   * @param end how it is ended
   */
  record Overdue(CloseIntent end) implements TouchReply {}
}
