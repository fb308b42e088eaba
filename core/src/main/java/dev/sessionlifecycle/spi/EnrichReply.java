package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;

/** A store's reply to an {@link EnrichIntent}. */
public sealed interface EnrichReply {

  /** The session has the specific reason and its outcome. */
  record Enriched(Session session) implements EnrichReply {}

  /** The session is live, or has a specific reason already; nothing was changed. */
  record NotEnrichable(Session session) implements EnrichReply {}

  /** There is no such session in the organization. */
  record Missing() implements EnrichReply {}
}
