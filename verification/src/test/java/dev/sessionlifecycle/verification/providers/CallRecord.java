package dev.sessionlifecycle.verification.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is left of a call in the store, without what depends on when its events arrived. */
final class CallRecord {
  private CallRecord() {}

  /** Returns the record of the only session of the organization, by field; empty without one. */
  static Map<String, Object> of(OrganizationSessions sessions, Set<String> withoutFields) {
    List<Session> all = sessions.list(SessionFilter.all()).items();
    assertThat(all).as("sessions").hasSizeLessThanOrEqualTo(1);
    if (all.isEmpty()) {
      return Map.of();
    }
    Session session = sessions.get(all.get(0).id());
    long ends =
        sessions.history(session.id()).stream()
            .filter(it -> it.kind() == HistoryEntry.Kind.ENDED)
            .count();
    assertThat(ends).as("ends").isEqualTo(session.isEnded() ? 1 : 0);
    Map<String, Object> fields = fields(session, sessions.messages(session.id()));
    fields.keySet().removeAll(withoutFields);
    return fields;
  }

  private static Map<String, Object> fields(Session session, List<StoredMessage> messages) {
    Map<String, Object> metadata = new HashMap<>(session.metadata());
    metadata.remove("provider_call");
    Map<String, Object> fields = new TreeMap<>();
    fields.put("endUser", session.endUserId());
    fields.put("channel", session.channel());
    fields.put("origin", String.valueOf(session.origin()));
    fields.put("externalRef", List.of(session.externalRef().source(), session.externalRef().id()));
    fields.put("isEnded", session.isEnded());
    fields.put("status", session.isEnded() ? session.status() : "live");
    fields.put("reason", String.valueOf(session.reason()));
    fields.put("reported", String.valueOf(session.reportedReason()));
    fields.put("outcome", String.valueOf(session.outcome()));
    fields.put("triggeredBy", String.valueOf(session.triggeredBy()));
    fields.put("startedAt", session.startedAt());
    fields.put("endedAt", String.valueOf(session.endedAt()));
    fields.put("durationMs", String.valueOf(session.durationMs()));
    fields.put("usage", session.usage());
    fields.put("hasRecording", session.hasRecording());
    fields.put("metadata", metadata);
    fields.put("messageCount", session.messageCount());
    fields.put(
        "messages",
        messages.stream()
            .sorted(StoredMessage.BY_TIME)
            .map(it -> it.role() + " " + it.sentAt() + " " + it.text())
            .toList());
    return fields;
  }
}
