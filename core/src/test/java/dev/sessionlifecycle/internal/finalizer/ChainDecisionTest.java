package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.internal.finalizer.ChainDecision.Turn;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainDecisionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String NOW_TEXT = "@1767225600000000";
  private static final AttemptResult FAILED = AttemptResult.failed("java.io.IOException");

  private final ChainDefinition shape = ChainDefinition.decode("scrub summarize<0 sync<0");
  private final StepOptions options = StepOptions.defaults().withAttempts(3);

  @Test
  void the_first_attempt_of_a_new_chain_runs_without_being_recorded_first() {
    Turn turn = turn("p0 p0 p0", 1);
    assertEquals(List.of(0), turn.run());
    assertFalse(turn.countFirst());
  }

  @Test
  void siblings_run_in_the_same_turn() {
    assertEquals(List.of(1, 2), turn("d1 p0 p0", 1).run());
  }

  @Test
  void a_second_attempt_is_recorded_before_it_runs_and_runs_alone() {
    Turn turn = turn("d1 p1" + NOW_TEXT + " x3", 1);
    assertEquals(List.of(1), turn.run());
    assertTrue(turn.countFirst());
    assertEquals("d1 p2 x3", ChainDecision.begun(turn.state(), 1).encode());
  }

  @Test
  void a_step_with_a_single_attempt_is_recorded_before_it_runs() {
    Turn first = once("p0 p0 p0", 1);
    assertEquals(List.of(0), first.run());
    assertTrue(first.countFirst());
    assertEquals("p1 p0 p0", ChainDecision.begun(first.state(), 0).encode());
    // It had been claimed by a holder that died before reaching it.
    assertEquals(List.of(), once("p0 p0 p0", 2).losses());
    assertEquals(List.of(0), once("p0 p0 p0", 2).run());
    assertEquals(List.of(new ChainDecision.Loss(0, 1, null)), once("p1 p0 p0", 2).losses());
  }

  private Turn once(String state, int claims) {
    return ChainDecision.turn(
        shape,
        ChainState.decode(state),
        claims,
        step -> StepOptions.defaults().withAttempts(1),
        NOW,
        0);
  }

  @Test
  void a_first_attempt_lost_with_its_holder_counts() {
    Turn turn = turn("d1 p0 p0", 2);
    assertEquals(List.of(new ChainDecision.Loss(1, 1, NOW)), turn.losses());
    assertEquals("d1 p1" + NOW_TEXT + " p0", turn.state().encode());
    assertEquals(List.of(1), turn.run());
    assertTrue(turn.countFirst());
  }

  @Test
  void a_lost_later_attempt_counts_once_and_yields_to_the_other_steps() {
    Turn turn = turn("d1 p2 p0", 7);
    assertEquals(List.of(new ChainDecision.Loss(1, 2, NOW.plusSeconds(1))), turn.losses());
    assertEquals("d1 p2@1767225601000000 p0", turn.state().encode());
    assertEquals(List.of(2), turn.run());
  }

  @Test
  void a_holder_lost_before_it_began_the_step_costs_no_attempt() {
    Turn turn = turn("d1 p2" + NOW_TEXT + " d1", 5);
    assertTrue(turn.losses().isEmpty());
    assertEquals(List.of(1), turn.run());
  }

  @Test
  void a_step_that_always_kills_its_holder_is_parked_and_its_sibling_continues() {
    Turn turn = turn("d1 p3 p0", 2);
    assertEquals(List.of(new ChainDecision.Loss(1, 3, null)), turn.losses());
    assertEquals("d1 x3 p0", turn.state().encode());
    assertEquals(List.of(2), turn.run());
  }

  @Test
  void nothing_runs_after_a_parked_step() {
    Turn turn = turn("x3 p0 p0", 1);
    assertTrue(turn.run().isEmpty());
    assertNull(ChainDecision.dueIn(shape, turn.state(), NOW));
  }

  @Test
  void a_step_not_yet_due_waits_and_reports_its_delay() {
    ChainState waiting = ChainDecision.after(state("d1 d1 p0"), 2, 1, FAILED, options, NOW, 0.5);
    assertTrue(ChainDecision.turn(shape, waiting, 1, step -> options, NOW, 0.5).run().isEmpty());
    assertEquals(Duration.ofMillis(500), ChainDecision.dueIn(shape, waiting, NOW));
    assertEquals(Duration.ZERO, ChainDecision.dueIn(shape, waiting, NOW.plusSeconds(9)));
  }

  @Test
  void a_due_time_beyond_any_backoff_is_ignored() {
    ChainState state = state("d1 d1 p1" + NOW_TEXT);
    Instant tenYearsBefore = Instant.parse("2016-01-01T00:00:00Z");
    assertEquals(
        List.of(2),
        ChainDecision.turn(shape, state, 1, step -> options, tenYearsBefore, 0.5).run());
    assertEquals(Duration.ZERO, ChainDecision.dueIn(shape, state, tenYearsBefore));
  }

  @Test
  void each_attempt_result_updates_its_own_step() {
    assertEquals("d1 d2 p0", after(2, AttemptResult.done(Effects.none())));
    assertEquals("d1 s2 p0", after(2, AttemptResult.skipped("empty")));
    assertEquals("d1 x1 p0", after(1, AttemptResult.rejected("too_long")));
    assertEquals("d1 x3 p0", after(3, FAILED));
    assertEquals("d1 x3 p0", after(3, AttemptResult.retryLater(Duration.ZERO, "busy")));
    assertEquals(
        "d1 p2" + NOW_TEXT + " p0", after(2, AttemptResult.retryLater(Duration.ZERO, "busy")));
    assertEquals("d1 p2@1767225601000000 p0", after(2, FAILED));
  }

  @Test
  void deliveries_run_when_no_other_step_is_due() {
    ChainDefinition withDeliveries = ChainDefinition.decode("hook~ scrub crm~<1");
    assertEquals(List.of(1), run(withDeliveries, "P0 p0 P0"));
    assertEquals(List.of(0, 2), run(withDeliveries, "P0 d1 P0"));
    assertEquals(List.of(0), run(withDeliveries, "P0 p1@1767225601000000 P0"));
  }

  private List<Integer> run(ChainDefinition of, String state) {
    return ChainDecision.turn(of, state(state), 1, step -> options, NOW, 0.5).run();
  }

  @Test
  void a_chain_is_due_when_the_first_of_its_waiting_steps_is() {
    ChainState state = state("d1 p1@1767225609000000 p1@1767225603000000");
    assertEquals(Duration.ofSeconds(3), ChainDecision.dueIn(shape, state, NOW));
    ChainState other = state("d1 p1@1767225603000000 p1@1767225609000000");
    assertEquals(Duration.ofSeconds(3), ChainDecision.dueIn(shape, other, NOW));
  }

  private String after(int attempt, AttemptResult result) {
    return ChainDecision.after(state("d1 p0 p0"), 1, attempt, result, options, NOW, 0.5).encode();
  }

  private Turn turn(String state, int claims) {
    return ChainDecision.turn(shape, state(state), claims, step -> options, NOW, 0.5);
  }

  private static ChainState state(String text) {
    return ChainState.decode(text);
  }
}
