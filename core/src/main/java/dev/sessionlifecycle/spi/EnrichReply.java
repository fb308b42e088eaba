package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;

/** A store's reply to an {@link EnrichIntent}. */
public sealed interface EnrichReply {

  /** The session has the specific reason and its outcome; {@code before} is what it was. */
  record Enriched(Session before, Session session) implements EnrichReply {}

  /** The session is live, or its reason may not be replaced (again); nothing was changed. */
  record NotEnrichable(Session session) implements EnrichReply {}

  /** There is no such session in the organization. */
  record Missing() implements EnrichReply {}
}
