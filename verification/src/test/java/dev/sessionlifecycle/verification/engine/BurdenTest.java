package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.spi.ChainStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much a node takes on, and what it does with it when it cannot continue. */
@Tag("long")
class BurdenTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final EngineFixture at = new EngineFixture();
  private final FinalizeChain quick =
      FinalizeChain.first(FinalizeStep.of("quick", context -> StepOutcome.done()));

  @Test
  void every_organization_gets_its_turn_regardless_of_their_number() {
    Map<UUID, Integer> done = new HashMap<>();
    FinalizeChain counting =
        FinalizeChain.first(
            FinalizeStep.of(
                "quick",
                context -> {
                  done.merge(context.session().organizationId(), 1, Integer::sum);
                  return StepOutcome.done();
                }));
    for (int organization = 1; organization <= 8; organization++) {
      for (int i = 0; i < 40; i++) {
        at.ended(new UUID(organization, 1), quick);
      }
    }
    DefaultFinalizer engine = at.engine(counting);
    FinalizerOptions options =
        FinalizerOptions.builder().claimBatch(40).organizationShare(10).build();
    for (int i = 0; i < 4; i++) {
      engine.runDue(40, options);
    }
    assertThat(done).hasSize(8).allSatisfy((id, count) -> assertThat(count).isEqualTo(20));
  }

  @Test
  void a_node_that_works_a_batch_off_at_once_claims_twice_as_many() {
    for (int i = 0; i < 60; i++) {
      at.ended(quick);
    }
    Queue<Long> claimedBefore = new ConcurrentLinkedQueue<>();
    ChainStore chains =
        HookedChains.of(
            at.store.chains(),
            call -> {
              if (call.equals("claim")) {
                claimedBefore.add(count(FinalizerEvent.ChainClaimed.class));
              }
            });
    FinalizerOptions options = FinalizerOptions.builder().claimBatch(10).build();
    try (FinalizerRun run = at.engine(quick, chains).start(options)) {
      await().atMost(SOON).until(() -> count(FinalizerEvent.ChainFinished.class) == 60);
      assertThat(run.isPaused()).isFalse();
    }
    assertThat(claimedBefore).startsWith(0L, 10L, 30L, 50L);
  }

  private long count(Class<? extends FinalizerEvent> kind) {
    return at.events.stream().filter(kind::isInstance).count();
  }

  @Test
  void sessions_ended_while_all_workers_are_busy_are_not_hoarded() {
    CountDownLatch release = new CountDownLatch(1);
    FinalizeChain slow =
        FinalizeChain.first(
            FinalizeStep.of(
                "quick",
                context -> {
                  release.await();
                  return StepOutcome.done();
                }));
    FinalizerOptions options = FinalizerOptions.builder().threads(1).claimBatch(10).build();
    int most = 2 * (4 * 10 + 1) + 10;
    DefaultFinalizer engine = at.ticking(slow);
    try (FinalizerRun run = engine.start(options)) {
      long leased = 0;
      for (int i = 0; i < 10_000 && leased <= most; i++) {
        at.ended(quick);
        engine.wake();
        leased = i % 100 == 0 ? at.store.chains().backlog().leased() : leased;
      }
      assertThat(leased).isBetween(1L, (long) most);
      release.countDown();
      assertThat(run.isPaused()).isFalse();
    }
  }

  @Test
  void a_node_whose_threads_all_hang_releases_its_waiting_chains() {
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean hangs = new AtomicBoolean(true);
    FinalizeChain hanging =
        FinalizeChain.first(
            FinalizeStep.of(
                "quick",
                context -> {
                  if (hangs.get()) {
                    release.await();
                  }
                  return StepOutcome.done();
                }));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(at.ended(quick));
    }
    FinalizerOptions options =
        FinalizerOptions.builder()
            .threads(2)
            .spareThreads(1)
            .steps(StepOptions.defaults().withTimeout(Duration.ofMillis(50)))
            .build();
    DefaultFinalizer engine = at.ticking(hanging);
    try (FinalizerRun run = engine.start(options)) {
      await().atMost(SOON).until(() -> at.store.chains().backlog().due() == 27);
      await().atMost(SOON).until(() -> at.store.chains().backlog().leased() == 0);
      assertThat(at.engine(quick).runDue(100).finished()).isEqualTo(27);
      hangs.set(false);
      release.countDown();
      UUID later = at.ended(quick);
      await()
          .atMost(SOON)
          .until(
              () -> {
                at.clock.advance(Duration.ofSeconds(1)); // if a stall has made it time out
                return at.state(later).startsWith("d");
              });
      assertThat(run.isPaused()).isFalse();
    }
  }

  @Test
  void the_outcome_of_a_long_step_is_written_before_the_next_step_runs() {
    CountDownLatch release = new CountDownLatch(1);
    FinalizeChain chain =
        FinalizeChain.first(
                FinalizeStep.of(
                    "long",
                    context -> {
                      await().until(() -> context.timeLeft().toMillis() < 299_980);
                      return StepOutcome.done();
                    }))
            .then(
                FinalizeStep.of(
                    "next",
                    context -> {
                      release.await();
                      return StepOutcome.done();
                    }));
    UUID id = at.ended(chain);
    StepOptions steps = StepOptions.defaults().withTimeout(Duration.ofMinutes(5));
    try (FinalizerRun run =
        at.ticking(chain).start(FinalizerOptions.builder().steps(steps).build())) {
      await().atMost(SOON).until(() -> at.attempts(id, "long").equals("1:DONE"));
      assertThat(at.state(id)).isEqualTo("d1 p0");
      release.countDown();
      assertThat(run.isPaused()).isFalse();
    }
  }

  @Test
  void a_hanging_step_is_abandoned_at_its_timeout_even_between_rare_polls() {
    CountDownLatch release = new CountDownLatch(1);
    FinalizeChain chain =
        FinalizeChain.first(
            FinalizeStep.of(
                "hangs",
                context -> {
                  release.await();
                  return StepOutcome.done();
                }));
    UUID id = at.ended(chain);
    FinalizerOptions options =
        FinalizerOptions.builder()
            .poll(Duration.ofHours(1), Duration.ofHours(1))
            .steps(StepOptions.defaults().withTimeout(Duration.ofMillis(50)))
            .build();
    try (FinalizerRun run = at.ticking(chain).start(options)) {
      await().atMost(SOON).until(() -> at.attempts(id, "hangs").equals("1:FAILED"));
      release.countDown();
      assertThat(run.isPaused()).isFalse();
    }
  }

  @Test
  void a_step_outcome_is_kept_while_the_store_refuses_writes() {
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger settles = new AtomicInteger();
    AtomicBoolean full = new AtomicBoolean(true);
    FinalizeChain chain =
        FinalizeChain.first(
            FinalizeStep.of(
                "quick",
                context -> {
                  ran.incrementAndGet();
                  return StepOutcome.done(Effects.builder().summary("dear").build());
                }));
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(at.ended(chain));
    }
    DefaultFinalizer engine =
        at.ticking(
            chain,
            HookedChains.of(
                at.store.chains(),
                call -> {
                  if (call.equals("settle") && full.get()) {
                    settles.incrementAndGet();
                    throw new StoreException("nothing is taken", false, null);
                  }
                }));
    assertThatThrownBy(() -> engine.runDue(1)).isInstanceOf(StoreException.class);
    assertThat(settles).hasValueLessThan(20);
    assertThat(ran).hasValue(1);
    at.clock.advance(Duration.ofHours(1)); // its lease expires; now it counts before it runs
    try (FinalizerRun run = engine.start(FinalizerOptions.defaults())) {
      await().atMost(SOON).until(() -> ran.get() == 20 && settles.get() > 20);
      full.set(false);
      await().atMost(SOON).until(() -> ids.stream().allMatch(id -> at.state(id).startsWith("d")));
      assertThat(run.isPaused()).isFalse();
    }
    assertThat(ran).hasValue(21);
    assertThat(ids).allMatch(id -> "dear".equals(at.session(id).summary()));
  }
}
