package dev.sessionlifecycle.testkit;

import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.TriggeredBy;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndTerms;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link CloseIntent}. What is not set: closed for an unknown reason by the API, now,
 * without guard, buffer or successor. Not thread-safe.
 */
public final class Closing {
  private final SessionKey session;
  private final EndTerms terms;
  private final Instant at;
  private SessionStatus target = SessionStatus.CLOSED;
  private TerminationReason reason = TerminationReason.UNKNOWN;
  private @Nullable TerminationReason reasonIfNeverActive;
  private @Nullable String reported;
  private String triggeredBy = TriggeredBy.API;
  private EndTime end = new EndTime.Now();
  private CloseGuard guard = CloseGuard.any();
  private List<Message> buffer = List.of();
  private @Nullable UUID successor;

  private Closing(SessionKey session, Instant at, EndTerms terms) {
    this.session = session;
    this.at = at;
    this.terms = terms;
  }

  /**
   * Begins with what every end must say.
   *
   * @param at the business time of the call
   */
  public static Closing of(SessionKey session, Instant at, EndTerms terms) {
    return new Closing(session, at, terms);
  }

  /** The terminal status to end in. */
  public Closing as(SessionStatus value) {
    this.target = value;
    return this;
  }

  /** Why it ends. */
  public Closing because(TerminationReason value) {
    this.reason = value;
    return this;
  }

  /** Why it ends where it was never active. */
  public Closing becauseIfNeverActive(TerminationReason value) {
    this.reasonIfNeverActive = value;
    return this;
  }

  /** The reason as somebody reported it. */
  public Closing reported(String value) {
    this.reported = value;
    return this;
  }

  /** Who or what ends it. */
  public Closing triggeredBy(String value) {
    this.triggeredBy = value;
    return this;
  }

  /** The conversation ended at this time. */
  public Closing endedAt(Instant value) {
    return ended(new EndTime.Told(value));
  }

  /** When the conversation ended. */
  public Closing ended(EndTime value) {
    this.end = value;
    return this;
  }

  /** What must hold beside being live. */
  public Closing onlyIf(CloseGuard value) {
    this.guard = value;
    return this;
  }

  /** Messages to write with the end. */
  public Closing flushing(Message... values) {
    this.buffer = List.of(values);
    return this;
  }

  /** The session that takes the place of this one. */
  public Closing succeededBy(UUID value) {
    this.successor = value;
    return this;
  }

  /** The intent. */
  public CloseIntent intent() {
    return new CloseIntent(
        session,
        target,
        Verdict.of(reason),
        Verdict.of(reasonIfNeverActive == null ? reason : reasonIfNeverActive),
        reported,
        triggeredBy,
        at,
        end,
        guard,
        buffer,
        successor,
        terms);
  }
}
