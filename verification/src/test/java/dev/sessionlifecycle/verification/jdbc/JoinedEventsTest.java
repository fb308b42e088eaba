package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.JoinedSavepoint;
import dev.sessionlifecycle.JoinedSessions;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.verification.support.RecordedEvents;
import dev.sessionlifecycle.verification.support.RecordedEvents.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events of work in the host's transaction are reported after its commit, or never. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Tag("long")
class JoinedEventsTest {
  private static final EndRequest RESOLVED = EndRequest.because(TerminationReason.RESOLVED);

  private final UUID organization = UUID.randomUUID();
  private final RecordedEvents events = new RecordedEvents();
  private final HikariDataSource pool;
  private final JdbcSessionStore store;
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;

  JoinedEventsTest(TestDatabase database) {
    pool = database.pool(4);
    store = JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
    lifecycle =
        SessionLifecycle.builder(store)
            .finalizeWith(
                FinalizeChain.first(FinalizeStep.of("step", context -> StepOutcome.done())))
            .listener(events)
            .build();
    sessions = lifecycle.organization(organization);
  }

  @AfterEach
  void close() {
    lifecycle.close();
    pool.close();
  }

  private Connection begin() throws SQLException {
    Connection connection = pool.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private JoinedSessions joining(Connection connection) {
    return lifecycle.joining(store.joining(connection));
  }

  private UUID open() {
    UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
    events.drain();
    return id;
  }

  private List<String> names() {
    return events.drain().stream().map(Event::name).toList();
  }

  @Test
  void every_event_of_joined_work_is_reported_in_order_after_the_commit_and_once()
      throws SQLException {
    try (Connection connection = begin()) {
      JoinedSessions joined = joining(connection);
      OrganizationSessions mine = joined.organization(organization);
      UUID id = mine.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
      mine.transition(id, SessionStatus.PAUSED);
      mine.close(id, EndRequest.unspecified());
      mine.bulk().close(List.of(id), RESOLVED);
      mine.enrich(id, RESOLVED);
      mine.correct(id, EndRequest.because(TerminationReason.CALLEE_NO_ANSWER));
      assertThat(events.drain()).isEmpty();
      connection.commit();
      assertThat(events.drain()).isEmpty();
      joined.afterCommit();
      List<Event> reported = events.drain();
      assertThat(reported)
          .extracting(Event::name)
          .containsExactly(
              "opened",
              "moved",
              "ended",
              "endLost",
              "enriched",
              "outcomeChanged",
              "enriched",
              "outcomeChanged");
      assertThat(reported.get(7).session()).isEqualTo(sessions.get(id));
      joined.afterCommit();
      joined.afterRollback();
      joined.afterCommit();
      assertThat(events.drain()).isEmpty();
    }
  }

  @Test
  void no_event_of_work_that_was_rolled_back_is_reported() throws SQLException {
    UUID id = open();
    try (Connection connection = begin()) {
      JoinedSessions joined = joining(connection);
      joined.organization(organization).close(id, RESOLVED);
      connection.rollback();
      joined.afterRollback();
      joined.afterCommit();
      assertThat(events.drain()).isEmpty();
      assertThat(sessions.get(id).isEnded()).isFalse();
      connection.rollback();
      joined.organization(organization).close(id, RESOLVED);
      connection.commit();
      joined.afterCommit();
      assertThat(names()).containsExactly("ended");
    }
  }

  @Test
  void what_a_rollback_to_a_savepoint_undoes_is_not_reported() throws SQLException {
    UUID first = open();
    UUID undone = open();
    UUID kept = open();
    UUID last = open();
    try (Connection connection = begin()) {
      JoinedSessions joined = joining(connection);
      OrganizationSessions mine = joined.organization(organization);
      mine.close(first, RESOLVED);
      Savepoint outer = connection.setSavepoint();
      JoinedSavepoint outerEvents = joined.afterSavepoint();
      mine.close(kept, RESOLVED);
      connection.setSavepoint();
      JoinedSavepoint innerEvents = joined.afterSavepoint();
      mine.close(undone, RESOLVED);
      connection.rollback(outer);
      outerEvents.afterRollback();
      innerEvents.afterRollback(); // undone with the outer one
      mine.close(kept, RESOLVED);
      Savepoint again = connection.setSavepoint();
      JoinedSavepoint againEvents = joined.afterSavepoint();
      mine.close(undone, RESOLVED);
      connection.rollback(again);
      againEvents.afterRollback();
      mine.close(undone, RESOLVED);
      connection.rollback(again);
      againEvents.afterRollback();
      mine.close(last, RESOLVED);
      connection.commit();
      joined.afterCommit();
      assertThat(events.drain())
          .extracting(it -> it.session().id())
          .containsExactly(first, kept, last);
      assertThat(sessions.get(undone).isEnded()).isFalse();
      mine.close(undone, RESOLVED);
      againEvents.afterRollback(); // of a transaction that has ended
      connection.commit();
      joined.afterCommit();
      assertThat(names()).containsExactly("ended");
    }
  }

  @Test
  void the_finalizer_is_woken_by_the_commit_of_an_end() throws SQLException {
    Duration never = Duration.ofHours(10);
    UUID id = open();
    FinalizerOptions options = FinalizerOptions.builder().threads(1).poll(never, never).build();
    try (FinalizerRun run = lifecycle.finalizer().start(options);
        Connection connection = begin()) {
      JoinedSessions joined = joining(connection);
      joined.organization(organization).close(id, RESOLVED);
      connection.commit();
      joined.afterCommit();
      await().until(() -> sessions.get(id).finalizedAt() != null);
      assertThat(run.isPaused()).isFalse();
    }
  }

  @Test
  void a_listener_may_throw_and_work_in_the_next_transaction_on_the_view() throws SQLException {
    UUID first = open();
    UUID second = open();
    try (Connection connection = begin()) {
      JoinedSessions[] joined = new JoinedSessions[1];
      SessionLifecycle other =
          SessionLifecycle.builder(store)
              .listener(
                  new SessionListener() {
                    @Override
                    public void ended(Session session) {
                      if (session.id().equals(first)) {
                        joined[0].organization(organization).close(second, RESOLVED);
                        throw new StackOverflowError();
                      }
                    }
                  })
              .listener(events)
              .build();
      joined[0] = other.joining(store.joining(connection));
      joined[0].organization(organization).close(first, RESOLVED);
      connection.commit();
      joined[0].afterCommit();
      assertThat(events.drain()).extracting(it -> it.session().id()).containsExactly(first);
      connection.rollback();
      joined[0].afterRollback();
      joined[0].afterCommit();
      assertThat(events.drain()).isEmpty();
      assertThat(sessions.get(second).isEnded()).isFalse();
    }
  }

  @Test
  void a_jdbi_handle_reports_its_events_like_a_connection() {
    UUID id = open();
    JoinedSessions joined =
        Jdbi.create(pool)
            .inTransaction(
                handle -> {
                  JoinedSessions view = lifecycle.joining(store.joining(handle));
                  view.organization(organization).close(id, RESOLVED);
                  return view;
                });
    joined.afterCommit();
    assertThat(names()).containsExactly("ended");
  }

  @Test
  void work_on_a_store_that_is_no_view_is_reported_at_once() {
    UUID id = open();
    JoinedSessions joined = lifecycle.joining(store);
    joined.organization(organization).close(id, RESOLVED);
    assertThat(names()).containsExactly("ended");
    joined.afterRollback();
    joined.afterCommit();
    assertThat(events.drain()).isEmpty();
  }
}
