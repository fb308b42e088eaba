package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.internal.finalizer.FinalizerContext;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.ClaimRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The leases of a started finalizer, observed through its store calls. */
@Tag("long")
class LeaseLossTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final FinalizerOptions OPTIONS =
      FinalizerOptions.builder()
          .threads(2)
          .lease(Duration.ofSeconds(1))
          .poll(Duration.ofMillis(20), Duration.ofMillis(100))
          .build();

  private final FinalizeChain quick =
      FinalizeChain.first(FinalizeStep.of("quick", context -> StepOutcome.done()));
  private final EngineFixture at = new EngineFixture();
  private final List<List<?>> renewals = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  /** What a claim waits for before it is made. */
  private volatile CountDownLatch claims = new CountDownLatch(0);

  @Test
  void one_renewal_per_node_keeps_the_leases_of_all_long_steps() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    FinalizeChain chain =
        FinalizeChain.first(
            FinalizeStep.of(
                "long",
                context -> {
                  begun.countDown();
                  release.await();
                  return StepOutcome.done();
                }));
    List<UUID> ids = List.of(at.ended(chain), at.ended(chain));
    try (FinalizerRun run = started(chain).start(OPTIONS)) {
      begun.await();
      for (int lease = 0; lease < 3; lease++) {
        int before = renewals.size();
        at.clock.advance(Duration.ofMillis(900));
        await().atMost(SOON).until(() -> renewals.size() >= before + 2);
        assertThat(at.engine(chain).runDue(10).claimed()).isZero();
      }
      assertThat(renewals).filteredOn(it -> !it.isEmpty()).allMatch(it -> it.size() == 2);
      release.countDown();
      await().atMost(SOON).until(() -> ids.stream().allMatch(this::isFinished));
      assertThat(run.isPaused()).isFalse();
    }
    assertThat(ids).allMatch(id -> at.attempts(id, "long").equals("1:DONE"));
  }

  @Test
  void a_step_whose_lease_lapsed_is_cancelled_and_its_outcome_is_refused() {
    CountDownLatch begun = new CountDownLatch(1);
    FinalizeChain slow =
        FinalizeChain.first(
            FinalizeStep.of(
                "writes",
                context -> {
                  begun.countDown();
                  waitFor(context::isCancelled);
                  return StepOutcome.done(Effects.builder().summary("late").build());
                }));
    FinalizeChain quick =
        FinalizeChain.first(
            FinalizeStep.of(
                "writes",
                context -> StepOutcome.done(Effects.builder().summary("in time").build())));
    UUID id = at.ended(slow);
    DefaultFinalizer node = started(slow);
    try (FinalizerRun run = node.start(OPTIONS)) {
      await().atMost(SOON).until(() -> begun.getCount() == 0);
      at.clock.advance(Duration.ofHours(1));
      assertThat(at.engine(quick).runDue(1).finished()).isEqualTo(1);
      await().atMost(SOON).until(() -> node.snapshot().outcomesRefused() == 1);
      assertThat(run.isPaused()).isFalse();
    }
    assertThat(at.session(id).summary()).isEqualTo("in time");
    assertThat(at.events)
        .hasAtLeastOneElementOfType(FinalizerEvent.LeaseLost.class)
        .hasAtLeastOneElementOfType(FinalizerEvent.OutcomeRefused.class);
  }

  @Test
  void an_idle_finalizer_polls_the_store_at_most_once_per_interval() {
    long start = System.nanoTime();
    try (FinalizerRun run = started(quick).start(OPTIONS)) {
      await().atMost(SOON).until(() -> calls.size() >= 15);
      assertThat(run.isPaused()).isFalse();
    }
    long intervals = Duration.ofNanos(System.nanoTime() - start).toMillis() / 100;
    // The shapes once at the start, and three polls before the interval has grown.
    assertThat((long) calls.size()).isLessThanOrEqualTo(intervals + 6);
    assertThat(calls).isSubsetOf("register", "makeCurrent", "shapes", "claim");
  }

  @Test
  void chains_claimed_during_the_close_are_released() throws Exception {
    UUID id = at.ended(quick);
    claims = new CountDownLatch(1);
    FinalizerRun run = started(quick).start(OPTIONS);
    await().atMost(SOON).until(() -> calls.contains("claim"));
    Thread closer = new Thread(() -> run.close(SOON));
    closer.start();
    await().atMost(SOON).until(run::isPaused);
    claims.countDown();
    closer.join();
    assertThat(at.store.chains().backlog().leased()).isZero();
    assertThat(at.engine(quick).runDue(10).finished()).isEqualTo(1);
    assertThat(at.attempts(id, "quick")).isEqualTo("1:DONE");
  }

  @Test
  void chains_claimed_during_the_close_are_settled_if_they_cannot_be_released() throws Exception {
    UUID id = claimedByALostNode(quick);
    claims = new CountDownLatch(1);
    FinalizerRun run = started(quick).start(OPTIONS);
    await().atMost(SOON).until(() -> calls.contains("claim"));
    AtomicBoolean inTime = new AtomicBoolean();
    Thread closer = new Thread(() -> inTime.set(run.close(SOON)));
    closer.start();
    await().atMost(SOON).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    claims.countDown();
    closer.join();
    assertThat(inTime).isTrue();
    assertThat(at.store.chains().backlog().leased()).isZero();
    at.clock.advance(Duration.ofHours(1));
    assertThat(at.engine(quick).runDue(10).finished()).isEqualTo(1);
    assertThat(at.attempts(id, "quick")).isEqualTo("1:LOST 2:DONE");
  }

  @Test
  void a_claim_that_outlives_the_close_leaves_no_chain_leased() throws Exception {
    claimedByALostNode(quick);
    claims = new CountDownLatch(1);
    FinalizerRun run = started(quick).start(OPTIONS);
    await().atMost(SOON).until(() -> calls.contains("claim"));
    assertThat(run.close(Duration.ZERO)).isFalse();
    claims.countDown();
    await().atMost(SOON).until(() -> calls.contains("settle"));
    await().atMost(SOON).until(() -> at.store.chains().backlog().leased() == 0);
  }

  @Test
  void a_lease_lost_while_texts_are_replaced_does_not_delay_the_close() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    FinalizeChain chain =
        FinalizeChain.first(
            FinalizeStep.of(
                "scrub",
                context -> {
                  claimedElsewhere(context.session().id());
                  try {
                    context.replaceMessages(Map.of());
                    return StepOutcome.done();
                  } finally {
                    refused.countDown();
                  }
                }));
    at.ended(chain);
    FinalizerOptions rarely =
        FinalizerOptions.builder()
            .lease(Duration.ofMinutes(5))
            .poll(Duration.ofMinutes(1), Duration.ofMinutes(1))
            .build();
    FinalizerRun run = started(chain).start(rarely);
    refused.await();
    assertThat(run.close(SOON)).isTrue();
    assertThat(at.events).hasAtLeastOneElementOfType(FinalizerEvent.LeaseLost.class);
  }

  /** Returns an ended session whose chain has to be settled before it can be given back. */
  private UUID claimedByALostNode(FinalizeChain chain) {
    UUID id = at.ended(chain);
    claimedElsewhere(id);
    at.clock.advance(OPTIONS.lease().plusSeconds(1));
    return id;
  }

  /** Has another node claim the chain, after all leases have expired. */
  private void claimedElsewhere(UUID id) {
    at.clock.advance(Duration.ofHours(1));
    String shape = at.chain(id).shape();
    ClaimRequest claim =
        new ClaimRequest(UUID.randomUUID(), OPTIONS.lease(), 1, 1, Set.of(shape), null);
    assertThat(at.store.chains().claim(claim)).hasSize(1);
  }

  private boolean isFinished(UUID id) {
    return at.chain(id).state().isFinished();
  }

  private DefaultFinalizer started(FinalizeChain chain) {
    return new DefaultFinalizer(
        new FinalizerContext(
            counted(),
            at.clock,
            System::nanoTime,
            () -> 0.5,
            UUID::randomUUID,
            Limits.defaults(),
            at.events::add),
        chain);
  }

  private ChainStore counted() {
    return (ChainStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ChainStore.class},
            (proxy, method, args) -> {
              calls.add(method.getName());
              if (method.getName().equals("claim")) {
                claims.await();
              }
              try {
                Object answer = method.invoke(at.store.chains(), args);
                if (method.getName().equals("renew")) {
                  renewals.add(new ArrayList<>((List<?>) args[0]));
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void waitFor(BooleanSupplier condition) {
    await().atMost(SOON).until(condition::getAsBoolean);
  }
}
