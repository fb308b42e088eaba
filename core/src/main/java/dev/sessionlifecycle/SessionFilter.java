package dev.sessionlifecycle;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions of an organization to list: those to which everything named applies.
 *
 * @param statuses any of these; empty for all, those of an unrecognized status among them
 * @param channel on this channel
 * @param sessionType of this type
 * @param priority of this priority
 * @param endUserId with this end user
 * @param assignedAgentId assigned to this agent
 * @param reason ended for this reason
 * @param outcome of this outcome
 * @param createdFrom created at this time or later
 * @param createdBefore created before this time
 */
public record SessionFilter(
    Set<SessionStatus> statuses,
    @Nullable String channel,
    @Nullable SessionType sessionType,
    @Nullable Priority priority,
    @Nullable UUID endUserId,
    @Nullable UUID assignedAgentId,
    @Nullable TerminationReason reason,
    @Nullable OutcomeCategory outcome,
    @Nullable Instant createdFrom,
    @Nullable Instant createdBefore) {

  private static final SessionFilter ALL =
      new SessionFilter(Set.of(), null, null, null, null, null, null, null, null, null);

  /** Copies the set. */
  public SessionFilter {
    statuses = Set.copyOf(statuses);
  }

  /** Every session of the organization. */
  public static SessionFilter all() {
    return ALL;
  }

  /** The sessions in one of these statuses. */
  public static SessionFilter inStatus(SessionStatus first, SessionStatus... others) {
    return ALL.statuses(EnumSet.of(first, others));
  }

  /** The same in one of these statuses. */
  public SessionFilter statuses(Set<SessionStatus> values) {
    return new SessionFilter(
        values,
        channel,
        sessionType,
        priority,
        endUserId,
        assignedAgentId,
        reason,
        outcome,
        createdFrom,
        createdBefore);
  }

  /** The same on this channel. */
  public SessionFilter channel(String value) {
    return new SessionFilter(
        statuses,
        Objects.requireNonNull(value),
        sessionType,
        priority,
        endUserId,
        assignedAgentId,
        reason,
        outcome,
        createdFrom,
        createdBefore);
  }

  /** The same of this type. */
  public SessionFilter sessionType(SessionType value) {
    return new SessionFilter(
        statuses,
        channel,
        Objects.requireNonNull(value),
        priority,
        endUserId,
        assignedAgentId,
        reason,
        outcome,
        createdFrom,
        createdBefore);
  }

  /** The same of this priority. */
  public SessionFilter priority(Priority value) {
    return new SessionFilter(
        statuses,
        channel,
        sessionType,
        Objects.requireNonNull(value),
        endUserId,
        assignedAgentId,
        reason,
        outcome,
        createdFrom,
        createdBefore);
  }

  /** The same with this end user. */
  public SessionFilter endUser(UUID value) {
    return new SessionFilter(
        statuses,
        channel,
        sessionType,
        priority,
        Objects.requireNonNull(value),
        assignedAgentId,
        reason,
        outcome,
        createdFrom,
        createdBefore);
  }

  /** The same assigned to this agent. */
  public SessionFilter assignedAgent(UUID value) {
    return new SessionFilter(
        statuses,
        channel,
        sessionType,
        priority,
        endUserId,
        Objects.requireNonNull(value),
        reason,
        outcome,
        createdFrom,
        createdBefore);
  }

  /** The same ended for this reason. */
  public SessionFilter reason(TerminationReason value) {
    return new SessionFilter(
        statuses,
        channel,
        sessionType,
        priority,
        endUserId,
        assignedAgentId,
        Objects.requireNonNull(value),
        outcome,
        createdFrom,
        createdBefore);
  }

  /** The same of this outcome. */
  public SessionFilter outcome(OutcomeCategory value) {
    return new SessionFilter(
        statuses,
        channel,
        sessionType,
        priority,
        endUserId,
        assignedAgentId,
        reason,
        Objects.requireNonNull(value),
        createdFrom,
        createdBefore);
  }

  /** The same created from one time on and before another; null for no bound. */
  public SessionFilter created(@Nullable Instant from, @Nullable Instant before) {
    return new SessionFilter(
        statuses,
        channel,
        sessionType,
        priority,
        endUserId,
        assignedAgentId,
        reason,
        outcome,
        from,
        before);
  }
}
