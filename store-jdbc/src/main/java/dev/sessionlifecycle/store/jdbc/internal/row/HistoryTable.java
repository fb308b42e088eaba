package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The history entries. */
public final class HistoryTable {
  private final PreparedSql insert;
  private final String insertMany;
  private final String page;
  private final String names;
  private final String rename;
  private final String countOfKind;

  public HistoryTable(SqlTemplates sql) {
    insert = sql.prepared("insert_history");
    insertMany = sql.get("insert_history");
    page = sql.get("find_history");
    names = sql.get("find_triggers");
    rename = sql.get("rename_trigger");
    countOfKind = sql.get("count_history_of_kind");
  }

  public void insert(Transaction tx, SessionKey key, int month, HistoryEntry entry) {
    tx.update(insert, values(key, month, entry));
  }

  /** Writes the first entries of new sessions. */
  public void insertOpened(Transaction tx, Map<Session, String> openedBy) {
    PreparedBatch batch = tx.batch(insertMany);
    openedBy.forEach(
        (session, by) -> {
          SessionKey key = SessionKey.of(session);
          values(key, Columns.month(session.createdAt()), opened(session, by)).forEach(batch::bind);
          batch.add();
        });
    batch.execute();
  }

  /** Returns the first entry of a session. */
  public static HistoryEntry opened(Session session, String by) {
    return new HistoryEntry(
        1, HistoryEntry.Kind.OPENED, null, session.status(), null, by, session.updatedAt());
  }

  /** Returns the entry that says that another worker has taken a session over. */
  public static HistoryEntry takenOver(Session taken, int sequence, String by) {
    SessionStatus status = taken.status();
    return new HistoryEntry(
        sequence, HistoryEntry.Kind.TAKEN_OVER, status, status, null, by, taken.updatedAt());
  }

  private static Map<String, @Nullable Object> values(
      SessionKey key, int month, HistoryEntry entry) {
    Map<String, @Nullable Object> values = new HashMap<>(16);
    values.put("org", key.organizationId());
    values.put("id", key.sessionId());
    values.put("month", month);
    values.put("sequence", entry.sequence());
    values.put("kind", wire(entry.kind()));
    values.put("from", entry.from() == null ? null : entry.from().wire());
    values.put("to", entry.to().wire());
    values.put("reason", entry.reason() == null ? null : entry.reason().wire());
    values.put("by", entry.triggeredBy());
    values.put("at", entry.at());
    return values;
  }

  public List<HistoryEntry> page(Transaction tx, SessionKey key, int after, int limit) {
    return tx.query(page)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, ctx) -> entry(row))
        .list();
  }

  /** Returns everyone who triggered a change of the session. */
  public Set<String> names(Transaction tx, SessionKey key) {
    return tx.query(names)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .mapTo(String.class)
        .collect(Collectors.toSet());
  }

  /** Returns whether the session has an entry of this kind. */
  public boolean has(Transaction tx, SessionKey key, HistoryEntry.Kind kind) {
    return tx.query(countOfKind)
            .bind("org", key.organizationId())
            .bind("id", key.sessionId())
            .bind("kind", wire(kind))
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  public PreparedBatch renames(Transaction tx) {
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
        Columns.time(row, 7));
  }

  /** A kind written by a newer version is read as a move: its statuses say what happened. */
  private static HistoryEntry.Kind kind(String text) {
    for (HistoryEntry.Kind kind : HistoryEntry.Kind.values()) {
      if (wire(kind).equals(text)) {
        return kind;
      }
    }
    return HistoryEntry.Kind.MOVED;
  }
}
