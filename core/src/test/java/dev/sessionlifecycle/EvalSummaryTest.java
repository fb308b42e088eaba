package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalRunStatus;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.EvalSummary;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EvalSummaryTest {
  private static final EvalScore PASSED = new EvalScore("a", true);

  @Provide
  Arbitrary<EvalRun> runs() {
    Arbitrary<EvalScore> scores =
        Arbitraries.of(PASSED, new EvalScore("b", false), new EvalScore("c", null));
    return Combinators.combine(
            Arbitraries.of(EvalRunStatus.class),
            Arbitraries.of(true, false),
            scores.list().ofMaxSize(3))
        .as((status, critical, its) -> new EvalRun(new UUID(1, 1), status, critical, its));
  }

  @Property
  void the_rollup_follows_the_published_formula(@ForAll List<@From("runs") EvalRun> runs) {
    EvalSummary summary = EvalSummary.of(runs);
    assertEquals(runs.size(), summary.total());
    assertEquals(
        runs.stream()
            .filter(it -> it.status() == EvalRunStatus.COMPLETED && !it.scores().isEmpty())
            .filter(it -> it.scores().stream().noneMatch(score -> score.passed() == null))
            .filter(it -> it.scores().stream().allMatch(EvalScore::passed))
            .count(),
        summary.succeeded());
    assertEquals(
        runs.stream()
            .filter(it -> List.of("pending", "running").contains(it.status().wire()))
            .count(),
        summary.pending());
    assertEquals(summary.total() - summary.succeeded() - summary.pending(), summary.failed());
    EvalSummary critical = EvalSummary.of(runs.stream().filter(EvalRun::critical).toList());
    assertEquals(
        new EvalSummary(
            summary.total(),
            summary.succeeded(),
            summary.failed(),
            summary.pending(),
            critical.total(),
            critical.succeeded(),
            critical.failed(),
            critical.pending()),
        summary);
  }

  @Property
  void replacing_a_run_equals_a_fresh_count(
      @ForAll("runs") EvalRun before,
      @ForAll("runs") EvalRun after,
      @ForAll("runs") EvalRun beside) {
    assertEquals(
        EvalSummary.of(List.of(after, beside)),
        EvalSummary.of(List.of(before, beside)).replacing(before, after));
  }

  @Example
  void the_overall_status_depends_only_on_critical_counts() {
    assertEquals("none", new EvalSummary(9, 3, 3, 3, 0, 0, 0, 0).evalStatus());
    assertEquals("failed", new EvalSummary(3, 1, 1, 1, 3, 1, 1, 1).evalStatus());
    assertEquals("pending", new EvalSummary(3, 1, 1, 1, 2, 1, 0, 1).evalStatus());
    assertEquals("passed", new EvalSummary(3, 1, 1, 1, 1, 1, 0, 0).evalStatus());
  }

  @Example
  void queued_is_read_as_pending() {
    assertEquals(EvalRunStatus.PENDING, EvalRunStatus.fromWire("queued").orElseThrow());
    for (EvalRunStatus status : EvalRunStatus.values()) {
      assertEquals(status, EvalRunStatus.fromWire(status.wire()).orElseThrow());
    }
    assertEquals(true, EvalRunStatus.fromWire("Queued").isEmpty());
  }

  @Example
  void a_completed_run_without_scores_has_not_succeeded() {
    assertEquals(false, EvalRun.completed(new UUID(1, 1), true).hasSucceeded());
    assertEquals(
        false,
        EvalRun.completed(new UUID(1, 1), true, PASSED, new EvalScore("d", null)).hasSucceeded());
  }
}
