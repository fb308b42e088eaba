package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends one new message to a live session in one statement, which moves no index entry of the
 * session. One that is stored already shows in its unique key, and then the long way answers: most
 * messages are new, and looking first would cost every one of them.
 */
final class PostgresAppending {
  private static final String INSERT =
      """
      INSERT INTO {message} (organization_id, session_id, created_month, sequence, id, role, body,
        sent_at, turn_id)
      SELECT c.organization_id, c.id, c.created_month, c.message_count, CAST(:message AS uuid),
        CAST(:role AS varchar), CAST(:body AS text), CAST(:sentAt AS timestamptz),
        CAST(:turn AS uuid)
      FROM counted c RETURNING sequence""";

  private final NamedSql append;

  PostgresAppending(SqlText sql) {
    append =
        NamedSql.of(
            sql.of(
                """
                WITH counted AS (
                  UPDATE {session} s SET message_count = s.message_count + 1,
                    user_message_count = s.user_message_count + :fromUser,
                    first_message_at = LEAST(s.first_message_at, CAST(:sentAt AS timestamptz)),
                    last_message_at = GREATEST(s.last_message_at, CAST(:sentAt AS timestamptz)),
                    updated_at = GREATEST(s.updated_at, CAST(:at AS timestamptz)),
                    last_activity_at = GREATEST(s.last_activity_at, {now})
                  WHERE s.organization_id = :org AND s.id = :id
                    AND s.owner_token = COALESCE(CAST(:owner AS bigint), s.owner_token)"""
                    + " AND "
                    + Words.isLive("s.status")
                    + " RETURNING s.organization_id, s.id, s.created_month, s.message_count) "
                    + INSERT));
  }

  /** Empty where there is more to it: see {@link Appending}. */
  Optional<AppendReply> append(Units units, AppendIntent intent) {
    if (intent.messages().size() != 1) {
      return Optional.empty();
    }
    try {
      return units.single(tx -> appendOne(tx, intent, intent.messages().get(0)));
    } catch (StoreException e) {
      if (Errors.isDuplicate(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<AppendReply> appendOne(Tx tx, AppendIntent intent, Message message) {
    Map<String, @Nullable Object> values = new HashMap<>(32);
    values.put("org", intent.session().organizationId());
    values.put("id", intent.session().sessionId());
    values.put("at", Rows.utc(intent.at()));
    values.put("message", message.id());
    values.put("role", message.role().wire());
    values.put("fromUser", message.role() == MessageRole.USER ? 1 : 0);
    values.put("body", message.text());
    values.put("sentAt", Rows.utc(message.sentAt()));
    values.put("turn", message.turnId());
    values.put("owner", intent.ownerToken());
    return append.query(tx, values, row -> stored(message, row.getInt(1))).stream()
        .findFirst()
        .map(one -> new AppendReply.Appended(List.of(one)));
  }

  private static StoredMessage stored(Message message, int sequence) {
    return new StoredMessage(
        Objects.requireNonNull(message.id(), "id"),
        sequence,
        message.role(),
        message.text(),
        Objects.requireNonNull(message.sentAt(), "sentAt"),
        message.turnId());
  }
}
