package dev.sessionlifecycle.archive;

import dev.sessionlifecycle.finalize.internal.JsonReader;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** An archived session as one self-contained line of JSON that names its format. */
final class ArchiveDocument {
  private static final String FORMAT = "session-lifecycle-archive";

  /** Metadata may be nested as deeply as {@code Limits} allows, and stands a few levels down. */
  private static final int MAX_DEPTH = 1_100;

  private ArchiveDocument() {}

  /** Writes the document, without a line break, item by item. */
  static void write(
      Session session,
      Iterable<StoredMessage> messages,
      Iterable<HistoryEntry> history,
      OutputStream out)
      throws IOException {
    write("{\"format\":\"" + FORMAT + "\",\"version\":1,\"session\":", out);
    write(JsonWriter.write(SessionJson.write(session)), out);
    write(",\"messages\":", out);
    write(messages, ArchiveDocument::message, out);
    write(",\"history\":", out);
    write(history, ArchiveDocument::entry, out);
    write("}", out);
  }

  private static <T> void write(
      Iterable<T> items, Function<T, Map<String, Object>> fields, OutputStream out)
      throws IOException {
    String separator = "[";
    for (T item : items) {
      write(separator + JsonWriter.write(fields.apply(item)), out);
      separator = ",";
    }
    write(separator.equals("[") ? "[]" : "]", out);
  }

  private static void write(String json, OutputStream out) throws IOException {
    out.write(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if it is not one, or of another version
   */
  static ArchivedSession read(String line) {
    JsonFields document = new JsonFields(JsonReader.readObject(line, MAX_DEPTH));
    if (!document.text("format").equals(FORMAT) || document.number("version") != 1) {
      throw new IllegalArgumentException("the document is not of version 1 of the format");
    }
    return new ArchivedSession(
        SessionJson.read(new JsonFields(document.object("session"))),
        document.objects("messages").stream().map(ArchiveDocument::message).toList(),
        document.objects("history").stream().map(ArchiveDocument::entry).toList());
  }

  private static Map<String, Object> message(StoredMessage message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", message.id());
    fields.put("sequence", message.sequence());
    fields.put("role", message.role().name());
    fields.put("text", message.text());
    fields.put("sent_at", message.sentAt());
    SessionJson.put(fields, "turn_id", message.turnId());
    return fields;
  }

  private static StoredMessage message(JsonFields fields) {
    return new StoredMessage(
        fields.id("id"),
        fields.number("sequence"),
        MessageRole.valueOf(fields.text("role")),
        fields.text("text"),
        fields.time("sent_at"),
        fields.idOrNull("turn_id"));
  }

  private static Map<String, Object> entry(HistoryEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("sequence", entry.sequence());
    fields.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    SessionStatus from = entry.from();
    SessionJson.put(fields, "from", from == null ? null : from.wire());
    fields.put("to", entry.to().wire());
    TerminationReason reason = entry.reason();
    SessionJson.put(fields, "reason", reason == null ? null : reason.wire());
    fields.put("triggered_by", entry.triggeredBy());
    fields.put("at", entry.at());
    return fields;
  }

  private static HistoryEntry entry(JsonFields fields) {
    return new HistoryEntry(
        fields.number("sequence"),
        HistoryEntry.Kind.valueOf(fields.text("kind").toUpperCase(Locale.ROOT)),
        fields.parsed("from", SessionStatus::fromWire),
        SessionStatus.fromWire(fields.text("to")),
        fields.parsed("reason", TerminationReason::coerce),
        fields.text("triggered_by"),
        fields.time("at"));
  }
}
