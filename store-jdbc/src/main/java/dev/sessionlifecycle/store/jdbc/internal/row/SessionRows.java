package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.JsonColumn;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads rows of sessions. Unknown words are coerced, so that any row can be read. */
public final class SessionRows {
  /** The number of columns of a session; columns that a query adds come after them. */
  public static final int COUNT = 58;

  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,100}(\\.[0-9]{1,100})?");

  private SessionRows() {}

  public static Session session(ResultSet row) throws SQLException {
    String status = row.getString(6);
    boolean isEnded = SessionStatus.fromWire(status).isTerminal();
    String reason = row.getString(30);
    String outcome = row.getString(32);
    String source = row.getString(36);
    String id = row.getString(37);
    return SessionBuilder.of(Columns.id(row, 1), Columns.id(row, 2), Columns.id(row, 3))
        .channel(row.getString(4))
        .sessionType(SessionType.fromWire(row.getString(5)).orElse(SessionType.LIVE))
        .statusText(status)
        .priority(Priority.fromWire(row.getString(7)).orElse(Priority.NORMAL))
        .origin(Origin.fromWire(row.getString(8)).orElse(null))
        .assignedAgentId(Columns.idOrNull(row, 9))
        .retentionPolicyId(Columns.idOrNull(row, 10))
        .previousSessionId(Columns.idOrNull(row, 11))
        .supersededById(Columns.idOrNull(row, 12))
        .messageCount(row.getInt(13))
        .userMessageCount(row.getInt(14))
        .createdAt(Columns.time(row, 15))
        .startedAt(Columns.time(row, 16))
        .updatedAt(Columns.time(row, 17))
        .firstMessageAt(Columns.timeOrNull(row, 18))
        .lastMessageAt(Columns.timeOrNull(row, 19))
        .rangAt(Columns.timeOrNull(row, 20))
        .activatedAt(Columns.timeOrNull(row, 21))
        .statusSince(Columns.time(row, 22))
        .lastActivityAt(Columns.time(row, 23))
        .endedAt(Columns.timeOrNull(row, 24))
        .closedAt(Columns.timeOrNull(row, 25))
        .retentionExpiresAt(Columns.timeOrNull(row, 26))
        .archivedAt(Columns.timeOrNull(row, 27))
        .finalizedAt(Columns.timeOrNull(row, 28))
        .durationMs(row.getObject(29, Long.class))
        .reason(reason == null && !isEnded ? null : TerminationReason.coerce(reason))
        .reportedReason(row.getString(31))
        .outcome(outcome == null && !isEnded ? null : OutcomeCategory.fromWire(outcome))
        .triggeredBy(row.getString(33))
        .hasRecording(row.getBoolean(34))
        .version(row.getLong(35))
        .externalRef(source == null || id == null ? null : new ExternalRef(source, id))
        .subject(row.getString(38))
        .metadata(JsonColumn.read(row.getString(39)))
        .contextVariables(JsonColumn.read(row.getString(40)))
        .summary(row.getString(41))
        .memorySynced(row.getBoolean(42))
        .evalSummary(eval(row))
        .handedOnAt(Columns.timeOrNull(row, 51))
        .anonymized(row.getBoolean(52))
        .storing(Storing.fromWire(row.getString(53)))
        .usage(usage(row.getString(54)))
        .disposition(disposition(row))
        .build();
  }

  /** Amounts are stored as strings, since not every decimal is a number of JSON readers. */
  private static Map<String, BigDecimal> usage(@Nullable String text) {
    if (text == null) {
      return Map.of();
    }
    Map<String, BigDecimal> usage = new HashMap<>();
    JsonColumn.read(text)
        .forEach(
            (name, amount) -> {
              if (amount instanceof String digits && AMOUNT.matcher(digits).matches()) {
                usage.put(name, new BigDecimal(digits));
              }
            });
    return usage;
  }

  private static @Nullable Disposition disposition(ResultSet row) throws SQLException {
    String code = row.getString(55);
    String by = row.getString(57);
    Instant at = Columns.timeOrNull(row, 58);
    return code == null || by == null || at == null
        ? null
        : new Disposition(code, row.getString(56), by, at);
  }

  private static EvalSummary eval(ResultSet row) throws SQLException {
    int total = row.getInt(43);
    return total == 0
        ? EvalSummary.empty()
        : new EvalSummary(
            total,
            row.getInt(44),
            row.getInt(45),
            row.getInt(46),
            row.getInt(47),
            row.getInt(48),
            row.getInt(49),
            row.getInt(50));
  }
}
