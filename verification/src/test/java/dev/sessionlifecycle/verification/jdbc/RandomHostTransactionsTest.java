package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.JoinedSavepoint;
import dev.sessionlifecycle.JoinedSessions;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.verification.support.RecordedEvents;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ends in random transactions of the host, each of which is committed or rolled back, in part or as
 * a whole: exactly the ends that the database has at last were reported, once each.
 */
@Tag("long")
class RandomHostTransactionsTest {
  private static final long SEED = 20261130;
  private static final int BATCH = 200;

  private final Random random = new Random(SEED);
  private final RecordedEvents events = new RecordedEvents();

  /** Another after some transactions, since H2 reads all sessions of one for each bulk close. */
  private UUID organization = UUID.randomUUID();

  /** Sessions of the organization that were opened, and may have ended. */
  private final List<UUID> opened = new ArrayList<>();

  private final List<UUID> reported = new ArrayList<>();
  private int asked;
  private int commits;
  private int rollbacks;

  @ParameterizedTest
  @EnumSource
  void the_reported_ends_are_those_committed_by_random_transactions(TestDatabase database)
      throws SQLException {
    run(database, 3_000);
  }

  @Tag("campaign")
  @ParameterizedTest
  @EnumSource
  void the_reported_ends_are_those_committed_of_a_hundred_thousand(TestDatabase database)
      throws SQLException {
    run(database, 100_000);
  }

  private void run(TestDatabase database, int ends) throws SQLException {
    try (HikariDataSource pool = database.pool(2);
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
        Connection connection = pool.getConnection()) {
      SessionLifecycle lifecycle = SessionLifecycle.builder(store).listener(events).build();
      connection.setAutoCommit(false);
      JoinedSessions joined = lifecycle.joining(store.joining(connection));
      while (asked < ends) {
        open(lifecycle.organization(organization), 2 * BATCH);
        events.drain();
        transact(connection, joined);
        if (random.nextInt(4) == 0) {
          joined = lifecycle.joining(store.joining(connection));
          organization = UUID.randomUUID();
          opened.clear();
        }
      }
      assertThat(commits).isPositive();
      assertThat(rollbacks).isPositive();
      assertThat(reported).doesNotHaveDuplicates();
      assertThat(new HashSet<>(reported)).isEqualTo(ended(connection));
      assertThat(reported).hasSizeBetween(asked / 10, asked);
    }
  }

  private void open(OrganizationSessions sessions, int most) {
    List<SessionRequest> requests =
        Stream.generate(() -> SessionRequest.on("chat", UUID.randomUUID()))
            .limit(1 + random.nextInt(most))
            .toList();
    sessions.bulk().open(requests).forEach(it -> opened.add(it.orThrow().orThrow().id()));
  }

  private void transact(Connection connection, JoinedSessions joined) throws SQLException {
    work(connection, joined, 3);
    assertThat(events.drain()).isEmpty();
    if (random.nextBoolean()) {
      connection.commit();
      joined.afterCommit();
      commits++;
    } else {
      connection.rollback();
      joined.afterRollback();
      rollbacks++;
    }
    if (random.nextInt(5) == 0) {
      joined.afterCommit(); // has nothing left to report
    }
    events.drain().stream()
        .filter(it -> it.name().equals("ended"))
        .forEach(it -> reported.add(it.session().id()));
  }

  /** Ends sessions, also of those opened in this transaction, and works within savepoints. */
  private void work(Connection connection, JoinedSessions joined, int depth) throws SQLException {
    OrganizationSessions sessions = joined.organization(organization);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      switch (random.nextInt(depth == 0 ? 3 : 4)) {
        case 0 -> open(sessions, 10);
        case 1 -> end(sessions, some(1 + random.nextInt(BATCH)));
        case 2 -> some(1 + random.nextInt(4)).forEach(id -> end(sessions, id));
        default -> {
          Savepoint savepoint = connection.setSavepoint();
          JoinedSavepoint eventsBefore = joined.afterSavepoint();
          work(connection, joined, depth - 1);
          if (random.nextBoolean()) {
            connection.rollback(savepoint);
            eventsBefore.afterRollback();
          } else if (random.nextBoolean()) {
            connection.releaseSavepoint(savepoint);
          }
        }
      }
    }
  }

  private List<UUID> some(int many) {
    // Those opened last, which are mostly live: each is tried in a few transactions.
    List<UUID> recent =
        new ArrayList<>(opened.subList(Math.max(0, opened.size() - 4 * BATCH), opened.size()));
    Collections.shuffle(recent, random);
    return recent.subList(0, Math.min(many, recent.size()));
  }

  private void end(OrganizationSessions sessions, List<UUID> ids) {
    asked += ids.size();
    sessions.bulk().close(ids, EndRequest.unspecified());
  }

  private void end(OrganizationSessions sessions, UUID id) {
    asked++;
    sessions.find(id).ifPresent(it -> sessions.close(id, EndRequest.unspecified()));
  }

  private static Set<UUID> ended(Connection connection) throws SQLException {
    Set<UUID> ended = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id FROM sl_session WHERE status = 'closed'")) {
      while (rows.next()) {
        ended.add(rows.getObject(1, UUID.class));
      }
    }
    return ended;
  }
}
