package dev.sessionlifecycle.verification.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many threads on PostgreSQL, three organizations, random calls: recorded, and checked afterwards.
 */
@Tag("long")
class RecordedRunTest {
  private static final int THREADS = 8;
  private static final int CALLS_OF_EACH = 400;
  private static final int ROUNDS = 4;

  /** The number of combined statements at a time; 0 for none. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_recorded_run_has_one_winner_no_lost_update_and_no_leak(int combined) {
    List<RecordedCall> calls = new ArrayList<>();
    List<FinalSession> remains = new ArrayList<>();
    try (SessionStore store =
            JdbcSessionStore.postgresBuilder(
                    PostgresServer.shared().createDatabase().url(), "postgres", "postgres")
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(store).combineWriters(combined).build()) {
      for (int round = 0; round < ROUNDS; round++) {
        run(lifecycle, round, calls, remains);
      }
    }
    assertThat(calls).hasSize(THREADS * CALLS_OF_EACH);
    assertThat(
            Stream.of(
                RecordedCall.Ended.class, RecordedCall.Updated.class, RecordedCall.Conflict.class))
        .allMatch(kind -> calls.stream().anyMatch(it -> kind.isInstance(it.fact())));
    assertThat(RecordChecker.judge(calls, remains)).isEmpty();
  }

  /**
   * Few sessions, so that the threads interact; new ones each time, since sooner or later all end.
   */
  private static void run(
      SessionLifecycle lifecycle, int round, List<RecordedCall> calls, List<FinalSession> remains) {
    List<UUID> organizations = Stream.generate(UUID::randomUUID).limit(3).toList();
    List<Session> sessions = new ArrayList<>();
    for (UUID organization : organizations) {
      for (int i = 0; i < 5; i++) {
        sessions.add(RandomCaller.open(lifecycle.organization(organization)));
      }
    }
    List<List<RecordedCall>> ofThreads =
        Race.values(
            THREADS,
            thread ->
                new RandomCaller(lifecycle, organizations, sessions, 100L * round + thread)
                    .call(CALLS_OF_EACH / ROUNDS));
    ofThreads.forEach(calls::addAll);
    sessions.forEach(it -> remains.add(remains(lifecycle, it)));
  }

  private static FinalSession remains(SessionLifecycle lifecycle, Session opened) {
    var door = lifecycle.organization(opened.organizationId());
    Session session = door.get(opened.id());
    return new FinalSession(
        session.organizationId(),
        session.id(),
        session.version(),
        session.subject(),
        session.triggeredBy(),
        door.messages(session.id()).stream().map(StoredMessage::id).toList());
  }
}
