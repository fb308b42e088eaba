package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The session object of the Feather API, field by field. */
final class SessionJson {
  private SessionJson() {}

  /** Returns exactly the fields of Feather's close response. */
  static ObjectNode of(Session it) {
    ObjectNode json = Json.object();
    json.put("id", it.id().toString());
    json.put("organization_id", it.organizationId().toString());
    json.put("end_user_id", it.endUserId().toString());
    json.put("channel", it.channel());
    json.put("status", it.statusText());
    json.put("priority", it.priority().wire());
    json.put("message_count", it.messageCount());
    json.put("started_at", it.startedAt().toString());
    json.put("created_at", it.createdAt().toString());
    json.put("updated_at", it.updatedAt().toString());
    json.put("origin", it.origin() == null ? null : it.origin().wire());
    ExternalRef external = it.externalRef();
    json.put("external_session_id", external == null ? null : external.id());
    json.put("session_type", it.sessionType().wire());
    json.put("subject", it.subject());
    json.put("assigned_agent_id", text(it.assignedAgentId()));
    json.put("retention_policy_id", text(it.retentionPolicyId()));
    json.put("summary", it.summary());
    json.putPOJO("metadata", it.metadata());
    json.putPOJO("context_variables", it.contextVariables());
    json.put("first_message_at", text(it.firstMessageAt()));
    json.put("last_message_at", text(it.lastMessageAt()));
    json.put("ended_at", text(it.endedAt()));
    json.put("closed_at", text(it.closedAt()));
    json.put("ttl_expires_at", text(it.ttlExpiresAt()));
    json.put("retention_expires_at", text(it.retentionExpiresAt()));
    json.put("archived_at", text(it.archivedAt()));
    json.put("memory_synced", it.memorySynced());
    json.put("duration_ms", it.durationMs());
    json.put("summary_preview", it.summaryPreview());
    json.put("has_recording", it.hasRecording());
    EvalSummary evals = it.evalSummary();
    ObjectNode summary = json.putObject("eval_summary");
    summary.setAll((ObjectNode) Json.tree(evals));
    summary.put("eval_status", evals.evalStatus());
    return json;
  }

  /** Adds how and why the session ended, for endpoints that are not part of the Feather API. */
  static ObjectNode withEnd(Session it) {
    ObjectNode json = of(it);
    json.put("termination_reason", it.reason() == null ? null : it.reason().wire());
    json.put("reported_reason", it.reportedReason());
    json.put("outcome", it.outcome() == null ? null : it.outcome().wire());
    json.put("triggered_by", it.triggeredBy());
    json.put("finalized_at", text(it.finalizedAt()));
    return json;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }
}
