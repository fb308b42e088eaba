package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.finalizer.SessionChain.Result;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SessionChainTest {
  private final EngineFixture at;
  private final FinalizeStep scrub = FinalizeStep.of("scrub", context -> StepOutcome.done());
  private final FinalizeStep sync =
      FinalizeStep.of("sync", context -> StepOutcome.retryLater(Duration.ofMinutes(5), "busy"));
  private final FinalizeStep crm = FinalizeStep.of("crm", context -> StepOutcome.rejected("gone"));
  private final FinalizeChain chain =
      FinalizeChain.builder().step(scrub).step(sync, scrub).delivery(crm, scrub).build();

  SessionChainTest(EngineStore kind) {
    at = new EngineFixture(kind);
  }

  @Test
  void a_chain_shows_its_definition_its_progress_and_what_was_tried() {
    UUID id = at.ended(chain);
    DefaultFinalizer engine = at.engine(chain);
    SessionChain before = engine.chain(at.organization, id).orElseThrow();
    assertThat(before.steps()).extracting(ChainStep::progress).containsOnly(Progress.PENDING);
    assertThat(before.dueAt()).isNotNull();
    engine.runDue(10);
    SessionChain after = engine.chain(at.organization, id).orElseThrow();
    assertThat(after.steps()).extracting(ChainStep::name).containsExactly("scrub", "sync", "crm");
    assertThat(after.steps()).extracting(ChainStep::isDelivery).containsExactly(false, false, true);
    assertThat(after.steps().get(2).waitsFor()).containsExactly("scrub");
    assertThat(after.steps())
        .extracting(ChainStep::progress)
        .containsExactly(Progress.DONE, Progress.PENDING, Progress.PARKED);
    assertThat(after.steps().get(1).nextAttempt()).isEqualTo(after.dueAt());
    assertThat(after.steps().get(1).history())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.result()).isEqualTo(Result.RETRY);
              assertThat(it.label()).isEqualTo("busy");
              assertThat(it.number()).isEqualTo(1);
            });
    assertThat(after.isLeased()).isFalse();
    assertThat(after.finishedAt()).isNull();
    assertThat(engine.backlog(at.organization).waiting()).isEqualTo(1);
  }

  @Test
  void a_live_a_missing_and_a_foreign_session_have_no_chain_to_show() {
    UUID id = at.ended(chain);
    DefaultFinalizer engine = at.engine(chain);
    assertThat(engine.chain(at.organization, UUID.randomUUID())).isEmpty();
    assertThat(engine.chain(UUID.randomUUID(), id)).isEmpty();
    assertThat(engine.backlog(UUID.randomUUID()).due()).isZero();
  }

  @Test
  void a_dry_count_says_what_a_skip_or_a_replay_of_many_will_change() {
    List<UUID> ids = List.of(at.ended(chain), at.ended(chain), at.ended(chain));
    DefaultFinalizer engine = at.engine(chain);
    engine.runDue(10);
    assertThat(engine.countParked(at.organization, ParkedFilter.all())).isEqualTo(3);
    assertThat(engine.countParked(at.organization, new ParkedFilter("scrub", null))).isZero();
    assertThat(engine.replayAll(at.organization, new ParkedFilter("crm", "gone"))).isEqualTo(3);
    assertThat(engine.countParked(at.organization, ParkedFilter.all())).isZero();
    engine.runDue(10);
    assertThatThrownBy(() -> engine.skipAll(at.organization, ParkedFilter.all(), "No Label"))
        .isInstanceOf(InvalidInputException.class);
    assertThat(engine.skipAll(at.organization, new ParkedFilter(null, "other"), "old")).isZero();
    assertThat(engine.skipAll(at.organization, new ParkedFilter("crm", null), "old")).isEqualTo(3);
    for (UUID id : ids) {
      List<ChainStep> steps = engine.chain(at.organization, id).orElseThrow().steps();
      assertThat(steps.get(2).progress()).isEqualTo(Progress.SKIPPED);
      assertThat(steps.get(2).history())
          .extracting(SessionChain.StepAttempt::result)
          .containsExactly(Result.PARKED, Result.REPLAYED, Result.PARKED, Result.SKIPPED);
    }
  }
}
