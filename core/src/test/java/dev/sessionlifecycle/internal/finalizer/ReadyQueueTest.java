package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
  private static final UUID LARGE = new UUID(0, 1);
  private static final UUID SMALL = new UUID(0, 2);

  private final Runs runs = new Runs(FinalizerOptions.defaults());
  private final ReadyQueue queue = new ReadyQueue(runs.options);

  @Test
  void organizations_take_turns_however_many_chains_each_has() {
    ChainRun first = add(LARGE);
    ChainRun second = add(LARGE);
    ChainRun third = add(LARGE);
    ChainRun other = add(SMALL);
    assertEquals(4, queue.size());
    assertEquals(first, queue.take());
    assertEquals(other, queue.take());
    assertEquals(second, queue.take());
    assertEquals(third, queue.take());
    assertNull(queue.take());
  }

  @Test
  void a_chain_that_goes_on_comes_before_those_of_its_organization_that_have_not_begun() {
    ChainRun waiting = add(LARGE);
    ChainRun continuing = runs.claimed(LARGE);
    assertTrue(queue.addFirst(continuing));
    assertEquals(continuing, queue.take());
    assertEquals(waiting, queue.take());
  }

  @Test
  void at_its_limit_a_step_keeps_as_many_chains_waiting_as_it_can_use() {
    Runs limited =
        new Runs(
            FinalizerOptions.builder()
                .step("quick", StepOptions.defaults().withMaxConcurrent(1))
                .build());
    ReadyQueue limitedQueue = new ReadyQueue(limited.options);
    ChainRun running = limited.claimed();
    ChainRun waiting = limited.claimed();
    assertTrue(limitedQueue.addLast(running));
    assertEquals(running, limitedQueue.take());
    assertTrue(limitedQueue.addLast(waiting));
    assertFalse(limitedQueue.addLast(limited.claimed()));
    assertNull(limitedQueue.take());
    limitedQueue.ended("quick");
    assertEquals(waiting, limitedQueue.take());
  }

  private ChainRun add(UUID organization) {
    ChainRun run = runs.claimed(organization);
    assertTrue(queue.addLast(run));
    return run;
  }
}
