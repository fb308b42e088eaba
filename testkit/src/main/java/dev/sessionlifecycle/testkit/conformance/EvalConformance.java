package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalRunStatus;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.EvalReply;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of eval runs and their summary. */
abstract class EvalConformance extends Conformance {
  private static final EvalScore PASSED = new EvalScore("tone", true);
  private static final EvalScore NOT_PASSED = new EvalScore("facts", false);
  private static final EvalScore UNDECIDED = new EvalScore("policy:v2.1", null);

  private EvalReply tell(Session session, EvalRun run) {
    return store.evals().record(new EvalIntent(key(session), run, 20));
  }

  private Session recorded(Session session, EvalRun run) {
    return Check.instance(EvalReply.Recorded.class, tell(session, run)).session();
  }

  private List<EvalRun> runs(Session session) {
    return store.evals().list(key(session), null, 100);
  }

  @Test
  void the_rollup_follows_every_kind_of_run() {
    Session session = scene.open();
    List<EvalRun> all = new ArrayList<>();
    for (boolean critical : new boolean[] {false, true}) {
      for (EvalRunStatus status : EvalRunStatus.values()) {
        all.add(new EvalRun(UUID.randomUUID(), status, critical, List.of()));
      }
      all.add(EvalRun.completed(UUID.randomUUID(), critical, PASSED));
      all.add(EvalRun.completed(UUID.randomUUID(), critical, PASSED, NOT_PASSED));
      all.add(EvalRun.completed(UUID.randomUUID(), critical, PASSED, UNDECIDED));
    }
    clock.advance(Duration.ofSeconds(1));
    all.forEach(run -> recorded(session, run));
    EvalSummary expected = new EvalSummary(16, 2, 10, 4, 8, 1, 5, 2);
    Check.sameSession(
        SessionBuilder.of(session).evalSummary(expected).build(), scene.reload(session));
    assertEquals("failed", expected.evalStatus());
    all.sort(
        java.util.Comparator.comparing(EvalRun::id, dev.sessionlifecycle.spi.IdOrder.UNSIGNED));
    assertEquals(all, runs(session));
  }

  @Test
  void a_run_reported_repeatedly_is_counted_once() {
    Session session = scene.open();
    EvalRun run = EvalRun.pending(UUID.randomUUID(), true);
    assertEquals("pending", recorded(session, run).evalSummary().evalStatus());
    assertEquals(
        new EvalSummary(1, 0, 0, 1, 1, 0, 0, 1),
        recorded(session, run.withStatus(EvalRunStatus.RUNNING)).evalSummary());
    Session after =
        recorded(
            session,
            run.withStatus(EvalRunStatus.COMPLETED).withScores(List.of(PASSED, UNDECIDED)));
    assertEquals(new EvalSummary(1, 0, 1, 0, 1, 0, 1, 0), after.evalSummary());
    EvalRun decided =
        run.withStatus(EvalRunStatus.COMPLETED)
            .withScores(List.of(new EvalScore(UNDECIDED.name(), true), PASSED));
    assertEquals(new EvalSummary(1, 1, 0, 0, 1, 1, 0, 0), recorded(session, decided).evalSummary());
    assertEquals(Optional.of(decided), store.evals().find(key(session), run.id()));
    assertEquals(List.of(decided), runs(session));
  }

  @Test
  void a_late_report_does_not_reopen_a_completed_run() {
    Session session = scene.open();
    EvalRun over = EvalRun.completed(UUID.randomUUID(), false, PASSED);
    Session after = recorded(session, over);
    for (EvalRunStatus late : List.of(EvalRunStatus.PENDING, EvalRunStatus.RUNNING)) {
      Check.sameSession(after, recorded(session, over.withStatus(late).withScores(List.of())));
    }
    assertEquals(List.of(over), runs(session));
    assertEquals(
        1, recorded(session, over.withStatus(EvalRunStatus.FAILED)).evalSummary().failed());
  }

  @Test
  void the_first_report_decides_whether_a_run_is_critical() {
    Session session = scene.open();
    EvalRun run = EvalRun.pending(UUID.randomUUID(), true);
    recorded(session, run);
    Session after = recorded(session, run.withCritical(false).withStatus(EvalRunStatus.FAILED));
    assertEquals(new EvalSummary(1, 0, 1, 0, 1, 0, 1, 0), after.evalSummary());
    assertEquals(true, runs(session).get(0).critical());
  }

  @Test
  void recording_a_run_changes_nothing_else_of_an_ended_session() {
    for (SessionStatus status : SessionStatus.all()) {
      if (status.isTerminal()) {
        Session ended = scene.openIn(status);
        clock.advance(Duration.ofSeconds(5));
        recorded(ended, EvalRun.completed(UUID.randomUUID(), true, PASSED));
        Check.sameSession(
            SessionBuilder.of(ended).evalSummary(new EvalSummary(1, 1, 0, 0, 1, 1, 0, 0)).build(),
            scene.reload(ended));
      }
    }
  }

  @Test
  void a_session_refuses_runs_beyond_its_limit() {
    Session session = scene.open();
    EvalRun first = EvalRun.pending(UUID.randomUUID(), false);
    recorded(session, first);
    for (int i = 1; i < 20; i++) {
      recorded(session, EvalRun.pending(UUID.randomUUID(), false));
    }
    Session full = scene.reload(session);
    EvalReply reply = tell(session, EvalRun.pending(UUID.randomUUID(), false));
    Check.sameSession(full, Check.instance(EvalReply.Full.class, reply).session());
    assertEquals(20, runs(session).size());
    assertEquals(
        1, recorded(session, first.withStatus(EvalRunStatus.ERRORED)).evalSummary().failed());
  }

  @Test
  void sixteen_racing_evaluations_are_all_counted() {
    Session session = scene.open();
    Race.values(
        16, racer -> recorded(session, EvalRun.completed(new UUID(0, racer), true, PASSED)));
    assertEquals(new EvalSummary(16, 16, 0, 0, 16, 16, 0, 0), scene.reload(session).evalSummary());
    assertEquals(16, runs(session).size());
  }

  @Test
  void runs_are_paged_in_id_order() {
    Session session = scene.open();
    List<UUID> ids =
        List.of(new UUID(0, 1), new UUID(1, -1), new UUID(Long.MAX_VALUE, 0), new UUID(-1, 0));
    for (int i : new int[] {2, 0, 3, 1}) {
      recorded(session, EvalRun.pending(ids.get(i), false));
    }
    List<EvalRun> page = store.evals().list(key(session), null, 3);
    assertEquals(ids.subList(0, 3), page.stream().map(EvalRun::id).toList());
    page = store.evals().list(key(session), ids.get(2), 3);
    assertEquals(ids.subList(3, 4), page.stream().map(EvalRun::id).toList());
    assertEquals(List.of(), store.evals().list(key(session), ids.get(3), 3));
  }
}
