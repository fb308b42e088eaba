package dev.sessionlifecycle.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The calls acknowledged to a process before it died, compared to what its store contains. */
public record AcknowledgedCalls(List<String> lines) {

  /** Checks that everything acknowledged is there. */
  public void isThere(OrganizationSessions sessions) {
    for (String line : lines) {
      String[] parts = line.split(" ", -1);
      Session session = sessions.get(UUID.fromString(parts[1]));
      switch (parts[0]) {
        case "opened" -> assertThat(sessions.history(session.id())).isNotEmpty();
        case "appended" -> assertThat(sessions.messages(session.id())).hasSize(1);
        case "closed" -> assertThat(session.isEnded()).isTrue();
        case "finalized" -> assertThat(session.finalizedAt()).isNotNull();
        default -> throw new AssertionError(line);
      }
    }
  }

  /** Checks that no session has a partial change: its history, messages and chain match its row. */
  public static void isWhole(SessionStore store, OrganizationSessions sessions) {
    for (Session session : all(sessions, SessionFilter.all())) {
      SessionKey key = new SessionKey(session.organizationId(), session.id());
      List<HistoryEntry> history = store.history(key, 0, 99);
      assertThat(history.get(history.size() - 1).to()).isEqualTo(session.status());
      assertThat(history.stream().filter(it -> it.kind() == HistoryEntry.Kind.ENDED).count())
          .isEqualTo(session.isEnded() ? 1 : 0);
      assertThat(session.closedAt() != null).isEqualTo(session.isEnded());
      assertThat(store.chains().find(key).isPresent()).isEqualTo(session.isEnded());
      assertThat(store.messages(key, 0, 99)).hasSize(session.messageCount());
    }
  }

  /** Runs what is due; checks that every chain finishes and no effect was written twice. */
  public static void finishesOnce(SessionLifecycle lifecycle, OrganizationSessions sessions) {
    lifecycle.finalizer().runDue(10_000);
    List<Session> ended = all(sessions, SessionFilter.inStatus(SessionStatus.CLOSED));
    assertThat(ended).isNotEmpty();
    assertThat(ended).allMatch(it -> it.finalizedAt() != null);
    assertThat(ended).allMatch(it -> Long.valueOf(1).equals(it.metadata().get("effects")));
  }

  static List<Session> all(OrganizationSessions sessions, SessionFilter filter) {
    List<Session> all = new ArrayList<>();
    String cursor = null;
    do {
      var page = sessions.list(filter, cursor, 500);
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }
}
