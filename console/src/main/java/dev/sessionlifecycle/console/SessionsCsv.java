package dev.sessionlifecycle.console;

import dev.sessionlifecycle.session.Session;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as comma-separated values: RFC 4180, with a line of names. No text of a conversation. A
 * value that a spreadsheet would take for a formula gets an apostrophe in front.
 */
final class SessionsCsv {
  private static final String FORMULA = "=+-@\t\r";
  private static final String HEAD =
      "id,channel,type,status,outcome,reason,created_at,started_at,ended_at,duration_ms,messages,"
          + "user_messages,end_user_id,finalized_at,retention_expires_at,disposition\r\n";

  private SessionsCsv() {}

  static String write(List<Session> sessions) {
    return HEAD + sessions.stream().map(SessionsCsv::line).collect(Collectors.joining());
  }

  private static String line(Session it) {
    return Stream.<@Nullable Object>of(
                it.id(),
                it.channel(),
                it.sessionType().wire(),
                it.statusText(),
                it.outcome() == null ? null : it.outcome().wire(),
                it.reason() == null ? null : it.reason().wire(),
                it.createdAt(),
                it.startedAt(),
                it.endedAt(),
                it.durationMs(),
                it.messageCount(),
                it.userMessageCount(),
                it.endUserId(),
                it.finalizedAt(),
                it.retentionExpiresAt(),
                it.disposition() == null ? null : it.disposition().code())
            .map(SessionsCsv::value)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String value(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    boolean isQuoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return isQuoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }
}
