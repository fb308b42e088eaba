package dev.sessionlifecycle.verification.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An operation that had to wait for a session's row uses the state after the wait, detail included.
 */
class LockWaitTest {
  private final SettableClock clock = SettableClock.create();
  private final HikariDataSource pool = new HikariDataSource();
  private JdbcSessionStore store;
  private Connection observer;
  private Actor first;
  private Actor second;

  enum Database {
    H2,
    POSTGRESQL
  }

  /** Operations that wait; each returns the session as it leaves it. */
  enum Waiting {
    MOVE {
      @Override
      Session on(SessionStore store, InterleavingFixture stage) {
        return ((TransitionReply.Moved)
                store.transition(stage.scene().moving(stage.session(), SessionStatus.PAUSED)))
            .session();
      }
    },
    CLOSE {
      @Override
      Session on(SessionStore store, InterleavingFixture stage) {
        return closed(store.close(stage.closing("second").build()));
      }
    },
    CLOSE_WITH_A_BUFFER {
      @Override
      Session on(SessionStore store, InterleavingFixture stage) {
        return closed(
            store.close(
                stage.closing("second").buffer(List.of(stage.scene().fromUser("hello"))).build()));
      }
    },
    CLOSE_ALL {
      @Override
      Session on(SessionStore store, InterleavingFixture stage) {
        Session another = stage.scene().open();
        return closed(
            store
                .closeAll(
                    Stream.of(stage.session(), another)
                        .map(it -> stage.scene().closing(it, stage.terms()).build())
                        .toList())
                .get(0));
      }
    };

    abstract Session on(SessionStore store, InterleavingFixture stage);

    private static Session closed(CloseReply reply) {
      return ((CloseReply.Closed) reply).session();
    }
  }

  private void open(Database database) throws SQLException {
    pool.setJdbcUrl(
        database == Database.H2
            ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000"
            : PostgresServer.shared().createDatabase().url());
    store =
        JdbcSessionStore.builder(pool)
            .schemaMode(SchemaMode.MIGRATE)
            .clock(StoreClock.of(clock))
            .build();
    observer = pool.getConnection();
    first = new Actor(pool.getConnection(), store);
    second = new Actor(pool.getConnection(), store);
  }

  @AfterEach
  void close() throws SQLException {
    first.close();
    second.close();
    observer.close();
    store.close();
    pool.close();
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_that_waited_for_an_update_returns_its_result(Database database)
      throws Exception {
    open(database);
    for (Waiting waiting : Waiting.values()) {
      InterleavingFixture stage =
          InterleavingFixture.set(store, clock, List.of(Operation.CLAIM), false);
      first.act(Operation.UPDATE, stage);
      assertThat(first.settle(observer)).isTrue();
      second.act(joined -> waiting.on(joined, stage));
      assertThat(second.settle(observer)).as(waiting + " waits").isFalse();
      commitBoth();
      Session answered = (Session) second.finish();
      assertThat(answered.version()).isEqualTo(2);
      assertThat(answered.metadata())
          .as("answered to " + waiting)
          .isEqualTo(InterleavingFixture.UPDATED);
      assertThat(store.find(stage.key())).contains(answered);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_operation_that_waited_for_a_step_returns_its_effects(Database database) throws Exception {
    open(database);
    InterleavingFixture stage =
        InterleavingFixture.set(store, clock, List.of(Operation.CLAIM), true);
    Settlement last = settlement(stage, Phase.DONE, Effects.builder().summary("A call.").build());
    first.act(joined -> joined.chains().settle(List.of(last)));
    assertThat(first.settle(observer)).isTrue();
    second.act(
        joined ->
            joined.enrich(
                new EnrichIntent(
                    stage.key(),
                    HistoryEntry.Kind.ENRICHED,
                    EndReason.of(TerminationReason.RESOLVED),
                    null,
                    "system",
                    stage.scene().now(),
                    RetentionPolicy.forEver())));
    assertThat(second.settle(observer)).isFalse();
    commitBoth();
    Session answered = ((EnrichReply.Enriched) second.finish()).session();
    assertThat(answered.summary()).isEqualTo("A call.");
    assertThat(store.find(stage.key())).contains(answered);
  }

  @ParameterizedTest
  @EnumSource
  void a_settlement_waits_for_the_session_before_it_locks_the_detail(Database database)
      throws Exception {
    open(database);
    InterleavingFixture stage =
        InterleavingFixture.set(store, clock, List.of(Operation.CLAIM), true);
    Settlement scrubbed =
        settlement(stage, Phase.PENDING, Effects.builder().subject("[subject]").build());
    first.act(
        joined ->
            joined
                .updates()
                .update(
                    new UpdateIntent(
                        stage.key(),
                        null,
                        SessionUpdate.nothing().withRecording(),
                        stage.scene().now())));
    assertThat(first.settle(observer)).isTrue();
    second.act(joined -> joined.chains().settle(List.of(scrubbed)));
    assertThat(second.settle(observer)).isFalse();
    EvalRun run = EvalRun.completed(UUID.randomUUID(), false, new EvalScore("tone", true));
    first.act(joined -> joined.evals().record(new EvalIntent(stage.key(), run, 20)));
    assertThat(first.settle(observer)).as("the eval run is recorded at once").isTrue();
    commitBoth();
    Session left = store.find(stage.key()).orElseThrow();
    assertThat(left.subject()).isEqualTo("[subject]");
    assertThat(left.evalSummary().total()).isOne();
    assertThat(left.hasRecording()).isTrue();
  }

  private Settlement settlement(InterleavingFixture stage, Phase others, Effects effects) {
    ChainLease lease = Operation.claim(store, stage).get(0);
    return new Settlement(
        lease.ref(),
        new ChainState(
            Stream.of(Phase.DONE, others, others)
                .map(phase -> new Progress(phase, 1, null))
                .toList()),
        new Settlement.ReleaseLease(others == Phase.DONE ? null : Duration.ofHours(1)),
        List.of(),
        List.of(effects));
  }

  private void commitBoth() throws Exception {
    first.commit();
    first.finish();
    second.finish();
    second.commit();
    assertThat(second.settle(observer)).isTrue();
  }
}
