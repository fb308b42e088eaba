package dev.sessionlifecycle.events;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.PurgedSession;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of a session, made anew for each attempt to deliver it: it has the session as it is
 * then, so that a late attempt reports nothing stale.
 *
 * @param id the same for every attempt and every receiver, and different for any other event: the
 *     organization, the session and the word of the type, with colons between them; behind those of
 *     {@link SessionEventType#ENRICHED}, the number of enrichments
 * @param type what it announces
 * @param time when that happened
 * @param organizationId the organization
 * @param sessionId the session
 * @param data the fields that the schema of its type describes; unmodifiable
 */
public record SessionEvent(
    String id,
    SessionEventType type,
    Instant time,
    UUID organizationId,
    UUID sessionId,
    Map<String, Object> data) {

  /** Checks that nothing is missing, and copies the data. */
  public SessionEvent {
    Validator.require("id", id);
    Validator.require("type", type);
    Validator.require("time", time);
    Validator.require("organization_id", organizationId);
    Validator.require("session_id", sessionId);
    data = Collections.unmodifiableMap(new LinkedHashMap<>(Validator.require("data", data)));
  }

  /**
   * Returns the event of a session.
   *
   * @param enrichments for {@link SessionEventType#ENRICHED}, which enrichment of the session it is
   *     about, from 1; 0 for any other
   * @throws InvalidInputException for any other number, and for {@link SessionEventType#PURGED}
   */
  public static SessionEvent of(
      SessionEventType type, ClosedSession session, EventContent content, int enrichments) {
    boolean isEnriched = Validator.require("type", type) == SessionEventType.ENRICHED;
    Validator.require("session", session);
    Validator.require("content", content);
    if (type == SessionEventType.PURGED) {
      throw Validator.invalid("type", "of a session that is there");
    }
    Validator.requireBetween(
        "enrichments",
        enrichments,
        isEnriched ? 1 : 0,
        isEnriched ? Integer.MAX_VALUE - SessionEventType.ENRICHED.sequence() : 0);
    boolean isScrubbed = type == SessionEventType.FINALIZED;
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("organization_id", session.organizationId().toString());
    data.put("session_id", session.id().toString());
    data.put("sequence", type.sequence() + (isEnriched ? enrichments - 1 : 0));
    put(data, "previous_session_id", session.previousSessionId());
    if (isScrubbed && content.externalId()) {
      put(data, "external_source", session.externalSource());
      put(data, "external_session_id", session.externalId());
    }
    data.put("channel", session.channel());
    data.put("session_type", session.sessionType().wire());
    data.put("status", session.status().wire());
    data.put("reason", session.reason().wire());
    data.put("outcome", session.outcome().wire());
    data.put("started_at", session.startedAt().toString());
    data.put("ended_at", session.endedAt().toString());
    data.put("duration_ms", session.durationMs());
    data.put("message_count", session.messageCount());
    if (isScrubbed) {
      put(data, "finalized_at", session.finalizedAt());
      put(data, "summary", content.summary() ? session.summary() : null);
    }
    if (isEnriched) {
      put(data, "disposition", session.disposition());
      put(data, "enriched_at", session.changedAt());
    }
    String id = session.organizationId() + ":" + session.id() + ":" + type.word();
    return new SessionEvent(
        isEnriched ? id + ":" + enrichments : id,
        type,
        time(type, session),
        session.organizationId(),
        session.id(),
        data);
  }

  private static Instant time(SessionEventType type, ClosedSession session) {
    return switch (type) {
      case ENDED -> session.endedAt();
      case FINALIZED -> Objects.requireNonNullElse(session.finalizedAt(), session.endedAt());
      case ENRICHED, PURGED -> session.changedAt();
    };
  }

  /** Returns the event of a session that was deleted. */
  public static SessionEvent purged(PurgedSession session) {
    Validator.require("session", session);
    SessionEventType type = SessionEventType.PURGED;
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("organization_id", session.organizationId().toString());
    data.put("session_id", session.id().toString());
    data.put("sequence", type.sequence());
    data.put("purged_at", session.purgedAt().toString());
    return new SessionEvent(
        session.organizationId() + ":" + session.id() + ":" + type.word(),
        type,
        session.purgedAt(),
        session.organizationId(),
        session.id(),
        data);
  }

  private static void put(Map<String, Object> data, String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value.toString());
    }
  }

  /** Where the event comes from, as CloudEvents name it: {@code /organizations/ID}. */
  public String source() {
    return "/organizations/" + organizationId;
  }

  /** Returns the data as JSON. */
  public String toData() {
    return JsonWriter.write(data);
  }

  /** Returns the body of a webhook: {@code type}, {@code timestamp} and {@code data}. */
  public String toWebhook() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type.wire());
    body.put("timestamp", time);
    body.put("data", data);
    return JsonWriter.write(body);
  }

  /** Returns the event as a structured CloudEvent 1.0. */
  public String toCloudEvent() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("specversion", "1.0");
    body.put("id", id);
    body.put("source", source());
    body.put("type", type.cloudEventType());
    body.put("subject", sessionId);
    body.put("time", time);
    body.put("datacontenttype", "application/json");
    body.put("dataschema", type.dataSchema());
    body.put("data", data);
    return JsonWriter.write(body);
  }

  /** Names the type and the session alone. */
  @Override
  public String toString() {
    return "SessionEvent[type=" + type + ", sessionId=" + sessionId + "]";
  }
}
