package dev.sessionlifecycle.internal.document;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A session as a JSON object, each field under its wire name; what is null is left out. */
final class SessionJson {
  private SessionJson() {}

  static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  static Map<String, Object> write(Session session) {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "organization_id", session.organizationId());
    put(fields, "id", session.id());
    put(fields, "end_user_id", session.endUserId());
    put(fields, "channel", session.channel());
    put(fields, "session_type", session.sessionType().wire());
    put(fields, "status", session.statusText());
    put(fields, "priority", session.priority().wire());
    Origin origin = session.origin();
    put(fields, "origin", origin == null ? null : origin.wire());
    ExternalRef ref = session.externalRef();
    put(fields, "external_source", ref == null ? null : ref.source());
    put(fields, "external_session_id", ref == null ? null : ref.id());
    put(fields, "subject", session.subject());
    put(fields, "assigned_agent_id", session.assignedAgentId());
    put(fields, "retention_policy_id", session.retentionPolicyId());
    put(fields, "previous_session_id", session.previousSessionId());
    put(fields, "superseded_by_id", session.supersededById());
    put(fields, "metadata", session.metadata());
    put(fields, "context_variables", session.contextVariables());
    put(fields, "message_count", session.messageCount());
    put(fields, "user_message_count", session.userMessageCount());
    times(fields, session);
    ending(fields, session);
    return fields;
  }

  private static void times(Map<String, Object> fields, Session session) {
    put(fields, "created_at", session.createdAt());
    put(fields, "started_at", session.startedAt());
    put(fields, "updated_at", session.updatedAt());
    put(fields, "first_message_at", session.firstMessageAt());
    put(fields, "last_message_at", session.lastMessageAt());
    put(fields, "rang_at", session.rangAt());
    put(fields, "activated_at", session.activatedAt());
    put(fields, "handed_on_at", session.handedOnAt());
    put(fields, "status_since", session.statusSince());
    put(fields, "last_activity_at", session.lastActivityAt());
    put(fields, "ended_at", session.endedAt());
    put(fields, "closed_at", session.closedAt());
    put(fields, "retention_expires_at", session.retentionExpiresAt());
    put(fields, "finalized_at", session.finalizedAt());
  }

  private static void ending(Map<String, Object> fields, Session session) {
    put(fields, "duration_ms", session.durationMs());
    TerminationReason reason = session.reason();
    put(fields, "termination_reason", reason == null ? null : reason.wire());
    put(fields, "reported_reason", session.reportedReason());
    OutcomeCategory outcome = session.outcome();
    put(fields, "outcome", outcome == null ? null : outcome.wire());
    put(fields, "triggered_by", session.triggeredBy());
    put(fields, "summary", session.summary());
    put(fields, "memory_synced", session.memorySynced());
    put(fields, "has_recording", session.hasRecording());
    EvalSummary eval = session.evalSummary();
    put(
        fields,
        "eval",
        List.of(
            eval.total(),
            eval.succeeded(),
            eval.failed(),
            eval.pending(),
            eval.criticalTotal(),
            eval.criticalSucceeded(),
            eval.criticalFailed(),
            eval.criticalPending()));
    put(fields, "storing", session.storing() == Storing.FULL ? null : session.storing().wire());
    put(fields, "anonymized", session.anonymized() ? true : null);
    put(fields, "version", session.version());
    afterCall(fields, session);
  }

  /** Amounts are strings, since many readers would round numbers with so many digits. */
  private static void afterCall(Map<String, Object> fields, Session session) {
    if (!session.usage().isEmpty()) {
      Map<String, Object> usage = new TreeMap<>();
      session.usage().forEach((name, amount) -> usage.put(name, amount.toPlainString()));
      fields.put("usage", usage);
    }
    Disposition disposition = session.disposition();
    if (disposition != null) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("code", disposition.code());
      put(members, "note", disposition.note());
      members.put("by", disposition.by());
      members.put("at", disposition.at());
      fields.put("disposition", members);
    }
  }

  private static Map<String, BigDecimal> usage(JsonFields in) {
    JsonFields usage = new JsonFields(in.object("usage"));
    Map<String, BigDecimal> sums = new TreeMap<>();
    usage.values().keySet().forEach(name -> sums.put(name, new BigDecimal(usage.text(name))));
    return sums;
  }

  private static @Nullable Disposition disposition(JsonFields in) {
    JsonFields members = new JsonFields(in.object("disposition"));
    return members.values().isEmpty()
        ? null
        : new Disposition(
            members.text("code"),
            members.textOrNull("note"),
            members.text("by"),
            members.time("at"));
  }

  static Session read(JsonFields in) {
    String source = in.textOrNull("external_source");
    String externalId = in.textOrNull("external_session_id");
    return SessionBuilder.of(in.id("organization_id"), in.id("id"), in.id("end_user_id"))
        .channel(in.text("channel"))
        .sessionType(SessionType.fromWire(in.text("session_type")).orElse(SessionType.LIVE))
        .statusText(in.text("status"))
        .priority(Priority.fromWire(in.text("priority")).orElse(Priority.NORMAL))
        .origin(Origin.fromWire(in.textOrNull("origin")).orElse(null))
        .externalRef(
            source == null || externalId == null ? null : new ExternalRef(source, externalId))
        .subject(in.textOrNull("subject"))
        .assignedAgentId(in.idOrNull("assigned_agent_id"))
        .retentionPolicyId(in.idOrNull("retention_policy_id"))
        .previousSessionId(in.idOrNull("previous_session_id"))
        .supersededById(in.idOrNull("superseded_by_id"))
        .metadata(in.object("metadata"))
        .contextVariables(in.object("context_variables"))
        .messageCount(in.number("message_count"))
        .userMessageCount(in.number("user_message_count"))
        .createdAt(in.time("created_at"))
        .startedAt(in.time("started_at"))
        .updatedAt(in.time("updated_at"))
        .firstMessageAt(in.timeOrNull("first_message_at"))
        .lastMessageAt(in.timeOrNull("last_message_at"))
        .rangAt(in.timeOrNull("rang_at"))
        .activatedAt(in.timeOrNull("activated_at"))
        .handedOnAt(in.timeOrNull("handed_on_at"))
        .statusSince(in.time("status_since"))
        .lastActivityAt(in.time("last_activity_at"))
        .endedAt(in.timeOrNull("ended_at"))
        .closedAt(in.timeOrNull("closed_at"))
        .retentionExpiresAt(in.timeOrNull("retention_expires_at"))
        .finalizedAt(in.timeOrNull("finalized_at"))
        .durationMs(in.longOrNull("duration_ms"))
        .reason(in.parsed("termination_reason", TerminationReason::coerce))
        .reportedReason(in.textOrNull("reported_reason"))
        .outcome(in.parsed("outcome", OutcomeCategory::fromWire))
        .triggeredBy(in.textOrNull("triggered_by"))
        .summary(in.textOrNull("summary"))
        .memorySynced(in.flag("memory_synced"))
        .hasRecording(in.flag("has_recording"))
        .evalSummary(eval(in))
        .version(Objects.requireNonNullElse(in.longOrNull("version"), 1L))
        .storing(Storing.fromWire(in.textOrNull("storing")))
        .anonymized(in.flag("anonymized"))
        .usage(usage(in))
        .disposition(disposition(in))
        .build();
  }

  private static EvalSummary eval(JsonFields in) {
    if (!(in.values().get("eval") instanceof List<?> list) || list.size() != 8) {
      return EvalSummary.empty();
    }
    int[] n = list.stream().mapToInt(it -> ((Number) it).intValue()).toArray();
    return new EvalSummary(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
  }
}
