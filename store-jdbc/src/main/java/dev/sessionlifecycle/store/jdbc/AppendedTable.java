package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What appending to many sessions at once reads and writes, each in one statement or batch. */
final class AppendedTable {
  private final String known;
  private final String save;

  AppendedTable(SqlText sql) {
    known =
        sql.of(
            """
            SELECT m.session_id, m.id, m.sequence, m.role, m.body, m.sent_at, m.turn_id
            FROM {message} m WHERE m.organization_id = :org AND m.session_id = ANY(:sessions)
              AND m.created_month = ANY(:months) AND m.id = ANY(:messages)""");
    save =
        sql.of(
            """
            UPDATE {session} SET message_count = :messages, user_message_count = :userMessages,
              first_message_at = :firstMessageAt, last_message_at = :lastMessageAt,
              updated_at = :updatedAt, last_activity_at = :lastActivityAt
            WHERE organization_id = :org AND id = :id""");
  }

  /** Those of these messages that are stored, by session and id. */
  Map<UUID, Map<UUID, StoredMessage>> known(
      Tx tx, UUID organization, Collection<LockedRow> rows, Collection<UUID> messages) {
    Map<UUID, Map<UUID, StoredMessage>> known = new HashMap<>();
    List<LockedRow> written =
        rows.stream().filter(row -> row.session().messageCount() > 0).toList();
    if (!written.isEmpty()) {
      tx.query(this.known)
          .bind("org", organization)
          .bind(
              "sessions", tx.array("uuid", written.stream().map(it -> it.session().id()).toList()))
          .bind(
              "months",
              tx.array("integer", written.stream().map(LockedRow::month).distinct().toList()))
          .bind("messages", tx.array("uuid", messages))
          .map((row, ctx) -> Map.entry(Rows.id(row, 1), message(row)))
          .forEach(
              it ->
                  known
                      .computeIfAbsent(it.getKey(), session -> new HashMap<>())
                      .put(it.getValue().id(), it.getValue()));
    }
    return known;
  }

  /** Writes what appending changes on rows that are locked. */
  void saveAll(Tx tx, Collection<Session> sessions) {
    if (sessions.isEmpty()) {
      return;
    }
    PreparedBatch batch = tx.batch(save);
    for (Session session : sessions) {
      batch
          .bind("org", session.organizationId())
          .bind("id", session.id())
          .bind("messages", session.messageCount())
          .bind("userMessages", session.userMessageCount())
          .bind("firstMessageAt", session.firstMessageAt())
          .bind("lastMessageAt", session.lastMessageAt())
          .bind("updatedAt", session.updatedAt())
          .bind("lastActivityAt", session.lastActivityAt())
          .add();
    }
    batch.execute();
  }

  private static StoredMessage message(ResultSet row) throws SQLException {
    return new StoredMessage(
        Rows.id(row, 2),
        row.getInt(3),
        MessageRole.fromWire(row.getString(4)),
        row.getString(5),
        Rows.time(row, 6),
        Rows.idOrNull(row, 7));
  }
}
