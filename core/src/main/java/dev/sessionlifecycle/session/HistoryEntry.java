package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a session's history. Folding the entries in order gives the session's status.
 *
 * @param sequence its place in the session's history, counted from 1 without gaps
 * @param kind what happened
 * @param from the status before; null for the opening
 * @param to the status after
 * @param reason the termination reason, for an end, an enrichment or a correction; for a move, why
 *     it moved, if that was given
 * @param triggeredBy who or what caused it
 * @param at when, to the microsecond; never before the entry before it
 */
public record HistoryEntry(
    int sequence,
    Kind kind,
    @Nullable SessionStatus from,
    SessionStatus to,
    @Nullable TerminationReason reason,
    String triggeredBy,
    Instant at) {
  /** The kind of an entry. */
  public enum Kind {
    /** The session was opened. */
    OPENED,
    /** It moved from one live status to another. */
    MOVED,
    /** Another worker took it over from one that was gone; the status stays. */
    TAKEN_OVER,
    /** It ended. */
    ENDED,
    /** An unspecific termination reason was replaced by a specific one; the status stays. */
    ENRICHED,
    /** A specific termination reason was replaced by another one; the status stays. */
    CORRECTED
  }

  /** Checks that nothing required is missing. */
  public HistoryEntry {
    Validator.require("kind", kind);
    Validator.require("to", to);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("at", at);
  }

  /** Leaves out who triggered it. */
  @Override
  public String toString() {
    return "HistoryEntry[sequence="
        + sequence
        + ", kind="
        + kind
        + ", from="
        + from
        + ", to="
        + to
        + ", reason="
        + reason
        + ", at="
        + at
        + "]";
  }
}
