package dev.sessionlifecycle.verification.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.benchmarks.campaign.History;
import dev.sessionlifecycle.benchmarks.campaign.History.Seen;
import dev.sessionlifecycle.benchmarks.campaign.HistoryCheck;
import dev.sessionlifecycle.benchmarks.campaign.HistoryCheck.CheckResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HistoryCheckTest {
  private static final UUID ID = new UUID(1, 1);
  private static final List<String> ONCE = List.of("first", "second");

  @Test
  void a_history_without_losses_and_duplicates_is_clean() {
    assertThat(judge(new Seen(true, true, true, ONCE, ONCE)).isClean()).isTrue();
    assertThat(judge(new Seen(false, false, true, List.of(), List.of())).lost())
        .containsExactly(ID + ": the end was acknowledged and is not there");
  }

  @Test
  void a_missing_acknowledged_end_is_reported_as_lost() {
    CheckResult verdict = HistoryCheck.judge(new History(Set.of(ID), Map.of()), order());
    assertThat(verdict.lost()).hasSize(1);
  }

  @Test
  void an_unfinished_chain_or_missing_effect_is_reported_as_lost() {
    assertThat(judge(new Seen(true, false, true, ONCE, ONCE)).lost())
        .containsExactly(ID + ": the chain has not finished");
    assertThat(judge(new Seen(true, true, true, ONCE, List.of("second"))).lost())
        .containsExactly(ID + " first: effects are missing");
    assertThat(judge(new Seen(true, true, true, List.of("first"), ONCE)).lost())
        .containsExactly(ID + " second: completions are missing");
  }

  @Test
  void a_repeated_effect_is_reported_as_a_duplicate() {
    List<String> twice = List.of("first", "first", "second");
    assertThat(judge(new Seen(true, true, true, ONCE, twice)).doubled())
        .containsExactly(ID + " first: effects are there 2 times");
    assertThat(judge(new Seen(true, true, true, twice, ONCE)).doubled())
        .containsExactly(ID + " first: completions are there 2 times");
  }

  @Test
  void a_premature_effect_is_reported_as_out_of_order() {
    assertThat(judge(new Seen(true, true, false, ONCE, ONCE)).disordered()).hasSize(1);
    assertThat(judge(new Seen(true, true, true, ONCE, List.of("second", "first"))).disordered())
        .containsExactly(ID + " second: its effects are there before those it waits for");
  }

  private static CheckResult judge(Seen seen) {
    return HistoryCheck.judge(new History(Set.of(ID), Map.of(ID, seen)), order());
  }

  private static Map<String, List<String>> order() {
    return Map.of("first", List.of(), "second", List.of("first"));
  }
}
