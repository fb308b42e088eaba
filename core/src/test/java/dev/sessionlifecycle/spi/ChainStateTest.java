package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainStateTest {
  private static final ChainDefinition SHAPE =
      ChainDefinition.decode("scrub summarize<0 sync-memory<0");

  @Test
  void a_definition_round_trips_and_its_digest_is_that_of_its_text() {
    assertEquals("scrub summarize<0 sync-memory<0", SHAPE.encode());
    assertEquals(SHAPE, ChainDefinition.decode(SHAPE.encode()));
    assertEquals(ChainDefinition.empty(), ChainDefinition.decode(""));
    assertEquals(32, SHAPE.digest().length());
    assertEquals(SHAPE.digest(), ChainDefinition.decode(SHAPE.encode()).digest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a<0", "a b<1", "a b<2", "a b<-1", "a a", "A", "a b<", " a", "a<b"})
  void a_malformed_definition_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ChainDefinition.decode(text));
  }

  @Test
  void a_step_is_ready_when_its_predecessors_are_done_or_skipped() {
    ChainState state = ChainState.initial(SHAPE);
    assertEquals(List.of(0), state.ready(SHAPE));
    assertEquals(List.of(1, 2), state.with(0, new Progress(Phase.SKIPPED, 1, null)).ready(SHAPE));
    assertEquals(List.of(), state.with(0, new Progress(Phase.PARKED, 1, null)).ready(SHAPE));
  }

  @Test
  void a_state_round_trips_through_its_text() {
    ChainState state =
        new ChainState(
            List.of(
                new Progress(Phase.DONE, 1, null),
                new Progress(Phase.PENDING, 12, Instant.parse("2026-01-01T00:00:00.000001Z")),
                new Progress(Phase.PARKED, 10, null)));
    assertEquals("d1 p12@1767225600000001 x10", state.encode());
    assertEquals(state, ChainState.decode(state.encode()));
    assertEquals(1, state.parkedSteps());
    assertFalse(state.isFinished());
    assertTrue(ChainState.initial(ChainDefinition.empty()).isFinished());
  }

  @Test
  void deliveries_are_counted_apart_and_do_not_keep_a_chain_from_finishing() {
    ChainState state = ChainState.decode("d1 s2 D1 P0 X3");

    assertEquals("d1 s2 D1 P0 X3", state.encode());
    assertEquals(2, state.undelivered());
    assertEquals(1, state.parkedSteps());
    assertTrue(state.isFinished());
    assertFalse(state.isComplete());
    assertEquals(0, ChainState.decode("p0 x3").undelivered());
    assertEquals(new ChainState(List.of()), ChainState.decode(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "q1", "d", "dx", "p1@", "d1  d1", "@5", "p-1", "p1000001"})
  void a_malformed_state_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ChainState.decode(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"S0+0", "S0!"})
  void a_delivery_that_had_nothing_to_do_is_dormant(String text) {
    assertTrue(ChainState.decode(text).steps().get(0).isDormant());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s0", "p0", "S0", "P0", "P0+1", "D1+1", "S1+1", "P0!", "D1!", "S1!"})
  void any_other_step_is_not_dormant(String text) {
    assertFalse(ChainState.decode(text).steps().get(0).isDormant());
  }

  @Test
  void what_a_purge_leaves_of_a_chain_round_trips_through_its_text() {
    PurgedSession purged =
        new PurgedSession(
            new UUID(0, 1), new UUID(0, 2), Instant.parse("2026-03-01T12:00:00.000001Z"));
    ChainState left = ChainState.decode("d1 S0!").purged(purged);
    assertEquals(left, ChainState.decode(left.encode()));
    assertTrue(
        left.encode().endsWith(" !" + new UUID(0, 1) + "/" + new UUID(0, 2) + "@1772366400000001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0! !", "P0! !a", "P0! !a/b@c", "P0! !0-0-0-0-1/0-0-0-0-2"})
  void a_purged_session_that_cannot_be_read_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ChainState.decode(text));
  }
}
