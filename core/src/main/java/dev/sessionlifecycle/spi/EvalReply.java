package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;

/** A store's reply to an {@link EvalIntent}. */
public sealed interface EvalReply {

  /** The run is recorded, and counted in the session's rollup. */
  record Recorded(Session session) implements EvalReply {}

  /** The run is new, and the session has as many as it may have; nothing was changed. */
  record Full(Session session) implements EvalReply {}

  /** The session has an unrecognized status; nothing was changed. */
  record NotWritable(Session session) implements EvalReply {}

  /** There is no such session in the organization. */
  record Missing() implements EvalReply {}
}
