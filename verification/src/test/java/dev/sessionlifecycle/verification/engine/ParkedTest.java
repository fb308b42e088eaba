package dev.sessionlifecycle.verification.engine;

import static dev.sessionlifecycle.spi.AttemptRecord.Result.REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ParkedTest {
  private final EngineFixture at;
  private boolean mended;
  private String why = "too_long";
  private final FinalizeChain chain =
      FinalizeChain.first(FinalizeStep.of("scrub", context -> answer(why)))
          .then(FinalizeStep.of("summarize", context -> StepOutcome.done()));
  private final FinalizeChain other =
      FinalizeChain.first(FinalizeStep.of("export", context -> answer("no_target")));
  private final DefaultFinalizer engine;
  private final DefaultFinalizer exporter;

  ParkedTest(EngineStore kind) {
    at = new EngineFixture(kind);
    engine = at.engine(chain);
    exporter = at.engine(other);
  }

  @Test
  void parked_steps_are_listed_by_organization_step_and_label_page_by_page() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(at.ended(chain));
    }
    UUID exported = at.ended(other);
    at.ended(new UUID(7, 7), chain);
    runAll();
    List<ParkedChain> all = engine.parked(at.organization);
    assertThat(all)
        .extracting(ParkedChain::sessionId)
        .contains(exported)
        .containsAll(ids)
        .hasSize(4);
    assertThat(all.get(0).steps().get(0).attempts()).isEqualTo(1);
    assertThat(parked(ParkedFilter.step("export"))).containsExactly(exported);
    assertThat(parked(ParkedFilter.label("too_long"))).hasSize(3);
    assertThat(parked(new ParkedFilter("export", "too_long"))).isEmpty();
    UUID first = all.get(0).sessionId();
    assertThat(engine.parked(at.organization, ParkedFilter.all(), first, 2))
        .extracting(ParkedChain::sessionId)
        .containsExactly(all.get(1).sessionId(), all.get(2).sessionId());
  }

  @Test
  void a_replayed_step_runs_again_with_all_its_attempts_and_its_chain_continues() {
    UUID id = at.ended(chain);
    runAll();
    assertThat(engine.snapshot().parked()).isEqualTo(1);
    mended = true;
    assertThat(engine.replay(at.organization, id)).isTrue();
    assertThat(engine.replay(at.organization, id)).isFalse();
    runAll();
    assertThat(at.state(id)).isEqualTo("d1 d1");
    assertThat(at.attempts(id, "scrub")).isEqualTo("1:PARKED 1:REPLAYED 1:DONE");
    assertThat(engine.snapshot().parked()).isZero();
  }

  @Test
  void a_skipped_step_lets_later_steps_continue_and_records_why() {
    UUID id = at.ended(chain);
    runAll();
    assertThat(engine.skip(at.organization, id, "summarize", "not_parked")).isFalse();
    assertThat(engine.skip(at.organization, id, "scrub", "reviewed_by_hand")).isTrue();
    runAll();
    assertThat(at.state(id)).isEqualTo("s1 d1");
    assertThat(at.attempts(id).get(1).label()).isEqualTo("reviewed_by_hand");
    assertThatThrownBy(() -> engine.skip(at.organization, id, "scrub", "It was Mrs. Jones"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("Jones");
  }

  @Test
  void a_chain_finished_by_a_skip_is_reported_and_counted_like_any_other() {
    UUID id = at.ended(other);
    runAll();
    assertThat(exporter.snapshot().chainsFinished()).isZero();
    at.events.clear();
    assertThat(exporter.skip(at.organization, id, "export", "reviewed_by_hand")).isTrue();
    assertThat(exporter.skip(at.organization, id, "export", "reviewed_by_hand")).isFalse();
    assertThat(at.chain(id).finishedAt()).isNotNull();
    assertThat(at.events)
        .containsExactly(new FinalizerEvent.ChainFinished(at.organization, id, Duration.ZERO));
    assertThat(exporter.snapshot().chainsFinished()).isEqualTo(1);
  }

  @Test
  void a_skip_that_leaves_steps_to_run_reports_no_finished_chain() {
    UUID id = at.ended(chain);
    runAll();
    at.events.clear();
    assertThat(engine.skip(at.organization, id, "scrub", "reviewed_by_hand")).isTrue();
    assertThat(at.events).isEmpty();
    runAll();
    assertThat(engine.snapshot().chainsFinished()).isEqualTo(1);
  }

  @Test
  void a_step_parked_after_very_many_attempts_is_found_by_its_last_label() {
    UUID id = at.ended(chain);
    runAll();
    ChainRecord parked = at.chain(id);
    ChainState again = ChainState.decode("p0 p0");
    AttemptRecord replayed =
        new AttemptRecord(
            "scrub", 1, new UUID(5, 5), at.clock.instant(), at.clock.instant(), REPLAYED, null);
    assertThat(
            at.store
                .chains()
                .revise(parked, again, Duration.ZERO, Collections.nCopies(1_200, replayed)))
        .isTrue();
    why = "still_too_long";
    at.clock.advance(Duration.ofSeconds(1));
    runAll();
    assertThat(parked(ParkedFilter.label("too_long"))).isEmpty();
    assertThat(parked(ParkedFilter.label("still_too_long"))).containsExactly(id);
    ParkedChain.Step step = engine.parked(at.organization).get(0).steps().get(0);
    assertThat(step.parkedAt()).isEqualTo(at.clock.instant());
    mended = true;
    assertThat(engine.replayAll(at.organization, ParkedFilter.label("still_too_long"))).isOne();
    runAll();
    assertThat(at.state(id)).isEqualTo("d1 d1");
  }

  @Test
  void an_unfinished_chain_can_be_replayed_from_any_step() {
    FinalizeChain long_ =
        FinalizeChain.first(FinalizeStep.of("a", context -> StepOutcome.done()))
            .then(FinalizeStep.of("b", context -> StepOutcome.done()))
            .then(FinalizeStep.of("c", context -> answer("never")));
    UUID id = at.ended(long_);
    DefaultFinalizer node = at.engine(long_);
    node.runDue(10);
    assertThat(at.state(id)).isEqualTo("d1 d1 x1");
    mended = true;
    assertThat(node.replayFrom(at.organization, id, "b")).isTrue();
    assertThat(node.replayFrom(at.organization, id, "z")).isFalse();
    node.runDue(10);
    assertThat(at.attempts(id, "a")).isEqualTo("1:DONE");
    assertThat(at.attempts(id, "b")).isEqualTo("1:DONE 1:REPLAYED 1:DONE");
    assertThat(at.attempts(id, "c")).isEqualTo("1:PARKED 1:REPLAYED 1:DONE");
    assertThat(node.replayFrom(at.organization, id, "b")).isFalse();
  }

  @Test
  void a_filter_replays_many_chains_and_none_of_another_organization() {
    for (int i = 0; i < 7; i++) {
      at.ended(chain);
    }
    UUID exported = at.ended(other);
    UUID foreign = at.ended(new UUID(7, 7), chain);
    runAll();
    mended = true;
    assertThat(engine.replayAll(at.organization, ParkedFilter.step("scrub"))).isEqualTo(7);
    assertThat(engine.replay(at.organization, foreign)).isFalse();
    runAll();
    assertThat(parked(ParkedFilter.all())).containsExactly(exported);
    assertThat(engine.parked(new UUID(7, 7))).hasSize(1);
  }

  private List<UUID> parked(ParkedFilter filter) {
    return engine.parked(at.organization, filter, null, 50).stream()
        .map(ParkedChain::sessionId)
        .toList();
  }

  private void runAll() {
    engine.runDue(100);
    exporter.runDue(100);
  }

  private StepOutcome answer(String label) {
    return mended ? StepOutcome.done() : StepOutcome.rejected(label);
  }
}
