package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** The history entries. */
final class HistoryTable {
  private final String insert;
  private final String page;
  private final String names;
  private final String rename;

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
    String month =
        """
         WHERE organization_id = :org AND session_id = :id
          AND created_month = (SELECT s.created_month FROM {session} s
            WHERE s.organization_id = :org AND s.id = :id)""";
    names = sql.of("SELECT DISTINCT triggered_by FROM {history} " + month);
    rename =
        sql.of("UPDATE {history} SET triggered_by = :to " + month + " AND triggered_by = :from");
  }

  void insert(Tx tx, SessionKey key, int month, HistoryEntry entry) {
    bindNew(tx.update(insert), key, month, entry).execute();
  }

  /** Writes the first entry of sessions that were opened. */
  void insertOpened(Tx tx, Map<Session, String> openedBy) {
    PreparedBatch batch = tx.batch(insert);
    openedBy.forEach(
        (session, by) -> {
          SessionKey key = new SessionKey(session.organizationId(), session.id());
          bindNew(batch, key, Rows.month(session.createdAt()), opened(session, by)).add();
        });
    batch.execute();
  }

  /** The first entry of a session. */
  static HistoryEntry opened(Session session, String by) {
    return new HistoryEntry(
        1, HistoryEntry.Kind.OPENED, null, session.status(), null, by, session.updatedAt());
  }

  private static <S extends SqlStatement<S>> S bindNew(
      S statement, SessionKey key, int month, HistoryEntry entry) {
    return statement
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bind("month", month)
        .bind("sequence", entry.sequence())
        .bind("kind", wire(entry.kind()))
        .bindByType("from", entry.from() == null ? null : entry.from().wire(), String.class)
        .bind("to", entry.to().wire())
        .bindByType("reason", entry.reason() == null ? null : entry.reason().wire(), String.class)
        .bind("by", entry.triggeredBy())
        .bind("at", entry.at());
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

  /** Everybody who triggered something. */
  Set<String> names(Tx tx, SessionKey key) {
    return tx.query(names)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .mapTo(String.class)
        .collect(Collectors.toSet());
  }

  PreparedBatch renames(Tx tx) {
    return tx.batch(rename);
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
