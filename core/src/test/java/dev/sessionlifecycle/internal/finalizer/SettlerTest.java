package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettlerTest {
  private final Runs runs = new Runs(FinalizerOptions.defaults());
  private final Settler settler =
      new Settler(runs.context, new RunStats(runs.context, new FinalizerTotals()));
  private final Set<UUID> heldUp = new HashSet<>();
  private boolean mayPass = true;
  private int calls;

  SettlerTest() {
    runs.settle = this::settle;
  }

  private List<SettleReply> settle(List<Settlement> settlements) {
    calls++;
    if (settlements.stream().anyMatch(it -> heldUp.contains(it.ref().session().sessionId()))) {
      throw new StoreException("held up", mayPass, null);
    }
    return Collections.nCopies(settlements.size(), SettleReply.SETTLED);
  }

  @Test
  void one_failing_settlement_does_not_block_its_batch() {
    List<ChainRun> batch = batch(20);
    failSettlement(batch.get(3));
    Settler.Result first = settler.settle(batch);
    assertEquals(batch, first.failed());
    Settler.Result second = settler.retry(first.failed());
    assertEquals(List.of(batch.get(3)), second.failed());
    assertEquals(19, second.over().size());
  }

  @Test
  void a_retry_stops_early_when_many_fail_and_the_next_starts_with_the_rest() {
    List<ChainRun> batch = batch(20);
    batch.subList(0, 10).forEach(this::failSettlement);
    Settler.Result first = settler.retry(batch);
    assertEquals(3, calls);
    assertEquals(batch.subList(3, 20), first.failed().subList(0, 17));
    Settler.Result second = settler.retry(first.failed());
    Settler.Result third = settler.retry(second.failed());
    Settler.Result fourth = settler.retry(third.failed());
    assertEquals(10, fourth.over().size());
    assertEquals(new HashSet<>(batch.subList(0, 10)), new HashSet<>(fourth.failed()));
  }

  @Test
  void a_permanent_store_failure_does_not_refuse_the_step_result() {
    List<ChainRun> batch = batch(2);
    batch.forEach(this::failSettlement);
    mayPass = false;
    Settler.Result result = settler.settle(batch);
    assertEquals(batch, result.failed());
    heldUp.clear();
    assertEquals(batch, settler.retry(batch).over());
  }

  @Test
  void a_chain_that_never_settles_is_dropped_after_repeated_permanent_failures() {
    ChainRun run = batch(1).get(0);
    failSettlement(run);
    for (int i = 0; i < 200; i++) {
      assertEquals(List.of(run), settler.retry(List.of(run)).failed());
    }
    assertFalse(run.isLost(), "it may pass");
    mayPass = false;
    int tries = 0;
    while (!settler.retry(List.of(run)).failed().isEmpty()) {
      tries++;
    }
    assertEquals(49, tries);
    assertTrue(run.isLost());
  }

  @Test
  void a_refused_settlement_without_effects_is_not_retried() {
    runs.settle = all -> Collections.nCopies(all.size(), SettleReply.REFUSED);
    ChainRun run = batch(1).get(0);
    Settler.Result result = settler.settle(List.of(run));
    assertEquals(List.of(run), result.over());
    assertTrue(run.isLost());
  }

  private void failSettlement(ChainRun run) {
    heldUp.add(run.ref().session().sessionId());
  }

  private List<ChainRun> batch(int size) {
    List<ChainRun> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      batch.add(runs.done());
    }
    return batch;
  }
}
