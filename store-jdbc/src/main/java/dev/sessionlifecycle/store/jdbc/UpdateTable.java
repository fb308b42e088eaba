package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.spi.rules.UpdateRules;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users change about sessions, under the lock of the session's row. */
final class UpdateTable implements UpdateStore {
  private final Units units;
  private final SessionTable sessions;
  private final String session;
  private final String detail;

  UpdateTable(SqlText sql, Units units, SessionTable sessions) {
    this.units = units;
    this.sessions = sessions;
    session =
        sql.of(
            """
            UPDATE {session} SET priority = :priority, assigned_agent_id = :agent,
              retention_policy_id = :policy, has_recording = :recording, version = :version,
              updated_at = :updatedAt
            WHERE organization_id = :org AND id = :id""");
    detail =
        sql.of(
            """
            UPDATE {session_detail} SET version = :version, subject = :subject,
              metadata = COALESCE(CAST(:metadata AS {json}), metadata),
              context_variables = COALESCE(CAST(:variables AS {json}), context_variables)
            WHERE organization_id = :org AND id = :id""");
  }

  @Override
  public UpdateReply update(UpdateIntent intent) {
    return units.together(tx -> update(tx, intent));
  }

  private UpdateReply update(Tx tx, UpdateIntent intent) {
    if (sessions.lock(tx, intent.session()).isEmpty()) {
      return new UpdateReply.Missing();
    }
    // Read again: who had to wait for the lock was given the detail as it was before the wait.
    Session row = sessions.find(tx, intent.session()).orElse(null);
    if (row == null) {
      return new UpdateReply.Missing();
    }
    UpdateReply reply = UpdateRules.judge(row, intent);
    if (reply instanceof UpdateReply.Updated done && !done.session().equals(row)) {
      write(tx, intent.session(), row, done.session());
    }
    return reply;
  }

  private void write(Tx tx, SessionKey key, Session before, Session after) {
    tx.update(session)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bind("priority", after.priority().wire())
        .bindByType("agent", after.assignedAgentId(), UUID.class)
        .bindByType("policy", after.retentionPolicyId(), UUID.class)
        .bind("recording", after.hasRecording())
        .bind("version", after.version())
        .bind("updatedAt", after.updatedAt())
        .execute();
    if (after.version() != before.version()) {
      tx.update(detail)
          .bind("org", key.organizationId())
          .bind("id", key.sessionId())
          .bind("version", after.version())
          .bindByType("subject", after.subject(), String.class)
          .bindByType("metadata", changed(before.metadata(), after.metadata()), String.class)
          .bindByType(
              "variables",
              changed(before.contextVariables(), after.contextVariables()),
              String.class)
          .execute();
    }
  }

  /** Null for what stays: the column may hold more than could be read of it. */
  private static @Nullable String changed(Map<String, Object> before, Map<String, Object> after) {
    return after.equals(before) ? null : JsonColumn.write(after);
  }
}
