package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.StoredMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Compares the database with the input, and with what was acknowledged: counts what is lost and
 * what is doubled.
 */
final class Audit {
  private final Map<UUID, Session> found = new HashMap<>();
  private final Map<UUID, Set<String>> messages = new HashMap<>();
  private int lost;
  private int doubled;

  /** A session that should be there is not. */
  void missing() {
    lost++;
  }

  /** Each message of an ended session is there once, in its place, and it has ended once. */
  void check(
      Session session,
      Conversation conversation,
      List<StoredMessage> stored,
      List<HistoryEntry> history) {
    UUID id = session.id();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < stored.size(); i++) {
      StoredMessage message = stored.get(i);
      if (!message.id().equals(Ids.message(id, i)) || message.sequence() != i + 1) {
        doubled++;
      }
      ids.add(message.id().toString());
    }
    found.put(id, session);
    messages.put(id, ids);
    lost += session.isEnded() ? Math.max(0, conversation.turns().size() - stored.size()) : 0;
    doubled += Math.abs(session.messageCount() - stored.size());
    checkOnce(history, HistoryEntry.Kind.OPENED, true);
    checkOnce(history, HistoryEntry.Kind.ENDED, session.isEnded());
  }

  private void checkOnce(List<HistoryEntry> history, HistoryEntry.Kind kind, boolean expected) {
    int times = (int) history.stream().filter(entry -> entry.kind() == kind).count();
    doubled += Math.max(0, times - 1);
    lost += expected && times == 0 ? 1 : 0;
  }

  /** What was acknowledged is there. */
  void check(List<Ledger.Entry> acknowledged) {
    for (Ledger.Entry entry : acknowledged) {
      Session session = found.get(entry.session());
      lost += session != null && isThere(entry, session) ? 0 : 1;
    }
  }

  private boolean isThere(Ledger.Entry entry, Session session) {
    return switch (entry.kind()) {
      case OPENED -> session.channel().equals(entry.detail());
      case MESSAGE -> messages.getOrDefault(session.id(), Set.of()).contains(entry.detail());
      case ENDED -> session.reason() != null && session.reason().wire().equals(entry.detail());
      case FINISHED -> session.finalizedAt() != null;
    };
  }

  int lost() {
    return lost;
  }

  int doubled() {
    return doubled;
  }
}
