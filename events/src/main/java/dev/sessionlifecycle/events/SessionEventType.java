package dev.sessionlifecycle.events;

import java.util.Locale;

/** What an event announces, in the order in which a session has them. */
public enum SessionEventType {
  /** The session has ended. Sent at once, before any step has run: no text is in it. */
  ENDED(1),
  /** Every step of its finalize chain is done or skipped. */
  FINALIZED(2),
  /**
   * Its reason was enriched or corrected after its end, or its disposition was recorded. Sent
   * behind the others, once more after each later change; changes that come while one waits are
   * covered by one event.
   */
  ENRICHED(3),
  /**
   * It was deleted, by a purge or an erasure; nothing but its id is known. Not of a session that
   * was anonymized. The last one of a session, whatever became of the others.
   */
  PURGED(Integer.MAX_VALUE);

  private final int sequence;
  private final String word = name().toLowerCase(Locale.ROOT);

  SessionEventType(int sequence) {
    this.sequence = sequence;
  }

  /** The type of webhooks: {@code session.ended}. */
  public String wire() {
    return "session." + word;
  }

  /** The type of CloudEvents: {@code dev.sessionlifecycle.session.ended.v1}. */
  public String cloudEventType() {
    return "dev.sessionlifecycle." + wire() + ".v1";
  }

  /**
   * The id of the JSON Schema of the data. The schema of the webhook around it is the resource
   * {@code META-INF/session-lifecycle/events/session.ended.schema.json}.
   */
  public String dataSchema() {
    return "urn:session-lifecycle:event:" + wire() + ":1#/$defs/data";
  }

  /**
   * The place of the event among those of a session, from 1; of the first one, where a session may
   * have several.
   */
  public int sequence() {
    return sequence;
  }

  String word() {
    return word;
  }
}
