package dev.sessionlifecycle.verification.steps;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Stores that can be searched for a text: a database by SQL, the memory by everything it returns.
 */
enum SearchableStore {
  MEMORY {
    @Override
    Searched open() {
      return new InMemory(InMemorySessionStore.create());
    }

    @Override
    Set<String> places() {
      return Set.of("session", "chain session", "messages", "history", "transcript");
    }
  },
  H2 {
    @Override
    Searched open() {
      return InDatabase.at("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }
  },
  POSTGRESQL {
    @Override
    Searched open() {
      return InDatabase.at(PostgresServer.shared().createDatabase().url());
    }
  };

  abstract Searched open();

  /**
   * Returns where a planted text must be found before the chain runs, which shows that the search
   * works.
   */
  Set<String> places() {
    return Set.of(
        "sl_session.reported_reason",
        "sl_session.triggered_by",
        "sl_session_detail.external_source",
        "sl_session_detail.external_id",
        "sl_session_detail.subject",
        "sl_session_detail.metadata",
        "sl_session_detail.context_variables",
        "sl_message.body",
        "sl_history.triggered_by");
  }

  /** A store that can be searched. */
  interface Searched extends AutoCloseable {
    SessionStore store();

    /** Returns the places that contain the text, ignoring case. */
    Set<String> placesOf(String text, OrganizationSessions sessions, List<Session> ended)
        throws Exception;

    @Override
    void close();
  }

  private record InMemory(SessionStore store) implements Searched {
    @Override
    public Set<String> placesOf(String text, OrganizationSessions sessions, List<Session> ended) {
      Map<String, Object> answers = new TreeMap<>();
      Set<String> places = new TreeSet<>();
      for (Session session : ended) {
        SessionKey key = new SessionKey(sessions.organizationId(), session.id());
        answers.put("session", store.find(key));
        answers.put("chain session", store.chains().session(key));
        answers.put("transcript", store.chains().transcript(key, 0, 1_000));
        answers.put("messages", store.messages(key, 0, 1_000));
        answers.put("history", store.history(key, 0, 1_000));
        answers.put("attempts", store.chains().attempts(key));
        answers.put("evals", store.evals().list(key, null, 500));
        answers.put("holds", store.holds().list(key.organizationId(), false, null, 500));
        answers.put("receipts", store.disposals().receipts(key.organizationId(), null, 500));
        answers.forEach(
            (place, answer) -> {
              if (StoredTexts.of(answer)
                  .toLowerCase(Locale.ROOT)
                  .contains(text.toLowerCase(Locale.ROOT))) {
                places.add(place);
              }
            });
      }
      return places;
    }

    @Override
    public void close() {}
  }

  private record InDatabase(SessionStore store, HikariDataSource source) implements Searched {
    static InDatabase at(String url) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url);
      config.setMaximumPoolSize(4);
      HikariDataSource source = new HikariDataSource(config);
      return new InDatabase(
          JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build(), source);
    }

    @Override
    public Set<String> placesOf(String text, OrganizationSessions sessions, List<Session> ended)
        throws Exception {
      Set<String> places = new TreeSet<>();
      for (String place : DatabaseColumns.holding(text, source).keySet()) {
        places.add(place.replace("\"", "").toLowerCase(Locale.ROOT));
      }
      return places;
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
