package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.rules.AppendDecision;
import dev.sessionlifecycle.spi.rules.AppendRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Appends to many sessions in few transactions, under the locks of their rows. */
final class BulkAppending {
  /** The most sessions of one transaction. */
  private static final int MOST = 200;

  private final Units units;
  private final Tables tables;

  BulkAppending(Units units, Tables tables) {
    this.units = units;
    this.tables = tables;
  }

  List<AppendReply> appendAll(List<AppendIntent> intents) {
    @Nullable AppendReply[] replies = new AppendReply[intents.size()];
    for (List<Rounds.Placed<AppendIntent>> round : Rounds.of(intents, AppendIntent::session)) {
      for (List<Rounds.Placed<AppendIntent>> part : parts(round)) {
        Map<UUID, AppendReply> answers =
            units.together(tx -> append(tx, part.stream().map(Rounds.Placed::intent).toList()));
        part.forEach(it -> replies[it.place()] = answers.get(it.intent().session().sessionId()));
      }
    }
    List<AppendReply> all = new ArrayList<>(replies.length);
    for (AppendReply reply : replies) {
      all.add(Objects.requireNonNull(reply, "reply"));
    }
    return all;
  }

  /** What one transaction holds: sessions of one organization, in the order of their keys. */
  private static List<List<Rounds.Placed<AppendIntent>>> parts(
      List<Rounds.Placed<AppendIntent>> round) {
    List<List<Rounds.Placed<AppendIntent>>> parts = new ArrayList<>();
    List<Rounds.Placed<AppendIntent>> part = new ArrayList<>();
    for (Rounds.Placed<AppendIntent> placed : round) {
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

  private Map<UUID, AppendReply> append(Tx tx, List<AppendIntent> inOrder) {
    UUID organization = organization(inOrder.get(0));
    List<UUID> ids = inOrder.stream().map(it -> it.session().sessionId()).toList();
    Map<UUID, LockedRow> rows = new HashMap<>();
    for (LockedRow row : tables.sessions().lockAll(tx, organization, tx.array("uuid", ids))) {
      rows.put(row.session().id(), row);
    }
    Map<UUID, Map<UUID, StoredMessage>> known =
        tables
            .appended()
            .known(
                tx,
                organization,
                rows.values(),
                inOrder.stream()
                    .flatMap(intent -> intent.messages().stream())
                    .map(Message::id)
                    .toList());
    Map<UUID, AppendReply> replies = new HashMap<>();
    Map<LockedRow, List<StoredMessage>> toWrite = new LinkedHashMap<>();
    List<Session> toSave = new ArrayList<>();
    for (AppendIntent intent : inOrder) {
      UUID id = intent.session().sessionId();
      LockedRow row = rows.get(id);
      if (row == null) {
        replies.put(id, new AppendReply.Missing());
        continue;
      }
      AppendDecision decision =
          AppendRules.judge(
              row.session(), row.ownerToken(), intent, known.getOrDefault(id, Map.of()), row.now());
      if (!decision.fresh().isEmpty()) {
        toWrite.put(row, decision.fresh());
        toSave.add(decision.session());
      }
      replies.put(id, decision.reply());
    }
    tables.messages().insertAll(tx, toWrite);
    tables.appended().saveAll(tx, toSave);
    return replies;
  }

  private static UUID organization(AppendIntent intent) {
    return intent.session().organizationId();
  }
}
