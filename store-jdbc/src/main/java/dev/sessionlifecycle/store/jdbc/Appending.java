package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.RowStamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Appends messages under the lock of the session's row. */
final class Appending {
  private final Tables tables;

  Appending(Tables tables) {
    this.tables = tables;
  }

  AppendReply append(Tx tx, AppendIntent intent) {
    LockedRow row = tables.sessions().lock(tx, intent.session()).orElse(null);
    if (row == null) {
      return new AppendReply.Missing();
    } else if (!row.session().status().isLive()) {
      return new AppendReply.NotLive(row.session());
    } else if (!intent.isAllowedBy(row.ownerToken())) {
      return new AppendReply.NotOwner(row.session());
    }
    Map<UUID, StoredMessage> known = tables.messages().known(tx, row, intent.messages());
    UUID conflict = conflict(intent.messages(), known);
    if (conflict != null) {
      return new AppendReply.Conflict(conflict);
    }
    List<StoredMessage> fresh = fresh(row.session(), intent.messages(), known);
    if (!fresh.isEmpty()) {
      tables.messages().insert(tx, row, fresh);
      Session after = RowStamps.appended(row.session(), fresh, intent.at(), row.now());
      tables.sessions().save(tx, row, after, row.entries(), null);
    }
    return new AppendReply.Done(inOrder(intent.messages(), known, fresh));
  }

  /** Writes a closing buffer; answers the session with it counted in. */
  Session writeBuffer(Tx tx, LockedRow row, List<Message> buffer, java.time.Instant at) {
    if (buffer.isEmpty()) {
      return row.session();
    }
    List<StoredMessage> fresh =
        fresh(row.session(), buffer, tables.messages().known(tx, row, buffer));
    tables.messages().insert(tx, row, fresh);
    return RowStamps.appended(row.session(), fresh, at, row.now());
  }

  static @Nullable UUID conflict(List<Message> messages, Map<UUID, StoredMessage> known) {
    for (Message message : messages) {
      StoredMessage stored = known.get(message.id());
      if (stored != null
          && (stored.role() != message.role() || !stored.text().equals(message.text()))) {
        return message.id();
      }
    }
    return null;
  }

  /** Those that are not stored yet, with the places that they get. */
  static List<StoredMessage> fresh(
      Session session, List<Message> messages, Map<UUID, StoredMessage> known) {
    List<StoredMessage> fresh = new ArrayList<>();
    int sequence = session.messageCount();
    for (Message message : messages) {
      if (!known.containsKey(message.id())) {
        fresh.add(
            new StoredMessage(
                Objects.requireNonNull(message.id(), "id"),
                ++sequence,
                message.role(),
                message.text(),
                Objects.requireNonNull(message.sentAt(), "sentAt"),
                message.turnId()));
      }
    }
    return fresh;
  }

  static List<StoredMessage> inOrder(
      List<Message> messages, Map<UUID, StoredMessage> known, List<StoredMessage> fresh) {
    List<StoredMessage> all = new ArrayList<>();
    int next = 0;
    for (Message message : messages) {
      StoredMessage stored = known.get(message.id());
      all.add(stored != null ? stored : fresh.get(next++));
    }
    return all;
  }
}
