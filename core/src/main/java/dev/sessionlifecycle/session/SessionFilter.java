package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions of an organization to list or count: those to which everything named applies.
 *
 * <p>What it costs: the sessions of an end user, and those created within a range of time, are
 * found by an index. Every other filter is residual: it is applied to what the index yields, the
 * newest first, so that a page costs as many rows as have to be looked at until it is full; a
 * disposition has an index that the database may use instead where few sessions have it. Name an
 * end user or a range of {@code created} where few sessions match the rest.
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
 * @param endedFrom ended at this time or later
 * @param endedBefore ended before this time
 * @param disposition with a disposition of this code
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
    @Nullable Instant createdBefore,
    @Nullable Instant endedFrom,
    @Nullable Instant endedBefore,
    @Nullable String disposition) {

  private static final SessionFilter ALL =
      new SessionFilter(
          Set.of(), null, null, null, null, null, null, null, null, null, null, null, null);

  /** Copies the set, and keeps the channel in the form in which channels are compared. */
  public SessionFilter {
    channel = channel == null ? null : Channels.normalized(channel);
    statuses = Set.copyOf(Validator.requireElements("statuses", statuses));
  }

  /** Every session of the organization. */
  public static SessionFilter all() {
    return ALL;
  }

  /** The sessions in one of these statuses. */
  public static SessionFilter inStatus(SessionStatus first, SessionStatus... others) {
    Validator.require("others", others);
    List<SessionStatus> statuses =
        new ArrayList<>(Validator.requireElements("statuses", Arrays.asList(others)));
    statuses.add(Validator.require("statuses", first));
    return ALL.withStatuses(EnumSet.copyOf(statuses));
  }

  /** Returns a copy that selects sessions in one of these statuses. */
  public SessionFilter withStatuses(Set<SessionStatus> values) {
    return with(it -> it.statuses = values);
  }

  /** Returns a copy that selects sessions on this channel. */
  public SessionFilter withChannel(String value) {
    return with(it -> it.channel = Validator.require("channel", value));
  }

  /** Returns a copy that selects sessions of this type. */
  public SessionFilter withSessionType(SessionType value) {
    return with(it -> it.sessionType = Validator.require("session_type", value));
  }

  /** Returns a copy that selects sessions of this priority. */
  public SessionFilter withPriority(Priority value) {
    return with(it -> it.priority = Validator.require("priority", value));
  }

  /** Returns a copy that selects sessions with this end user. */
  public SessionFilter withEndUser(UUID value) {
    return with(it -> it.endUserId = Validator.require("end_user_id", value));
  }

  /** Returns a copy that selects sessions assigned to this agent. */
  public SessionFilter withAssignedAgent(UUID value) {
    return with(it -> it.assignedAgentId = Validator.require("assigned_agent_id", value));
  }

  /** Returns a copy that selects sessions ended for this reason. */
  public SessionFilter withReason(TerminationReason value) {
    return with(it -> it.reason = Validator.require("reason", value));
  }

  /** Returns a copy that selects sessions of this outcome. */
  public SessionFilter withOutcome(OutcomeCategory value) {
    return with(it -> it.outcome = Validator.require("outcome", value));
  }

  /**
   * Returns a copy that selects sessions created from one time on and before another; null for no
   * bound.
   */
  public SessionFilter withCreated(@Nullable Instant from, @Nullable Instant before) {
    return with(
        it -> {
          it.createdFrom = from;
          it.createdBefore = before;
        });
  }

  /**
   * Returns a copy that selects sessions ended from one time on and before another; null for no
   * bound.
   */
  public SessionFilter withEnded(@Nullable Instant from, @Nullable Instant before) {
    return with(
        it -> {
          it.endedFrom = from;
          it.endedBefore = before;
        });
  }

  /** Returns a copy that selects sessions with a disposition of this code. */
  public SessionFilter withDisposition(String code) {
    return with(it -> it.disposition = Validator.require("disposition", code));
  }

  private SessionFilter with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.filter();
  }

  /** The fields while one of them is changed. */
  private static final class Draft {
    private Set<SessionStatus> statuses;
    private @Nullable String channel;
    private @Nullable SessionType sessionType;
    private @Nullable Priority priority;
    private @Nullable UUID endUserId;
    private @Nullable UUID assignedAgentId;
    private @Nullable TerminationReason reason;
    private @Nullable OutcomeCategory outcome;
    private @Nullable Instant createdFrom;
    private @Nullable Instant createdBefore;
    private @Nullable Instant endedFrom;
    private @Nullable Instant endedBefore;
    private @Nullable String disposition;

    Draft(SessionFilter from) {
      this.statuses = from.statuses;
      this.channel = from.channel;
      this.sessionType = from.sessionType;
      this.priority = from.priority;
      this.endUserId = from.endUserId;
      this.assignedAgentId = from.assignedAgentId;
      this.reason = from.reason;
      this.outcome = from.outcome;
      this.createdFrom = from.createdFrom;
      this.createdBefore = from.createdBefore;
      this.endedFrom = from.endedFrom;
      this.endedBefore = from.endedBefore;
      this.disposition = from.disposition;
    }

    SessionFilter filter() {
      return new SessionFilter(
          statuses,
          channel,
          sessionType,
          priority,
          endUserId,
          assignedAgentId,
          reason,
          outcome,
          createdFrom,
          createdBefore,
          endedFrom,
          endedBefore,
          disposition);
    }
  }
}
