package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.model.SessionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To end a session, compiled: every decision that does not need the row is made, and what depends
 * on the row is handed over as alternatives, so that a store needs to read nothing before it
 * writes.
 *
 * @param session the session to end
 * @param target the terminal status that it gets
 * @param verdict why, and with which outcome
 * @param verdictIfNeverActive the verdict instead where the session was never active; mostly the
 *     same
 * @param reportedReason the reason as reported, escaped and cut; null where none was
 * @param triggeredBy who or what ends it
 * @param at the business time of the call: becomes {@code closed_at} and {@code updated_at}, each
 *     no earlier than any stamp that the row has
 * @param end when the conversation ended
 * @param guard what must hold beside being live
 * @param buffer messages of the owner that are written in the same transaction, before the end; all
 *     with ids and times; one that is stored already is left as it is
 * @param successorId the session that takes its place, if any
 * @param terms its chain, and how long it is kept
 */
public record CloseIntent(
    SessionKey session,
    SessionStatus target,
    Verdict verdict,
    Verdict verdictIfNeverActive,
    @Nullable String reportedReason,
    String triggeredBy,
    Instant at,
    EndTime end,
    CloseGuard guard,
    List<Message> buffer,
    @Nullable UUID successorId,
    EndTerms terms) {

  /** Checks that nothing is missing and that the target is terminal. */
  public CloseIntent {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(verdictIfNeverActive, "verdictIfNeverActive");
    Objects.requireNonNull(triggeredBy, "triggeredBy");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(end, "end");
    Objects.requireNonNull(guard, "guard");
    Objects.requireNonNull(terms, "terms");
    buffer = List.copyOf(buffer);
    if (!target.isTerminal()) {
      throw new IllegalArgumentException(target.wire() + " does not end a session");
    }
  }

  /** The same for another session, whose place is taken by this one, or by none. */
  public CloseIntent forSession(SessionKey other, @Nullable UUID successor) {
    return new CloseIntent(
        other,
        target,
        verdict,
        verdictIfNeverActive,
        reportedReason,
        triggeredBy,
        at,
        end,
        guard,
        buffer,
        successor,
        terms);
  }

  /** The same where this holds, and nothing else beside being live. */
  public CloseIntent onlyIf(CloseGuard other) {
    return new CloseIntent(
        session,
        target,
        verdict,
        verdictIfNeverActive,
        reportedReason,
        triggeredBy,
        at,
        end,
        other,
        buffer,
        successorId,
        terms);
  }

  /** The verdict for such a session. */
  public Verdict verdict(boolean everActive) {
    return everActive ? verdict : verdictIfNeverActive;
  }
}
