package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.TriggeredBy;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A command to end a session. Every decision that does not need the stored row has been made; what
 * depends on the row is given as alternatives, so that a store can end a session without reading it
 * first.
 *
 * @param session the session to end
 * @param target the terminal status that it gets
 * @param endReason why, and with which outcome
 * @param reasonIfNeverActive the verdict instead where the session was never active; usually the
 *     same
 * @param reportedReason the reason as reported, escaped and cut; null if none was
 * @param triggeredBy who or what ends it
 * @param at the business time of the call: becomes {@code closed_at} and {@code updated_at}, each
 *     no earlier than any stamp that the row has
 * @param end when the conversation ended
 * @param guard what must hold in addition to the session being live
 * @param buffer messages of the owner, each with an id and a time, that are written before the end
 *     in the same transaction; messages that are stored already stay unchanged
 * @param successorId the session that takes its place, if any
 * @param defaults its chain, and how long it is kept
 */
public record CloseIntent(
    SessionKey session,
    SessionStatus target,
    EndReason endReason,
    EndReason reasonIfNeverActive,
    @Nullable String reportedReason,
    String triggeredBy,
    Instant at,
    EndTime end,
    CloseGuard guard,
    List<Message> buffer,
    @Nullable UUID successorId,
    CloseDefaults defaults) {

  /** Checks that nothing is missing and that the target is terminal. */
  public CloseIntent {
    Validator.require("session", session);
    Validator.require("end_reason", endReason);
    Validator.require("reason_if_never_active", reasonIfNeverActive);
    Validator.require("triggered_by", triggeredBy);
    Validator.require("at", at);
    Validator.require("end", end);
    Validator.require("guard", guard);
    Validator.require("defaults", defaults);
    buffer = List.copyOf(buffer);
    if (!target.isTerminal()) {
      throw Validator.invalid("target", "must be a status that ends a session");
    }
  }

  /**
   * Begins a close: to {@link SessionStatus#CLOSED}, for an unknown reason, now, triggered by the
   * API, with no guard, buffer or successor unless set otherwise.
   *
   * @param session the session to end
   * @param at the business time of the call
   * @param terms its chain, and how long it is kept
   */
  public static Builder builder(SessionKey session, Instant at, CloseDefaults terms) {
    return new Builder(session, at, terms);
  }

  /** Returns a builder with the values of this intent. */
  public Builder toBuilder() {
    return new Builder(session, at, defaults)
        .target(target)
        .verdict(endReason)
        .verdictIfNeverActive(reasonIfNeverActive)
        .reportedReason(reportedReason)
        .triggeredBy(triggeredBy)
        .end(end)
        .guard(guard)
        .buffer(buffer)
        .successorId(successorId);
  }

  /** Returns a copy for another session, with this successor. */
  public CloseIntent forSession(SessionKey other, @Nullable UUID successor) {
    return toBuilder().session(other).successorId(successor).build();
  }

  /** Returns the intent with the chains of the store, if it asks for those that are current. */
  public CloseIntent withCurrentChains(Supplier<CurrentChains> current) {
    return !defaults.chains().isCurrent()
        ? this
        : toBuilder().terms(defaults.withChains(current.get().chains())).build();
  }

  /** The verdict for such a session. */
  public EndReason endReason(boolean everActive) {
    return everActive ? endReason : reasonIfNeverActive;
  }

  /** Leaves out who ended it and what was reported. */
  @Override
  public String toString() {
    return "CloseIntent[session="
        + session
        + ", target="
        + target
        + ", endReason="
        + endReason
        + "]";
  }

  /** Builds a {@link CloseIntent}. Not thread-safe. */
  public static final class Builder {
    private static final EndTime NOW = new EndTime.Now();

    private SessionKey session;
    private SessionStatus target = SessionStatus.CLOSED;
    private EndReason verdict = EndReason.of(TerminationReason.UNKNOWN);
    private @Nullable EndReason verdictIfNeverActive;
    private @Nullable String reportedReason;
    private String triggeredBy = TriggeredBy.API;
    private Instant at;
    private EndTime end = NOW;
    private CloseGuard guard = CloseGuard.any();
    private List<Message> buffer = List.of();
    private @Nullable UUID successorId;
    private CloseDefaults terms;

    private Builder(SessionKey session, Instant at, CloseDefaults terms) {
      this.session = session;
      this.at = at;
      this.terms = terms;
    }

    /** Sets the session to end. */
    public Builder session(SessionKey value) {
      this.session = value;
      return this;
    }

    /** Sets the terminal status that the session gets. */
    public Builder target(SessionStatus value) {
      this.target = value;
      return this;
    }

    /** Sets why the session ends. */
    public Builder reason(TerminationReason value) {
      return verdict(EndReason.of(value));
    }

    /** Sets why the session ends if it was never active; the same reason if not set. */
    public Builder reasonIfNeverActive(TerminationReason value) {
      return verdictIfNeverActive(EndReason.of(value));
    }

    /** Sets why the session ends, and with which outcome. */
    public Builder verdict(EndReason value) {
      this.verdict = value;
      return this;
    }

    /** Sets the verdict if the session was never active; the same verdict if not set. */
    public Builder verdictIfNeverActive(EndReason value) {
      this.verdictIfNeverActive = value;
      return this;
    }

    /** Sets the reason as reported, escaped and cut; null if none was. */
    public Builder reportedReason(@Nullable String value) {
      this.reportedReason = value;
      return this;
    }

    /** Sets who or what ends the session. */
    public Builder triggeredBy(String value) {
      this.triggeredBy = value;
      return this;
    }

    /** Sets the business time of the call. */
    public Builder at(Instant value) {
      this.at = value;
      return this;
    }

    /** Sets when the conversation ended. */
    public Builder end(EndTime value) {
      this.end = value;
      return this;
    }

    /** Sets the reported time at which the conversation ended. */
    public Builder endedAt(Instant value) {
      return end(new EndTime.Reported(value));
    }

    /** Sets what must hold in addition to the session being live. */
    public Builder guard(CloseGuard value) {
      this.guard = value;
      return this;
    }

    /** Sets the messages to write before the end, in the same transaction. */
    public Builder buffer(List<Message> value) {
      this.buffer = value;
      return this;
    }

    /** Sets the session that takes the place of this one; null for none. */
    public Builder successorId(@Nullable UUID value) {
      this.successorId = value;
      return this;
    }

    /** Sets the chain, and how long the session is kept. */
    public Builder terms(CloseDefaults value) {
      this.terms = value;
      return this;
    }

    /** Returns the intent. */
    public CloseIntent build() {
      return new CloseIntent(
          session,
          target,
          verdict,
          verdictIfNeverActive == null ? verdict : verdictIfNeverActive,
          reportedReason,
          triggeredBy,
          at,
          end,
          guard,
          buffer,
          successorId,
          terms);
    }
  }
}
