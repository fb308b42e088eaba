package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.ScopedScrubber;
import dev.sessionlifecycle.steps.pii.Scrubber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds memory records from sessions, and JSON from memory records. */
final class MemoryRecords {
  /** How long the ids are that stand behind the key, as one can find them. */
  static final int IDS_LENGTH =
      (ofEndUser(new UUID(0, 0), new UUID(0, 0)) + ofSession(new UUID(0, 0))).length();

  private MemoryRecords() {}

  static MemoryRecord of(StepContext context, Scrubber scrubber, boolean transcript) {
    ClosedSession session = context.session();
    ScopedScrubber scrubbing = scrubber.begin(session.id().toString());
    List<MemoryRecord.Turn> turns = new ArrayList<>();
    if (transcript) {
      for (TranscriptMessage message : context.transcript()) {
        String text = scrubbing.text(message.text());
        turns.add(new MemoryRecord.Turn(message.role().wire(), text, message.sentAt()));
      }
    }
    return new MemoryRecord(
        context.idempotencyKey(),
        session.organizationId(),
        session.id(),
        session.endUserId(),
        session.channel(),
        session.reason(),
        session.outcome(),
        session.startedAt(),
        session.endedAt(),
        scrubbed(scrubbing, session.subject()),
        scrubbed(scrubbing, session.summary()),
        scrubbing.map(session.metadata()),
        turns);
  }

  private static @Nullable String scrubbed(ScopedScrubber scrubbing, @Nullable String text) {
    return text == null ? null : scrubbing.text(text);
  }

  /** Returns the record as one line of JSON that begins with the idempotency key. */
  static String json(MemoryRecord memory) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("idempotency_key", memory.idempotencyKey());
    out.put("organization_id", memory.organizationId());
    out.put("end_user_id", memory.endUserId());
    out.put("session_id", memory.sessionId());
    out.put("channel", memory.channel());
    out.put("termination_reason", memory.reason().wire());
    out.put("outcome", memory.outcome().wire());
    out.put("started_at", memory.startedAt());
    out.put("ended_at", memory.endedAt());
    out.put("subject", memory.subject());
    out.put("summary", memory.summary());
    out.put("metadata", memory.metadata());
    if (!memory.messages().isEmpty()) {
      out.put("messages", memory.messages().stream().map(MemoryRecords::turn).toList());
    }
    return JsonWriter.write(out);
  }

  /** Returns how the ids behind the key begin in every record of an organization. */
  static String ofOrganization(UUID id) {
    return "\",\"organization_id\":\"" + id;
  }

  /** Returns how the ids behind the key begin in every record of an end user. */
  static String ofEndUser(UUID organizationId, UUID id) {
    return ofOrganization(organizationId) + "\",\"end_user_id\":\"" + id;
  }

  /** Returns how the ids behind the key end in the record of a session. */
  static String ofSession(UUID id) {
    return "\",\"session_id\":\"" + id + '"';
  }

  private static Map<String, Object> turn(MemoryRecord.Turn turn) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("role", turn.role());
    out.put("text", turn.text());
    out.put("sent_at", turn.sentAt());
    return out;
  }
}
