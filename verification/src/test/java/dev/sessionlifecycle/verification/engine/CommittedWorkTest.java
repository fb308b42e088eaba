package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was committed on PostgreSQL is not done again where something fails afterwards. */
class CommittedWorkTest {
  private final SettableClock clock = SettableClock.create();
  private final HikariDataSource pool = new HikariDataSource();
  private RollbackDataSource source;
  private SessionStore store;
  private Scenario scene;

  @BeforeEach
  void open() {
    pool.setJdbcUrl(PostgresServer.shared().createDatabase().url());
    source = new RollbackDataSource(pool);
    store =
        JdbcSessionStore.builder(source.dataSource())
            .schemaMode(SchemaMode.MIGRATE)
            .clock(StoreClock.of(clock))
            .build();
    scene = Scenario.in(store, clock);
  }

  @AfterEach
  void close() {
    store.close();
    pool.close();
  }

  @Test
  void a_move_is_made_once_where_reading_it_again_fails() {
    Session session = scene.open();
    makeReadAgain();
    source.undo(2, "57P01"); // 1 moves it
    TransitionReply reply = store.transition(scene.moving(session, SessionStatus.PAUSED));
    assertThat(source.states()).containsExactly("57P01");
    assertThat(reply)
        .isEqualTo(new TransitionReply.Moved(SessionStatus.ACTIVE, scene.reload(session)));
  }

  @Test
  void an_end_is_made_once_where_reading_it_again_fails() {
    // The fast form leaves it to the general one.
    Session session = scene.open(draft -> draft.storing(Storing.FACTS_ONLY));
    makeReadAgain();
    source.undo(4, "57P01"); // 1 is the fast form, 2 reads why it did nothing, 3 ends it
    CloseReply reply = store.close(scene.closing(session).build());
    assertThat(source.states()).containsExactly("57P01");
    assertThat(reply).isEqualTo(new CloseReply.Closed(scene.reload(session)));
  }

  @Test
  void work_is_done_once_where_its_connection_cannot_be_returned() {
    Session session = scene.open();
    source.failReturn("08003");
    StoreException error =
        catchThrowableOfType(
            StoreException.class,
            () -> store.transition(scene.moving(session, SessionStatus.PAUSED)));
    assertThat(source.states()).containsExactly("08003");
    assertThat(error).as("it is not known what the call has done").isNotNull();
    assertThat(error.isTransient()).isTrue();
    assertThat(store.history(Scenario.key(session), 0, 10))
        .filteredOn(it -> it.kind() == HistoryEntry.Kind.MOVED)
        .hasSize(1);
  }

  /** Makes rows look as if statements had waited for an update, and returned its old detail. */
  private void makeReadAgain() {
    Jdbi.create(pool)
        .useHandle(handle -> handle.execute("UPDATE sl_session SET version = version + 1"));
  }
}
