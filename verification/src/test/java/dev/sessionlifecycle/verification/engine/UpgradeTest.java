package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionType;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class UpgradeTest {
  private final EngineFixture at;
  private final FinalizeStep scrub = step("scrub");
  private final FinalizeStep summarize = step("summarize");
  private final FinalizeStep topics = step("topics");
  private final FinalizeChain older = FinalizeChain.first(scrub).then(summarize);
  private final FinalizeChain newer = FinalizeChain.first(scrub).then(topics, summarize);

  UpgradeTest(EngineStore kind) {
    at = new EngineFixture(kind);
  }

  @Test
  void a_node_leaves_a_chain_with_an_unknown_step_alone() {
    UUID id = at.ended(newer);
    assertThat(at.engine(older).runDue(10).claimed()).isZero();
    assertThat(at.state(id)).isEqualTo("p0 p0 p0");
    assertThat(at.engine(newer).runDue(10).finished()).isEqualTo(1);
  }

  @Test
  void a_newer_node_runs_an_older_chain_by_its_old_definition() {
    UUID old = at.ended(older);
    UUID young = at.ended(newer);
    assertThat(at.engine(newer).runDue(10).finished()).isEqualTo(2);
    assertThat(at.state(old)).isEqualTo("d1 d1");
    assertThat(at.state(young)).isEqualTo("d1 d1 d1");
  }

  @Test
  void a_removed_step_is_skipped_and_a_renamed_one_runs_under_its_old_name() {
    FinalizeChain next =
        FinalizeChain.first(step("redact")).renamed("scrub", "redact").removed("topics");
    UUID id = at.ended(newer);
    assertThat(at.engine(next).runDue(10).claimed()).isZero();
    FinalizeChain both = next.then(step("shorten")).renamed("summarize", "shorten");
    assertThat(at.engine(both).runDue(10).finished()).isEqualTo(1);
    assertThat(at.state(id)).isEqualTo("d1 s1 d1");
    assertThat(at.attempts(id, "scrub")).isEqualTo("1:DONE");
    assertThat(at.attempts(id).get(1).label()).isEqualTo("step_removed");
  }

  @Test
  void renames_of_the_chain_of_another_session_type_apply() {
    FinalizeChain next =
        FinalizeChain.first(step("redact"))
            .insteadFor(
                SessionType.TEST,
                FinalizeChain.first(step("shorten"))
                    .renamed("scrub", "shorten")
                    .removed("summarize"));
    UUID id = at.ended(older);
    assertThat(at.engine(next).runDue(10).finished()).isEqualTo(1);
    assertThat(at.state(id)).isEqualTo("d1 s1");
  }

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }
}
