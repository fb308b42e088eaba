package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rows that no node can run: more of them, and due earlier, than an organization's share. */
class PoisonSettlementTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int POISONED = 60;

  /** So slow that a test notices if it waits for the next poll. */
  private static final FinalizerOptions SLOW_POLL =
      FinalizerOptions.builder().poll(Duration.ofMinutes(1), Duration.ofMinutes(1)).build();

  private static final List<String> NO_STATES =
      List.of("z9", "@5", "p", "p-1", "p0  p0", "p99999999999", "p2000000", "p1@x", " ");

  private final FinalizeChain chain =
      FinalizeChain.first(FinalizeStep.of("quick", context -> StepOutcome.done()));

  @ParameterizedTest
  @EnumSource
  void chains_that_do_not_fit_their_definition_neither_stop_nor_starve_others(EngineStore kind) {
    EngineFixture at = new EngineFixture(kind);
    List<UUID> poisoned = new ArrayList<>();
    for (int i = 0; i < POISONED; i++) {
      poisoned.add(at.ended(chain));
      misfit(at, poisoned.get(i));
    }
    assertGoodOnesFinish(at, SLOW_POLL);
    assertThat(poisoned).allMatch(id -> at.state(id).equals("p0 p0"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
  void unreadable_chains_neither_stop_nor_starve_others(EngineStore kind) throws SQLException {
    EngineFixture at = new EngineFixture(kind);
    List<UUID> poisoned = new ArrayList<>();
    for (int i = 0; i < POISONED; i++) {
      poisoned.add(at.ended(chain));
      write(kind, poisoned.get(i), NO_STATES.get(i % NO_STATES.size()), 0);
    }
    assertGoodOnesFinish(at, FinalizerOptions.defaults());
    // A repaired row continues as if nothing had happened.
    for (UUID id : poisoned) {
      write(kind, id, "p0", 0);
    }
    at.clock.advance(Duration.ofHours(1));
    assertThat(at.engine(chain).runDue(1_000).finished()).isEqualTo(POISONED);
    assertThat(poisoned).allMatch(id -> at.attempts(id, "quick").equals("1:DONE"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
  void one_call_skips_all_unreadable_chains(EngineStore kind) throws SQLException {
    EngineFixture at = new EngineFixture(kind);
    for (int i = 0; i < POISONED; i++) {
      write(kind, at.ended(chain), "z9", 0);
    }
    at.clock.advance(Duration.ofSeconds(1));
    UUID good = at.ended(chain);
    assertThat(at.engine(chain).runDue(10).finished()).isEqualTo(1);
    assertThat(at.state(good)).isEqualTo("d1");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
  void an_unreadable_parked_chain_hides_no_other(EngineStore kind) throws SQLException {
    EngineFixture at = new EngineFixture(kind);
    FinalizeChain rejecting =
        FinalizeChain.first(FinalizeStep.of("quick", context -> StepOutcome.rejected("no")));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(at.ended(rejecting));
    }
    DefaultFinalizer engine = at.engine(rejecting);
    engine.runDue(10);
    write(kind, ids.get(1), "z9", 1);
    assertThat(engine.parked(at.organization)).hasSize(4);
    assertThat(at.store.chains().parked(at.organization, null, 4)).hasSize(4);
    assertThatThrownBy(() -> engine.replay(at.organization, ids.get(1)))
        .isInstanceOf(StoreException.class);
    assertThat(engine.replay(at.organization, ids.get(2))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MEMORY")
  void a_chain_of_a_session_with_an_unrecognized_status_is_left_alone(EngineStore kind)
      throws SQLException {
    EngineFixture at = new EngineFixture(kind);
    UUID id = at.ended(chain);
    status(kind, id, "hibernating");
    assertThat(at.engine(chain).runDue(10).claimed()).isZero();
    status(kind, id, "closed");
    assertThat(at.engine(chain).runDue(10).finished()).isEqualTo(1);
    assertThat(at.attempts(id, "quick")).isEqualTo("1:DONE");
  }

  @Test
  void a_malformed_state_is_refused_when_it_is_decoded() {
    for (String text : NO_STATES) {
      assertThatThrownBy(() -> ChainState.decode(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void assertGoodOnesFinish(EngineFixture at, FinalizerOptions options) {
    at.clock.advance(Duration.ofSeconds(1));
    List<UUID> good = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      good.add(at.ended(chain));
    }
    UUID stranger = new UUID(9, 9);
    at.ended(stranger, chain);
    DefaultFinalizer engine = at.ticking(chain);
    try (FinalizerRun run = engine.start(options)) {
      await().atMost(SOON).until(() -> engine.snapshot().chainsFinished() == 4);
      assertThat(run.isPaused()).isFalse();
    }
    assertThat(good).allMatch(id -> at.state(id).equals("d1"));
  }

  private static void misfit(EngineFixture at, UUID id) {
    ChainRecord record = at.chain(id);
    ChainState two =
        new ChainState(List.of(record.state().steps().get(0), record.state().steps().get(0)));
    assertThat(at.store.chains().revise(record, two, Duration.ZERO, List.of())).isTrue();
  }

  private static void status(EngineStore kind, UUID session, String status) throws SQLException {
    try (Connection connection = kind.connect();
        PreparedStatement statement =
            connection.prepareStatement("UPDATE sl_session SET status = ? WHERE id = ?")) {
      statement.setString(1, status);
      statement.setObject(2, session);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private static void write(EngineStore kind, UUID session, String state, int parked)
      throws SQLException {
    try (Connection connection = kind.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "UPDATE sl_chain SET state = ?, parked = ? WHERE session_id = ?")) {
      statement.setString(1, state);
      statement.setInt(2, parked);
      statement.setObject(3, session);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }
}
