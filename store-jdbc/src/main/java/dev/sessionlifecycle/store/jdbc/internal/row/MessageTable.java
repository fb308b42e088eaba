package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The messages. */
public final class MessageTable {
  private final String known;
  private final String knownOfSessions;
  private final String insert;
  private final String page;
  private final String replace;

  public MessageTable(SqlTemplates sql) {
    known = sql.get("find_known_messages");
    knownOfSessions = sql.get("find_known_messages_of_sessions");
    insert = sql.get("insert_message");
    page = sql.get("find_messages");
    replace = sql.get("replace_message_text");
  }

  /** Returns those of these messages that are already stored, by id. */
  public Map<UUID, StoredMessage> known(Transaction tx, LockedSession row, List<Message> messages) {
    Map<UUID, StoredMessage> known = new LinkedHashMap<>();
    if (row.session().messageCount() == 0 || messages.isEmpty()) {
      return known;
    }
    Collection<UUID> ids = messages.stream().map(Message::id).toList();
    tx.query(this.known)
        .bind("org", row.session().organizationId())
        .bind("id", row.session().id())
        .bind("month", row.month())
        .bind("messages", tx.array("uuid", ids))
        .map((found, ctx) -> message(found))
        .forEach(message -> known.put(message.id(), message));
    return known;
  }

  /** Returns those of these messages that are already stored, by session and id. */
  public Map<UUID, Map<UUID, StoredMessage>> knownOfSessions(
      Transaction tx,
      UUID organization,
      Collection<LockedSession> rows,
      Collection<UUID> messages) {
    Map<UUID, Map<UUID, StoredMessage>> known = new HashMap<>();
    List<LockedSession> written =
        rows.stream().filter(row -> row.session().messageCount() > 0).toList();
    if (!written.isEmpty()) {
      tx.query(knownOfSessions)
          .bind("org", organization)
          .bind(
              "sessions", tx.array("uuid", written.stream().map(it -> it.session().id()).toList()))
          .bind(
              "months",
              tx.array("integer", written.stream().map(LockedSession::month).distinct().toList()))
          .bind("messages", tx.array("uuid", messages))
          .map((row, ctx) -> Map.entry(Columns.id(row, 7), message(row)))
          .forEach(
              it ->
                  known
                      .computeIfAbsent(it.getKey(), session -> new HashMap<>())
                      .put(it.getValue().id(), it.getValue()));
    }
    return known;
  }

  public void insert(Transaction tx, LockedSession row, List<StoredMessage> messages) {
    if (messages.isEmpty()) {
      return;
    }
    insertAll(tx, Map.of(row, messages));
  }

  public void insertAll(Transaction tx, Map<LockedSession, List<StoredMessage>> ofSessions) {
    PreparedBatch batch = tx.batch(insert);
    ofSessions.forEach((row, messages) -> add(batch, row, messages));
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static void add(PreparedBatch batch, LockedSession row, List<StoredMessage> messages) {
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

  public List<StoredMessage> page(Transaction tx, SessionKey key, int after, int limit) {
    return tx.query(page)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bind("after", after)
        .bind("limit", limit)
        .map((row, ctx) -> message(row))
        .list();
  }

  /** Returns a batch for replacing texts of messages. */
  public PreparedBatch replacements(Transaction tx) {
    return tx.batch(replace);
  }

  /** Adds replacement texts of messages; messages that do not exist are ignored. */
  public static void add(PreparedBatch replacements, SessionKey key, Map<UUID, String> texts) {
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
        Columns.id(row, 1),
        row.getInt(2),
        MessageRole.fromWire(row.getString(3)),
        row.getString(4),
        Columns.time(row, 5),
        Columns.idOrNull(row, 6));
  }
}
