package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The history entries. */
final class HistoryTable {
  private final String insert;
  private final String page;

  HistoryTable(SqlText sql) {
    insert =
        sql.of(
            """
            INSERT INTO {history} (organization_id, session_id, created_month, sequence, kind,
              from_status, to_status, reason, triggered_by, at)
            VALUES (:org, :id, :month, :sequence, :kind, :from, :to, :reason, :by, :at)""");
    page =
        sql.of(
            """
            SELECT h.sequence, h.kind, h.from_status, h.to_status, h.reason, h.triggered_by, h.at
            FROM {history} h
            WHERE h.organization_id = :org AND h.session_id = :id
              AND h.created_month = (SELECT s.created_month FROM {session} s
                WHERE s.organization_id = :org AND s.id = :id)
              AND h.sequence > :after
            ORDER BY h.sequence LIMIT :limit""");
  }

  void insert(Tx tx, SessionKey key, int month, HistoryEntry entry) {
    tx.update(insert)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bind("month", month)
        .bind("sequence", entry.sequence())
        .bind("kind", wire(entry.kind()))
        .bind("from", entry.from() == null ? null : entry.from().wire())
        .bind("to", entry.to().wire())
        .bind("reason", entry.reason() == null ? null : entry.reason().wire())
        .bind("by", entry.triggeredBy())
        .bind("at", entry.at())
        .execute();
  }

  List<HistoryEntry> page(Tx tx, SessionKey key, int after, int limit) {
    return tx.query(page)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, ctx) -> entry(row))
        .list();
  }

  static String wire(HistoryEntry.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static HistoryEntry entry(ResultSet row) throws SQLException {
    String from = row.getString(3);
    String reason = row.getString(5);
    return new HistoryEntry(
        row.getInt(1),
        kind(row.getString(2)),
        from == null ? null : SessionStatus.fromWire(from),
        SessionStatus.fromWire(row.getString(4)),
        reason == null ? null : TerminationReason.coerce(reason),
        row.getString(6),
        Rows.time(row, 7));
  }

  /** A kind of a newer version is told as a move: from and to say what happened. */
  private static HistoryEntry.Kind kind(String text) {
    for (HistoryEntry.Kind kind : HistoryEntry.Kind.values()) {
      if (wire(kind).equals(text)) {
        return kind;
      }
    }
    return HistoryEntry.Kind.MOVED;
  }
}
