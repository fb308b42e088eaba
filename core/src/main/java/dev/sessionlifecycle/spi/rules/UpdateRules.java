package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.session.FieldChange;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What an update comes to on a row: a pure function, as {@link SessionRules} are. */
public final class UpdateRules {
  private UpdateRules() {}

  /**
   * Checks an update, and applies it if it is allowed.
   *
   * <p>Whether the session may be written at all is judged first, then whether its time limit has
   * passed, then its version. Where anything but the recording flag changes, the version grows by
   * one. Whatever changes, and even if nothing does, it counts as activity of a live session.
   *
   * @param row the session as it stands
   * @param storeNow the store's clock
   */
  public static UpdateReply judge(Session row, UpdateIntent intent, Instant storeNow) {
    SessionUpdate update = StoringRules.update(row.storing(), intent.update());
    Optional<UpdateReply> refused = refusal(row, intent, update, storeNow);
    if (refused.isPresent()) {
      return refused.get();
    }
    Session active = row.status().isLive() ? SessionRules.touched(row, storeNow) : row;
    Session described = described(active, update);
    Boolean recording = update.hasRecording();
    boolean hasRecording = recording == null ? row.hasRecording() : recording;
    boolean isNew = !described.equals(active);
    if (!isNew && hasRecording == row.hasRecording()) {
      return new UpdateReply.Updated(active);
    }
    Instant before = row.updatedAt();
    return new UpdateReply.Updated(
        SessionBuilder.of(described)
            .hasRecording(hasRecording)
            .updatedAt(before.isBefore(intent.at()) ? intent.at() : before)
            .version(isNew ? row.version() + 1 : row.version())
            .build());
  }

  private static Optional<UpdateReply> refusal(
      Session row, UpdateIntent intent, SessionUpdate update, Instant storeNow) {
    boolean isLive = row.status().isLive();
    if (!isLive && !(row.status().isTerminal() && update.isForEndedSessions())) {
      return Optional.of(new UpdateReply.NotWritable(row));
    }
    CloseIntent overdue = isLive ? intent.overdue().end(row, storeNow).orElse(null) : null;
    if (overdue != null) {
      return Optional.of(new UpdateReply.Overdue(overdue));
    }
    Long expected = intent.expectedVersion();
    if (expected != null && expected != row.version()) {
      return Optional.of(new UpdateReply.Stale(row));
    }
    return StoringRules.needsScrub(row.storing())
            && StoringRules.hasTexts(update)
            && !intent.scrubbed()
        ? Optional.of(new UpdateReply.Unscrubbed())
        : Optional.empty();
  }

  private static Session described(Session row, SessionUpdate update) {
    SessionBuilder changed = SessionBuilder.of(row);
    FieldChange<String> subject = update.subject();
    if (subject != null) {
      changed.subject(subject.newValue());
    }
    Map<String, Object> metadata = update.metadata();
    if (metadata != null) {
      changed.metadata(metadata);
    }
    Map<String, Object> contextVariables = update.contextVariables();
    if (contextVariables != null) {
      changed.contextVariables(contextVariables);
    }
    Priority priority = update.priority();
    if (priority != null) {
      changed.priority(priority);
    }
    FieldChange<UUID> agent = update.assignedAgentId();
    if (agent != null) {
      changed.assignedAgentId(agent.newValue());
    }
    FieldChange<UUID> policy = update.retentionPolicyId();
    if (policy != null) {
      changed.retentionPolicyId(policy.newValue());
    }
    return changed.build();
  }
}
