package dev.sessionlifecycle.internal.document;

import dev.sessionlifecycle.finalize.internal.JsonReader;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalRunStatus;
import dev.sessionlifecycle.session.EvalScore;
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

/**
 * A session as one self-contained line of JSON that names its format. The schema is the resource
 * {@code META-INF/session-lifecycle/session-document.schema.json}.
 */
public final class SessionDocument {
  private static final String FORMAT = "session-lifecycle-archive";

  /** Metadata may be nested as deeply as {@code Limits} allows, and stands a few levels down. */
  private static final int MAX_DEPTH = 1_100;

  private SessionDocument() {}

  /** Writes the document with a line break at its end, item by item. */
  public static void writeLine(
      Session session,
      Iterable<StoredMessage> messages,
      Iterable<HistoryEntry> history,
      Iterable<EvalRun> evals,
      OutputStream out)
      throws IOException {
    write("{\"format\":\"" + FORMAT + "\",\"version\":1,\"session\":", out);
    write(JsonWriter.write(SessionJson.write(session)), out);
    write(",\"messages\":", out);
    write(messages, SessionDocument::message, out);
    write(",\"history\":", out);
    write(history, SessionDocument::entry, out);
    write(",\"evals\":", out);
    write(evals, SessionDocument::run, out);
    write("}\n", out);
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
  public static ArchivedSession read(String line) {
    JsonFields document = new JsonFields(JsonReader.readObject(line, MAX_DEPTH));
    if (!document.text("format").equals(FORMAT) || document.number("version") != 1) {
      throw new IllegalArgumentException("the document is not of version 1 of the format");
    }
    return new ArchivedSession(
        SessionJson.read(new JsonFields(document.object("session"))),
        document.objects("messages").stream().map(SessionDocument::message).toList(),
        document.objects("history").stream().map(SessionDocument::entry).toList(),
        document.objects("evals").stream().map(SessionDocument::run).toList());
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

  private static Map<String, Object> run(EvalRun run) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", run.id());
    fields.put("status", run.status().wire());
    fields.put("critical", run.critical());
    fields.put("scores", run.scores().stream().map(SessionDocument::score).toList());
    return fields;
  }

  private static Map<String, Object> score(EvalScore score) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", score.name());
    SessionJson.put(fields, "passed", score.passed());
    return fields;
  }

  private static EvalRun run(JsonFields fields) {
    return new EvalRun(
        fields.id("id"),
        EvalRunStatus.fromWire(fields.text("status")).orElse(EvalRunStatus.ERRORED),
        fields.flag("critical"),
        fields.objects("scores").stream()
            .map(it -> new EvalScore(it.text("name"), it.flagOrNull("passed")))
            .toList());
  }
}
