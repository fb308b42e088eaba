package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The messages. */
final class MessageTable {
  private static final String COLUMNS = "m.id, m.sequence, m.role, m.body, m.sent_at, m.turn_id";

  private final SqlText sql;
  private final String known;
  private final String insert;
  private final String page;
  private final String replace;

  MessageTable(SqlText sql) {
    this.sql = sql;
    String ofSession = " FROM {message} m WHERE m.organization_id = :org AND m.session_id = :id";
    known =
        sql.of(
            "SELECT "
                + COLUMNS
                + ofSession
                + " AND m.created_month = :month AND m.id = ANY(:messages)");
    insert =
        sql.of(
            """
            INSERT INTO {message} (organization_id, session_id, created_month, sequence, id, role,
              body, sent_at, turn_id)
            VALUES (:org, :session, :month, :sequence, :id, :role, :body, :sentAt, :turn)""");
    String month =
        " (SELECT s.created_month FROM {session} s WHERE s.organization_id = :org AND s.id = :id)";
    page =
        sql.of(
            "SELECT "
                + COLUMNS
                + ofSession
                + " AND m.created_month ="
                + month
                + " AND m.sequence > :after ORDER BY m.sequence LIMIT :limit");
    replace =
        sql.of(
            "UPDATE {message} SET body = :body WHERE organization_id = :org AND session_id = :id"
                + " AND created_month ="
                + month
                + " AND id = :message");
  }

  /** Those of these messages that are stored, by id. */
  Map<UUID, StoredMessage> known(Tx tx, LockedRow row, List<Message> messages) {
    Map<UUID, StoredMessage> known = new LinkedHashMap<>();
    if (row.session().messageCount() == 0 || messages.isEmpty()) {
      return known;
    }
    Collection<UUID> ids = messages.stream().map(Message::id).toList();
    tx.query(this.known)
        .bind("org", row.session().organizationId())
        .bind("id", row.session().id())
        .bind("month", row.month())
        .bind("messages", tx.array(sql.dialect().uuidArray(), ids))
        .map((found, ctx) -> message(found))
        .forEach(message -> known.put(message.id(), message));
    return known;
  }

  void insert(Tx tx, LockedRow row, List<StoredMessage> messages) {
    if (messages.isEmpty()) {
      return;
    }
    insertAll(tx, Map.of(row, messages));
  }

  void insertAll(Tx tx, Map<LockedRow, List<StoredMessage>> ofSessions) {
    PreparedBatch batch = tx.batch(insert);
    ofSessions.forEach((row, messages) -> add(batch, row, messages));
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static void add(PreparedBatch batch, LockedRow row, List<StoredMessage> messages) {
    for (StoredMessage message : messages) {
      batch
          .bind("org", row.session().organizationId())
          .bind("session", row.session().id())
          .bind("month", row.month())
          .bind("sequence", message.sequence())
          .bind("id", message.id())
          .bind("role", message.role().wire())
          .bind("body", message.text())
          .bind("sentAt", message.sentAt())
          .bindByType("turn", message.turnId(), UUID.class)
          .add();
    }
  }

  List<StoredMessage> page(Tx tx, SessionKey key, int after, int limit) {
    return tx.query(page)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, ctx) -> message(row))
        .list();
  }

  PreparedBatch replacements(Tx tx) {
    return tx.batch(replace);
  }

  /** Adds new texts of messages; one that is not there is left alone. */
  static void add(PreparedBatch replacements, SessionKey key, Map<UUID, String> texts) {
    texts.forEach(
        (id, text) ->
            replacements
                .bind("org", key.organizationId())
                .bind("id", key.sessionId())
                .bind("message", id)
                .bind("body", text)
                .add());
  }

  private static StoredMessage message(ResultSet row) throws SQLException {
    return new StoredMessage(
        Rows.id(row, 1),
        row.getInt(2),
        MessageRole.fromWire(row.getString(3)),
        row.getString(4),
        Rows.time(row, 5),
        Rows.idOrNull(row, 6));
  }
}
