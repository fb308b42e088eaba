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
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.internal.finalizer.FinalizerContext;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.AttemptRecord.Result;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener finds in the store whatever an event reports as committed. */
@ParameterizedClass
@EnumSource
class EventsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final EngineFixture at;
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final Queue<String> early = new ConcurrentLinkedQueue<>();
  private final Queue<Duration> claims = new ConcurrentLinkedQueue<>();
  private final FinalizeChain chain =
      FinalizeChain.first(
              FinalizeStep.of(
                  "writes",
                  context -> StepOutcome.done(Effects.builder().summary("short").build())))
          .then(
              FinalizeStep.of("skips", context -> StepOutcome.skipped("nothing_to_do")),
              FinalizeStep.of("fails", EventsTest::failsOnce))
          .then(FinalizeStep.of("parks", context -> StepOutcome.rejected("no_target")));

  EventsTest(EngineStore kind) {
    at = new EngineFixture(kind);
  }

  @Test
  void events_about_committed_work_arrive_only_after_the_commit() {
    DefaultFinalizer engine = engine();
    UUID id = at.ended(chain);
    engine.runDue(10, options().build());
    assertThat(engine.skip(at.organization, id, "parks", "by_hand")).isTrue();
    assertThat(early).isEmpty();
    assertThat(told)
        .containsExactly(
            "StepFinished writes",
            "StepFinished skips",
            "StepFailed fails",
            "StepFinished fails",
            "StepParked parks",
            "ChainFinished");
  }

  @Test
  void a_started_finalizer_delivers_events_only_after_the_commit() {
    DefaultFinalizer engine = engine();
    List<UUID> ids = List.of(at.ended(chain), at.ended(chain), at.ended(chain));
    try (FinalizerRun run = engine.start(options().build())) {
      await().atMost(SOON).until(() -> engine.snapshot().stepsParked() == ids.size());
      assertThat(run.isPaused()).isFalse();
    }
    ids.forEach(id -> engine.skip(at.organization, id, "parks", "by_hand"));
    assertThat(early).isEmpty();
    assertThat(told).hasSize(6 * ids.size());
  }

  @Test
  void a_claim_reports_how_long_the_chain_had_been_due() {
    DefaultFinalizer engine = engine();
    at.ended(chain);
    at.clock.advance(Duration.ofSeconds(7));
    engine.runDue(10, options().build());
    assertThat(claims).first().isEqualTo(Duration.ofSeconds(7));
  }

  private static StepOutcome failsOnce(dev.sessionlifecycle.finalize.StepContext context) {
    if (context.attempt() == 1) {
      throw new IllegalStateException("once");
    }
    return StepOutcome.done();
  }

  private static FinalizerOptions.Builder options() {
    return FinalizerOptions.builder()
        .threads(2)
        .step("fails", StepOptions.defaults().withBackoff(Duration.ZERO, Duration.ZERO));
  }

  private DefaultFinalizer engine() {
    return new DefaultFinalizer(
        new FinalizerContext(
            at.store.chains(),
            at.clock,
            System::nanoTime,
            () -> 0.5,
            UUID::randomUUID,
            Limits.defaults(),
            this::look),
        chain);
  }

  /** Checks that the store contains what the event reports. */
  private void look(FinalizerEvent event) {
    if (event instanceof FinalizerEvent.ChainClaimed it) {
      claims.add(it.waited());
    } else if (event instanceof FinalizerEvent.StepFinished it) {
      Result result = it.skipped() ? Result.SKIPPED : Result.DONE;
      boolean shown =
          !it.step().equals("writes") || "short".equals(at.session(it.sessionId()).summary());
      note("StepFinished " + it.step(), shown && recorded(it.sessionId(), it.step(), result));
    } else if (event instanceof FinalizerEvent.StepFailed it) {
      note("StepFailed " + it.step(), recorded(it.sessionId(), it.step(), Result.FAILED));
    } else if (event instanceof FinalizerEvent.StepParked it) {
      note("StepParked " + it.step(), recorded(it.sessionId(), it.step(), Result.PARKED));
    } else if (event instanceof FinalizerEvent.ChainFinished it) {
      boolean stamped = at.session(it.sessionId()).finalizedAt() != null;
      note("ChainFinished", stamped && at.chain(it.sessionId()).finishedAt() != null);
    }
  }

  private boolean recorded(UUID id, String step, Result result) {
    return at.attempts(id).stream().anyMatch(it -> it.step().equals(step) && it.result() == result);
  }

  private void note(String event, boolean isInStore) {
    told.add(event);
    if (!isInStore) {
      early.add(event);
    }
  }
}
