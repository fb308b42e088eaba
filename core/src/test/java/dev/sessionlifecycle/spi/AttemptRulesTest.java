package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.spi.AttemptRecord.Result;
import dev.sessionlifecycle.spi.rules.AttemptRules;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttemptRulesTest {
  private static final UUID NODE = new UUID(0, 1);

  @Test
  void steps_that_one_node_finishes_at_once_are_kept_together() {
    assertTrue(
        areFirstTries("p0 p0", "d1 s1", attempt(1, Result.DONE), attempt(1, Result.SKIPPED)));
    assertTrue(areFirstTries("d1 p0", "d1 d1", attempt(1, Result.DONE)));
  }

  @Test
  void attempts_of_two_nodes_are_kept_by_themselves() {
    AttemptRecord other =
        new AttemptRecord("b", 1, new UUID(0, 2), Instant.EPOCH, Instant.EPOCH, Result.DONE, null);
    assertFalse(areFirstTries("p0 p0", "d1 d1", attempt(1, Result.DONE), other));
  }

  @Test
  void an_attempt_that_fails_or_comes_second_is_kept_by_itself() {
    assertFalse(areFirstTries("p0", "p1", attempt(1, Result.FAILED)));
    assertFalse(areFirstTries("p0", "x1", attempt(1, Result.PARKED)));
    assertFalse(areFirstTries("p1", "d2", attempt(2, Result.DONE)));
    assertFalse(areFirstTries("d2 p0", "d2 d1", attempt(1, Result.DONE)));
    assertFalse(areFirstTries("x1 p0", "x1 d1", attempt(1, Result.DONE)));
  }

  @Test
  void a_delivery_that_an_enrichment_makes_due_again_is_kept_by_itself() {
    assertTrue(areFirstTries("p0 S0+0", "d1 S0+0", attempt(1, Result.DONE)));
    assertFalse(areFirstTries("d1 S0+0", "d1 D1+1", attempt(1, Result.DONE)));
    assertFalse(areFirstTries("d1 D1+1", "d1 D1+2", attempt(1, Result.DONE)));
  }

  @Test
  void a_settlement_without_attempts_or_without_a_known_state_keeps_nothing() {
    assertFalse(areFirstTries("p0", "d1"));
    LeaseRef lease = new LeaseRef(new SessionKey(NODE, NODE), 1);
    assertFalse(
        AttemptRules.areFirstTries(
            new Settlement(
                lease,
                ChainState.decode("d1"),
                new Settlement.ReleaseLease(null),
                List.of(attempt(1, Result.DONE)),
                List.of())));
  }

  private static AttemptRecord attempt(int number, Result result) {
    return new AttemptRecord("a", number, NODE, Instant.EPOCH, Instant.EPOCH, result, null);
  }

  private static boolean areFirstTries(String before, String after, AttemptRecord... attempts) {
    return AttemptRules.areFirstTries(
        new Settlement(
            new LeaseRef(new SessionKey(NODE, NODE), 1),
            ChainState.decode(before),
            ChainState.decode(after),
            new Settlement.ReleaseLease(null),
            List.of(attempts),
            List.of()));
  }
}
