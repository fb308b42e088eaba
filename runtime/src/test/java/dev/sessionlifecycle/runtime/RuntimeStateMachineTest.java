package dev.sessionlifecycle.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuntimeStateMachineTest {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final EndRequest FALLBACK = EndRequest.unspecified();
  private static final EndRequest RESOLVED = EndRequest.because(TerminationReason.RESOLVED);

  private final RuntimeStateMachine machine = new RuntimeStateMachine();

  @Test
  void an_end_that_waits_for_a_turn_is_the_one_its_reply_requests() throws Exception {
    assertEquals(RESOLVED, endDuringTurn(() -> machine.finishTurn(false, RESOLVED)));
  }

  @Test
  void an_end_that_waits_for_a_turn_is_the_one_requested_meanwhile() throws Exception {
    assertEquals(
        RESOLVED,
        endDuringTurn(
            () -> {
              machine.request(RESOLVED);
              machine.finishTurn(false, null);
            }));
  }

  @Test
  void an_end_that_was_given_no_reason_falls_back() throws Exception {
    assertEquals(FALLBACK, endDuringTurn(() -> machine.finishTurn(false, null)));
  }

  @Test
  void an_end_that_waits_for_one_that_is_refused_has_its_own_reason() throws Exception {
    machine.beginEnd(EndRequest.because(TerminationReason.ERROR), FALLBACK, WAIT);
    assertEquals(RESOLVED, endAfter(() -> machine.failEnd(true), RESOLVED));
  }

  /** Returns how the session is ended by a caller without a reason that waits for the turn. */
  private EndRequest endDuringTurn(Runnable restOfTurn) throws Exception {
    machine.tryTurn();
    return endAfter(restOfTurn, null);
  }

  private EndRequest endAfter(Runnable busy, @Nullable EndRequest request) throws Exception {
    FutureTask<EndRequest> end =
        new FutureTask<>(() -> machine.beginEnd(request, FALLBACK, WAIT).request());
    Thread ender = new Thread(end);
    ender.start();
    while (ender.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    busy.run();
    return end.get();
  }
}
