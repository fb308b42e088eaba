package dev.sessionlifecycle.events;

/**
 * What the data of an event has beside ids, words of fixed sets, numbers and times. A text is only
 * ever in {@link SessionEventType#FINALIZED}, behind the scrub.
 *
 * @param summary whether it has the summary, if a step has written one
 * @param externalId whether it has the session's id in another system, as it is shown after the
 *     scrub
 */
public record EventContent(boolean summary, boolean externalId) {
  private static final EventContent THIN = new EventContent(false, false);

  /** Neither. */
  public static EventContent thin() {
    return THIN;
  }

  /** Returns a copy with the summary. */
  public EventContent withSummary() {
    return new EventContent(true, externalId);
  }

  /** Returns a copy with the external id. */
  public EventContent withExternalId() {
    return new EventContent(summary, true);
  }
}
