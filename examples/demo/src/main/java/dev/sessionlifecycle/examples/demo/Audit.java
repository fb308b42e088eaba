package dev.sessionlifecycle.examples.demo;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares the database with the input and the acknowledgements, counts what is lost or duplicated,
 * and collects examples for the report.
 */
final class Audit {

  /** A message before and after scrubbing. */
  record Redaction(String before, String after) {}

  private static final int MAX_REDACTIONS = 3;

  /** In input order. */
  final List<Session> found = new ArrayList<>();

  final List<Redaction> redactions = new ArrayList<>();
  @Nullable Session mostEventful;
  List<HistoryEntry> longestHistory = List.of();
  int lost;
  int duplicated;
  private final OrganizationSessions sessions;
  private final Set<String> stored = new HashSet<>();

  Audit(OrganizationSessions sessions) {
    this.sessions = sessions;
  }

  /** Checks that the session has each message once, in order, and was opened and ended once. */
  void check(UUID id, Conversation conversation) {
    Session session = sessions.find(id).orElse(null);
    if (session == null) {
      lost++;
      return;
    }
    found.add(session);
    List<StoredMessage> messages = sessions.messages(id);
    List<HistoryEntry> history = sessions.history(id);
    for (int i = 0; i < messages.size(); i++) {
      StoredMessage message = messages.get(i);
      boolean isInPlace = message.id().equals(Conversation.messageId(id, i));
      duplicated += isInPlace && message.sequence() == i + 1 ? 0 : 1;
      stored.add(Ledger.line(Ledger.MESSAGE, id, message.id().toString()));
    }
    lost += session.isEnded() ? Math.max(0, conversation.turns().size() - messages.size()) : 0;
    duplicated += Math.abs(session.messageCount() - messages.size());
    checkOnce(history, HistoryEntry.Kind.OPENED, true);
    checkOnce(history, HistoryEntry.Kind.ENDED, session.isEnded());
    stored.add(Ledger.line(Ledger.OPENED, id, session.channel()));
    if (session.reason() != null) {
      stored.add(Ledger.line(Ledger.ENDED, id, session.reason().wire()));
    }
    if (session.finalizedAt() != null) {
      stored.add(Ledger.line(Ledger.FINISHED, id, "chain"));
    }
    addRedaction(conversation, messages);
    if (history.size() > longestHistory.size()) {
      mostEventful = session;
      longestHistory = history;
    }
  }

  private void checkOnce(List<HistoryEntry> history, HistoryEntry.Kind kind, boolean isExpected) {
    int times = (int) history.stream().filter(entry -> entry.kind() == kind).count();
    duplicated += Math.max(0, times - 1);
    lost += isExpected && times == 0 ? 1 : 0;
  }

  /** Checks that everything acknowledged is in the database. */
  void check(Ledger ledger) throws IOException {
    lost += (int) ledger.lines().stream().filter(line -> !stored.contains(line)).count();
  }

  /** Keeps the session's message with the most replacements. */
  private void addRedaction(Conversation conversation, List<StoredMessage> messages) {
    Redaction best = null;
    int most = 0;
    for (int i = 0; i < Math.min(messages.size(), conversation.turns().size()); i++) {
      String before = conversation.turns().get(i).text();
      String after = messages.get(i).text();
      int replaced = before.equals(after) ? 0 : 1 + labels(after) - labels(before);
      if (replaced > most) {
        best = new Redaction(before, after);
        most = replaced;
      }
    }
    if (best != null && redactions.size() < MAX_REDACTIONS) {
      redactions.add(best);
    }
  }

  /** Replacements are labels in brackets. */
  private static int labels(String text) {
    return (int) text.chars().filter(c -> c == '[').count();
  }
}
