package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.rules.AppendDecision;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.LockedSession;
import dev.sessionlifecycle.store.jdbc.internal.row.MessageTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Appends messages to one or many sessions, holding the locks on their rows. */
public final class AppendMessages {
  /** The maximum number of sessions in one transaction. */
  private static final int MOST = 200;

  private final Transactions transactions;
  private final SessionTable sessions;
  private final MessageTable messages;

  public AppendMessages(Transactions transactions, SessionTable sessions, MessageTable messages) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.messages = messages;
  }

  public AppendReply append(Transaction tx, AppendIntent intent) {
    LockedSession row = sessions.lock(tx, intent.session()).orElse(null);
    if (row == null) {
      return new AppendReply.Missing();
    }
    Map<UUID, StoredMessage> known = messages.known(tx, row, intent.messages());
    AppendDecision decision =
        AppendRules.judge(
            row.session(), row.messageBytes(), row.ownerToken(), intent, known, row.now());
    if (!decision.fresh().isEmpty()) {
      messages.insert(tx, row, decision.fresh());
      sessions.saveAppended(tx, List.of(decision));
    }
    return decision.reply();
  }

  /**
   * Writes the messages buffered by an owner that closes its session; returns the session with
   * them.
   */
  Session writeBuffer(Transaction tx, LockedSession row, List<Message> buffer, Instant at) {
    if (buffer.isEmpty()) {
      return row.session();
    }
    List<StoredMessage> fresh =
        AppendRules.fresh(row.session(), buffer, messages.known(tx, row, buffer));
    messages.insert(tx, row, fresh);
    return SessionRules.appended(row.session(), fresh, at, row.now());
  }

  /** Appends to many sessions in few transactions. */
  public List<AppendReply> appendAll(List<AppendIntent> intents) {
    @Nullable AppendReply[] replies = new AppendReply[intents.size()];
    for (List<LockOrder.Placed<AppendIntent>> round :
        LockOrder.batches(intents, AppendIntent::session)) {
      for (List<LockOrder.Placed<AppendIntent>> part : parts(round)) {
        Map<UUID, AppendReply> appended =
            transactions.together(
                tx -> appendTogether(tx, part.stream().map(LockOrder.Placed::intent).toList()));
        part.forEach(it -> replies[it.place()] = appended.get(it.intent().session().sessionId()));
      }
    }
    List<AppendReply> all = new ArrayList<>(replies.length);
    for (AppendReply reply : replies) {
      all.add(Objects.requireNonNull(reply, "reply"));
    }
    return all;
  }

  /**
   * Splits a batch into the parts for one transaction each: sessions of one organization, in lock
   * order.
   */
  private static List<List<LockOrder.Placed<AppendIntent>>> parts(
      List<LockOrder.Placed<AppendIntent>> round) {
    List<List<LockOrder.Placed<AppendIntent>>> parts = new ArrayList<>();
    List<LockOrder.Placed<AppendIntent>> part = new ArrayList<>();
    for (LockOrder.Placed<AppendIntent> placed : round) {
      boolean fits =
          part.isEmpty()
              || (part.size() < MOST
                  && organization(part.get(0).intent()).equals(organization(placed.intent())));
      if (!fits) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.add(placed);
    }
    parts.add(part);
    return parts;
  }

  private Map<UUID, AppendReply> appendTogether(Transaction tx, List<AppendIntent> inOrder) {
    UUID organization = organization(inOrder.get(0));
    List<UUID> ids = inOrder.stream().map(intent -> intent.session().sessionId()).toList();
    Map<UUID, LockedSession> rows = new HashMap<>();
    for (LockedSession row : sessions.lockAll(tx, organization, tx.array("uuid", ids))) {
      rows.put(row.session().id(), row);
    }
    List<UUID> messageIds =
        inOrder.stream().flatMap(it -> it.messages().stream()).map(Message::id).toList();
    Map<UUID, Map<UUID, StoredMessage>> known =
        messages.knownOfSessions(tx, organization, rows.values(), messageIds);
    Map<UUID, AppendReply> replies = new HashMap<>();
    Map<LockedSession, List<StoredMessage>> toInsert = new LinkedHashMap<>();
    List<AppendDecision> toSave = new ArrayList<>();
    for (AppendIntent intent : inOrder) {
      UUID id = intent.session().sessionId();
      LockedSession row = rows.get(id);
      if (row == null) {
        replies.put(id, new AppendReply.Missing());
        continue;
      }
      AppendDecision decision =
          AppendRules.judge(
              row.session(),
              row.messageBytes(),
              row.ownerToken(),
              intent,
              known.getOrDefault(id, Map.of()),
              row.now());
      if (!decision.fresh().isEmpty()) {
        toInsert.put(row, decision.fresh());
        toSave.add(decision);
      }
      replies.put(id, decision.reply());
    }
    messages.insertAll(tx, toInsert);
    sessions.saveAppended(tx, toSave);
    return replies;
  }

  private static UUID organization(AppendIntent intent) {
    return intent.session().organizationId();
  }
}
