package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkQueueTest {

  @Test
  void a_chain_lost_while_waiting_for_a_step_limit_makes_room_for_the_next() {
    Runs runs =
        new Runs(
            FinalizerOptions.builder()
                .threads(2)
                .step("quick", StepOptions.defaults().withMaxConcurrent(1))
                .build());
    WorkQueue queue = WorkQueue.forThreads(runs.options, System::nanoTime);
    List<ChainRun> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(runs.claimed());
      assertTrue(queue.addClaimed(all.get(i)));
    }
    WorkQueue.Job first = take(queue);
    assertEquals(new WorkQueue.Job.Step(all.get(0)), first);
    Attempt attempt = all.get(0).begin();
    assertNull(take(queue), "the step is at its limit");
    all.get(1).lose();
    assertEquals(WorkQueue.Return.IN_TIME, queue.returned(attempt));
    all.get(2).lose(); // admitted, and lost before a worker took it
    assertEquals(new WorkQueue.Job.Step(all.get(3)), take(queue));
  }

  @Test
  void the_queue_is_stuck_while_every_worker_hangs_in_an_abandoned_step() {
    Runs runs = new Runs(FinalizerOptions.builder().threads(1).spareThreads(1).build());
    WorkQueue queue = WorkQueue.forThreads(runs.options, System::nanoTime);
    Attempt replaced = begin(queue, runs);
    assertTrue(queue.giveUp(replaced));
    assertFalse(queue.isStuck(), "there is a spare thread");
    Attempt hanging = begin(queue, runs);
    assertTrue(queue.giveUp(hanging));
    assertTrue(queue.isStuck());
    assertEquals(WorkQueue.Return.LATE, queue.returned(hanging));
    assertFalse(queue.isStuck());
    assertEquals(WorkQueue.Return.REPLACED, queue.returned(replaced));
  }

  @Test
  @Timeout(20)
  void the_poller_wakes_for_a_step_that_begins_before_it_waits() {
    Runs runs = new Runs(FinalizerOptions.defaults());
    WorkQueue queue = WorkQueue.forThreads(runs.options, System::nanoTime);
    queue.wakeWithin(Duration.ofMillis(5).toNanos());
    queue.wakeWithin(Duration.ofHours(1).toNanos());
    queue.await(Duration.ofHours(1).toNanos()); // what it had decided before the step began
  }

  @Test
  @Timeout(20)
  void the_poller_wakes_for_an_outcome_that_no_worker_writes() throws InterruptedException {
    Runs runs = new Runs(FinalizerOptions.defaults());
    WorkQueue queue = WorkQueue.forThreads(runs.options, System::nanoTime);
    Thread poller = new Thread(() -> queue.await(Duration.ofMinutes(5).toNanos()));
    poller.start();
    while (poller.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    queue.add(runs.done());
    poller.join();
    assertInstanceOf(WorkQueue.Job.Settle.class, queue.takeNeglected());
  }

  @Test
  void a_caller_writes_what_is_done_before_a_step_that_must_be_counted() {
    Runs runs =
        new Runs(
            FinalizerOptions.builder()
                .step("quick", StepOptions.defaults().withAttempts(1))
                .build());
    WorkQueue queue = WorkQueue.forCaller(runs.options, System::nanoTime);
    queue.workerStarts();
    ChainRun done = runs.done();
    ChainRun counted = runs.claimed();
    queue.add(done);
    queue.addClaimed(counted);
    WorkQueue.Job.Settle first = assertInstanceOf(WorkQueue.Job.Settle.class, queue.take());
    assertEquals(List.of(done), first.batch().runs());
    queue.ended(first);
    assertEquals(new WorkQueue.Job.Step(counted), queue.take());
  }

  @Test
  void prioritized_settlements_are_written_first_and_by_themselves() {
    Runs runs = new Runs(FinalizerOptions.defaults());
    WorkQueue queue = WorkQueue.forThreads(runs.options, System::nanoTime);
    ChainRun normal = runs.done();
    ChainRun prioritized = runs.done();
    prioritized.prioritize();
    queue.add(normal);
    queue.add(prioritized);
    WorkQueue.Job.Settle first = assertInstanceOf(WorkQueue.Job.Settle.class, take(queue));
    assertEquals(List.of(prioritized), first.batch().runs());
  }

  private static Attempt begin(WorkQueue queue, Runs runs) {
    queue.addClaimed(runs.claimed());
    WorkQueue.Job.Step job = assertInstanceOf(WorkQueue.Job.Step.class, take(queue));
    return job.run().begin();
  }

  private static WorkQueue.Job take(WorkQueue queue) {
    queue.admitWorker();
    return queue.take();
  }
}
