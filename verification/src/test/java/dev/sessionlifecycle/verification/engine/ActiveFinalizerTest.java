package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ActiveFinalizerTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final SessionStore store;
  private final int many;
  private final UUID organization = UUID.randomUUID();
  private final Queue<FinalizerEvent> events = new ConcurrentLinkedQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final FinalizeStep quick = FinalizeStep.of("quick", context -> StepOutcome.done());
  private final FinalizeStep writes =
      FinalizeStep.of(
          "writes", context -> StepOutcome.done(Effects.builder().summary("short").build()));

  ActiveFinalizerTest(EngineStore kind) {
    store = kind.open(InstantSource.system());
    many = kind == EngineStore.MEMORY ? 2_000 : 200;
  }

  @AfterEach
  void let_every_step_end() {
    release.countDown();
  }

  @Test
  void ended_sessions_are_finalized_in_the_background() {
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(writes).then(quick));
    try (FinalizerRun run = lifecycle.finalizer().start()) {
      List<UUID> ids = end(lifecycle, many);
      await().atMost(SOON).until(() -> finished(ids) == many);
      assertThat(run.isPaused()).isFalse();
    }
    assertThat(lifecycle.finalizer().snapshot().chainsFinished()).isEqualTo(many);
    assertThat(lifecycle.finalizer().snapshot().stepsFinished()).isEqualTo(2L * many);
  }

  @Test
  void closing_stops_all_threads() {
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(quick));
    FinalizerRun run = lifecycle.finalizer().start();
    List<UUID> ids = end(lifecycle, 100);
    await().atMost(SOON).until(() -> finished(ids) == 100);
    assertThat(threads()).isNotEmpty();
    assertThat(run.close(SOON)).isTrue();
    assertThat(threads()).isEmpty();
    assertThat(run.close(Duration.ZERO)).isTrue();
  }

  @Test
  void a_session_ended_on_this_node_does_not_wait_for_a_large_backlog() {
    FinalizeStep waits =
        FinalizeStep.of(
            "waits",
            context -> {
              release.await();
              return StepOutcome.done();
            });
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(waits));
    end(lifecycle, 300);
    try (FinalizerRun run =
        lifecycle.finalizer().start(FinalizerOptions.builder().threads(1).build())) {
      await().atMost(SOON).until(() -> store.chains().backlog().leased() > 60);
      UUID small = UUID.randomUUID();
      OrganizationSessions sessions = lifecycle.organization(small);
      UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
      sessions.close(id, "user_hangup");
      SessionKey key = new SessionKey(small, id);
      await().atMost(SOON).until(() -> store.chains().find(key).orElseThrow().leased());
      assertThat(store.chains().backlog().leased()).isLessThan(200);
      release.countDown();
      assertThat(run.isPaused()).isFalse();
    }
  }

  @Test
  void listeners_that_throw_errors_stop_nothing() {
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(store)
            .finalizeWith(FinalizeChain.first(writes).then(quick))
            .finalizerListener(
                event -> {
                  throw new AssertionError(event);
                })
            .listener(
                new SessionListener() {
                  @Override
                  public void ended(Session session) {
                    throw new AssertionError(session);
                  }
                })
            .build();
    FinalizerRun run = lifecycle.finalizer().start();
    List<UUID> ids = end(lifecycle, 50);
    await().atMost(SOON).until(() -> finished(ids) == 50);
    assertThat(run.close(SOON)).isTrue();
    assertThat(store.chains().backlog().leased()).isZero();
  }

  @Test
  void steps_run_on_the_supplied_executor() {
    Queue<String> names = new ConcurrentLinkedQueue<>();
    FinalizeStep asks =
        FinalizeStep.of(
            "asks",
            context -> {
              names.add(Thread.currentThread().getName());
              return StepOutcome.done();
            });
    ExecutorService executor = Executors.newFixedThreadPool(2, task -> new Thread(task, "host"));
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(asks));
    FinalizerOptions options = FinalizerOptions.builder().executor(executor).threads(2).build();
    try (FinalizerRun run = lifecycle.finalizer().start(options)) {
      List<UUID> ids = end(lifecycle, 50);
      await().atMost(SOON).until(() -> finished(ids) == 50);
      assertThat(run.isPaused()).isFalse();
    }
    assertThat(names).containsOnly("host");
    executor.shutdown();
  }

  @Test
  void a_paused_finalizer_claims_nothing_until_it_is_resumed() {
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(quick));
    try (FinalizerRun run = lifecycle.finalizer().start()) {
      run.pause();
      await().atMost(SOON).until(() -> end(lifecycle, 1).size() == 1 && run.isPaused());
      List<UUID> ids = end(lifecycle, 10);
      assertThat(finished(ids)).isZero();
      run.resume();
      await().atMost(SOON).until(() -> finished(ids) == 10);
    }
  }

  @Test
  void closing_writes_finished_steps_and_releases_chains_not_begun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FinalizeStep slow =
        FinalizeStep.of(
            "slow",
            context -> {
              begun.countDown();
              release.await();
              return StepOutcome.done();
            });
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(slow).then(quick));
    FinalizerRun run = lifecycle.finalizer().start(FinalizerOptions.builder().threads(1).build());
    List<UUID> ids = end(lifecycle, 20);
    begun.await();
    Thread closer = new Thread(() -> run.close(SOON));
    closer.start();
    await().atMost(SOON).until(() -> store.chains().backlog().leased() == 1);
    release.countDown();
    closer.join();
    assertThat(store.chains().backlog().leased()).isZero();
    assertThat(states(ids)).containsOnlyOnce("d1 p0").contains("p0 p0");
    assertThat(lifecycle.finalizer().runDue(100).finished()).isEqualTo(20);
  }

  @Test
  void a_step_that_outlives_the_close_is_cancelled_and_its_result_is_refused() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    FinalizeStep stubborn =
        FinalizeStep.of(
            "stubborn",
            context -> {
              begun.countDown();
              release.await();
              assertThat(context.isCancelled()).isTrue();
              return StepOutcome.done(Effects.builder().summary("too late").build());
            });
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(stubborn));
    FinalizerRun run = lifecycle.finalizer().start();
    UUID id = end(lifecycle, 1).get(0);
    begun.await();
    assertThat(run.close(Duration.ofMillis(10))).isFalse();
    assertThat(store.chains().backlog().leased()).isZero();
    release.countDown();
    await()
        .atMost(SOON)
        .until(() -> events.stream().anyMatch(FinalizerEvent.OutcomeRefused.class::isInstance));
    assertThat(store.find(key(id)).orElseThrow().summary()).isNull();
    assertThat(store.chains().attempts(key(id)).get(0).label()).isEqualTo("stopped");
    await().atMost(SOON).until(() -> threads().isEmpty());
  }

  @Test
  void a_hanging_step_is_abandoned_and_the_others_continue() {
    AtomicInteger hung = new AtomicInteger();
    FinalizeStep hangs =
        FinalizeStep.of(
            "hangs",
            context -> {
              if (hung.incrementAndGet() <= 2) {
                release.await();
              }
              return StepOutcome.done();
            });
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(hangs));
    FinalizerOptions options =
        FinalizerOptions.builder()
            .threads(1)
            .spareThreads(2)
            .steps(
                StepOptions.defaults()
                    .withTimeout(Duration.ofMillis(50))
                    .withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
            .build();
    try (FinalizerRun run = lifecycle.finalizer().start(options)) {
      List<UUID> ids = end(lifecycle, 30);
      await().atMost(SOON).until(() -> finished(ids) == 30);
      assertThat(lifecycle.finalizer().snapshot().hanging()).isEqualTo(2);
      assertThat(run.isPaused()).isFalse();
      release.countDown();
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void a_step_never_exceeds_its_configured_concurrency() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FinalizeStep limited =
        FinalizeStep.of(
            "limited",
            context -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              now.decrementAndGet();
              return StepOutcome.done();
            });
    SessionLifecycle lifecycle = lifecycle(FinalizeChain.first(quick).then(limited));
    FinalizerOptions options =
        FinalizerOptions.builder()
            .threads(8)
            .poll(Duration.ofMillis(1), Duration.ofMillis(5))
            .step("limited", StepOptions.defaults().withMaxConcurrent(2))
            .build();
    try (FinalizerRun run = lifecycle.finalizer().start(options)) {
      List<UUID> ids = end(lifecycle, 300);
      await().atMost(SOON).until(() -> finished(ids) == 300);
      assertThat(run.isPaused()).isFalse();
    }
    assertThat(most.get()).isLessThanOrEqualTo(2);
  }

  private SessionLifecycle lifecycle(FinalizeChain chain) {
    return SessionLifecycle.builder(store)
        .finalizeWith(chain)
        .finalizerListener(events::add)
        .build();
  }

  private List<UUID> end(SessionLifecycle lifecycle, int count) {
    OrganizationSessions sessions = lifecycle.organization(organization);
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Session session = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow();
      sessions.append(session.id(), Message.fromUser("hello"));
      CloseResult result = sessions.close(session.id(), "user_hangup");
      ids.add(result.session().id());
    }
    return ids;
  }

  private long finished(List<UUID> ids) {
    return ids.stream()
        .filter(id -> store.find(key(id)).orElseThrow().finalizedAt() != null)
        .count();
  }

  private List<String> states(List<UUID> ids) {
    return ids.stream()
        .map(id -> store.chains().find(key(id)).orElseThrow().state().encode())
        .toList();
  }

  private SessionKey key(UUID id) {
    return new SessionKey(organization, id);
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("session-lifecycle-finalize-"))
        .toList();
  }
}
