package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.StoredMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database holds in the end, read once, for the audit and for the report. */
final class Review {
  /** A message as it was said and as it stands. */
  record Scrubbed(String channel, String before, String after) {}

  private static final int EXAMPLES = 3;

  private final OrganizationSessions sessions;
  private final Audit audit = new Audit();
  private final Map<UUID, Session> found = new LinkedHashMap<>();
  private final List<Scrubbed> examples = new ArrayList<>();
  private @Nullable Session eventful;
  private List<HistoryEntry> history = List.of();

  Review(OrganizationSessions sessions) {
    this.sessions = sessions;
  }

  void look(UUID id, Conversation conversation) {
    Session session = sessions.find(id).orElse(null);
    if (session == null) {
      audit.missing();
      return;
    }
    found.put(id, session);
    List<StoredMessage> messages = sessions.messages(id);
    List<HistoryEntry> entries = sessions.history(id);
    audit.check(session, conversation, messages, entries);
    if (examples.size() < EXAMPLES) {
      addExample(conversation, session, messages);
    }
    if (entries.size() > history.size()) {
      eventful = session;
      history = entries;
    }
  }

  private void addExample(
      Conversation conversation, Session session, List<StoredMessage> messages) {
    Scrubbed telling = null;
    int most = 0;
    for (int i = 0; i < Math.min(messages.size(), conversation.turns().size()); i++) {
      String before = conversation.turns().get(i).text();
      String after = messages.get(i).text();
      int replaced = before.equals(after) ? 0 : 1 + labels(after) - labels(before);
      if (replaced > most) {
        telling = new Scrubbed(session.channel(), before, after);
        most = replaced;
      }
    }
    if (telling != null) {
      examples.add(telling);
    }
  }

  /** Where something was replaced a label stands in brackets. */
  private static int labels(String text) {
    return (int) text.chars().filter(c -> c == '[').count();
  }

  /** The sessions in the order of the input. */
  List<Session> sessions() {
    return List.copyOf(found.values());
  }

  Audit audit() {
    return audit;
  }

  /** The most telling message of each of the first sessions in which something was replaced. */
  List<Scrubbed> examples() {
    return examples;
  }

  /** The session with the longest history; null where there is none. */
  @Nullable Session eventful() {
    return eventful;
  }

  List<HistoryEntry> history() {
    return history;
  }
}
