package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Decides what an append writes: pure functions over what a store has looked up. */
public final class AppendRules {

  private AppendRules() {}

  /**
   * Decides about an append.
   *
   * @param row the session as it is stored
   * @param bytes how many bytes of UTF-8 the texts of its messages have together, as they were
   *     appended
   * @param lastToken the token of its last owner lease
   * @param known the stored messages among those of the intent, by id; may hold more
   * @param storeNow the store's clock
   */
  public static AppendDecision judge(
      Session row,
      long bytes,
      long lastToken,
      AppendIntent intent,
      Map<UUID, StoredMessage> known,
      Instant storeNow) {
    if (!row.status().isLive()) {
      return refused(row, new AppendReply.NotLive(row));
    } else if (!intent.isAllowedBy(lastToken)) {
      return refused(row, new AppendReply.NotOwner(row));
    }
    CloseIntent overdue = intent.overdue().end(row, storeNow).orElse(null);
    if (overdue != null) {
      return refused(row, new AppendReply.Overdue(overdue));
    }
    if (StoringRules.needsScrub(row.storing()) && !intent.scrubbed()) {
      return refused(row, new AppendReply.Unscrubbed());
    }
    List<Message> messages = StoringRules.messages(row.storing(), intent.messages());
    for (Message message : messages) {
      StoredMessage stored = known.get(idOf(message));
      if (stored != null && isOther(stored, message)) {
        return refused(row, new AppendReply.Conflict(stored.id()));
      }
    }
    List<StoredMessage> fresh = fresh(row, messages, known);
    long more = bytes(fresh);
    if (!fresh.isEmpty()
        && (row.messageCount() + fresh.size() > intent.bounds().messages()
            || bytes + more > intent.bounds().bytes())) {
      return refused(row, new AppendReply.Full());
    }
    return new AppendDecision(
        new AppendReply.Appended(inOrder(messages, known, fresh)),
        fresh,
        SessionRules.appended(row, fresh, intent.at(), storeNow),
        more);
  }

  /** Returns how many bytes of UTF-8 the texts of messages have together. */
  public static long bytes(List<StoredMessage> messages) {
    long bytes = 0;
    for (StoredMessage message : messages) {
      bytes += Texts.utf8Length(message.text(), Integer.MAX_VALUE);
    }
    return bytes;
  }

  private static AppendDecision refused(Session row, AppendReply reply) {
    return new AppendDecision(reply, List.of(), row, 0);
  }

  /**
   * Returns the messages that are not stored yet, numbered from the session's count on. One that
   * was held back while another was stored under its id is kept under an id made of both. Without
   * texts where only facts are stored; where texts are scrubbed, those given have been.
   */
  public static List<StoredMessage> fresh(
      Session row, List<Message> messages, Map<UUID, StoredMessage> known) {
    List<StoredMessage> fresh = new ArrayList<>();
    for (Message message : StoringRules.messages(row.storing(), messages)) {
      StoredMessage stored = known.get(idOf(message));
      if (stored == null || isOther(stored, message)) {
        fresh.add(
            new StoredMessage(
                stored == null ? idOf(message) : idBeside(stored, message),
                row.messageCount() + fresh.size() + 1,
                message.role(),
                message.text(),
                Objects.requireNonNull(message.sentAt(), "sentAt"),
                message.turnId()));
      }
    }
    return fresh;
  }

  /** Whether a message is not the one that is stored under its id. */
  public static boolean isOther(StoredMessage stored, Message message) {
    return stored.role() != message.role() || !stored.text().equals(message.text());
  }

  private static UUID idBeside(StoredMessage stored, Message message) {
    String both = stored.id() + ":" + message.role().wire() + ":" + message.text();
    return UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8));
  }

  private static List<StoredMessage> inOrder(
      List<Message> messages, Map<UUID, StoredMessage> known, List<StoredMessage> fresh) {
    List<StoredMessage> all = new ArrayList<>();
    int next = 0;
    for (Message message : messages) {
      StoredMessage stored = known.get(idOf(message));
      all.add(stored != null ? stored : fresh.get(next++));
    }
    return all;
  }

  private static UUID idOf(Message message) {
    return Objects.requireNonNull(message.id(), "id");
  }
}
