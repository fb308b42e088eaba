package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalRunStatus;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.EvalReply;
import dev.sessionlifecycle.spi.EvalStore;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The eval runs of sessions, and their rollup, under the lock of the session's row. */
final class EvalTable implements EvalStore {
  private final Units units;
  private final SessionTable sessions;
  private final String find;
  private final String first;
  private final String next;
  private final String insert;
  private final String replace;
  private final String rollup;

  EvalTable(SqlText sql, Units units, SessionTable sessions) {
    this.units = units;
    this.sessions = sessions;
    String key = " WHERE e.organization_id = :org AND e.session_id = :id";
    String read = "SELECT e.id, e.status, e.critical, e.scores FROM {eval_run} e" + key;
    String inOrder = " ORDER BY e.id LIMIT :limit";
    find = sql.of(read + " AND e.id = :run");
    first = sql.of(read + inOrder);
    next = sql.of(read + " AND e.id > :after" + inOrder);
    insert =
        sql.of(
            """
            INSERT INTO {eval_run} (organization_id, session_id, id, status, critical, scores)
            VALUES (:org, :id, :run, :status, :critical, CAST(:scores AS {json}))""");
    replace =
        sql.of(
            """
            UPDATE {eval_run} SET status = :status, scores = CAST(:scores AS {json})
            WHERE organization_id = :org AND session_id = :id AND id = :run""");
    rollup =
        sql.of(
            """
            UPDATE {session_detail} SET eval_total = :total, eval_succeeded = :succeeded,
              eval_failed = :failed, eval_pending = :pending, eval_critical_total = :criticalTotal,
              eval_critical_succeeded = :criticalSucceeded,
              eval_critical_failed = :criticalFailed, eval_critical_pending = :criticalPending
            WHERE organization_id = :org AND id = :id""");
  }

  @Override
  public EvalReply record(EvalIntent intent) {
    return units.together(tx -> record(tx, intent));
  }

  private EvalReply record(Tx tx, EvalIntent intent) {
    SessionKey key = intent.session();
    if (sessions.lock(tx, key).isEmpty()) {
      return new EvalReply.Missing();
    }
    // Read again: who had to wait for the lock was given the rollup as it was before the wait.
    Session row = sessions.find(tx, key).orElse(null);
    if (row == null) {
      return new EvalReply.Missing();
    } else if (row.status() == SessionStatus.UNRECOGNIZED) {
      return new EvalReply.NotWritable(row);
    }
    EvalRun known = find(tx, key, intent.run().id()).orElse(null);
    if (known == null && row.evalSummary().total() >= intent.most()) {
      return new EvalReply.Full(row);
    }
    EvalRun run = known == null ? intent.run() : intent.over(known);
    if (run.equals(known)) {
      return new EvalReply.Recorded(row);
    }
    EvalSummary summary = row.evalSummary().replacing(known, run);
    write(tx, known == null ? insert : replace, key, run);
    write(tx, key, summary);
    return new EvalReply.Recorded(row.toBuilder().evalSummary(summary).build());
  }

  private static void write(Tx tx, String statement, SessionKey key, EvalRun run) {
    keyed(tx.update(statement), key)
        .bind("run", run.id())
        .bind("status", run.status().wire())
        .bind("critical", run.critical())
        .bind("scores", ScoreColumn.write(run.scores()))
        .execute();
  }

  private void write(Tx tx, SessionKey key, EvalSummary summary) {
    keyed(tx.update(rollup), key)
        .bind("total", summary.total())
        .bind("succeeded", summary.succeeded())
        .bind("failed", summary.failed())
        .bind("pending", summary.pending())
        .bind("criticalTotal", summary.criticalTotal())
        .bind("criticalSucceeded", summary.criticalSucceeded())
        .bind("criticalFailed", summary.criticalFailed())
        .bind("criticalPending", summary.criticalPending())
        .execute();
  }

  @Override
  public Optional<EvalRun> find(SessionKey session, UUID runId) {
    return units.single(tx -> find(tx, session, runId));
  }

  private Optional<EvalRun> find(Tx tx, SessionKey key, UUID runId) {
    return keyed(tx.query(find), key).bind("run", runId).map((row, ctx) -> run(row)).findOne();
  }

  @Override
  public List<EvalRun> list(SessionKey session, @Nullable UUID after, int limit) {
    return units.single(
        tx ->
            keyed(tx.query(after == null ? first : next), session)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, ctx) -> run(row))
                .list());
  }

  /** A status of a newer version counts as an error: neither a success nor still to come. */
  private static EvalRun run(ResultSet row) throws SQLException {
    return new EvalRun(
        Rows.id(row, 1),
        EvalRunStatus.fromWire(row.getString(2)).orElse(EvalRunStatus.ERRORED),
        row.getBoolean(3),
        ScoreColumn.read(row.getString(4)));
  }

  private static <S extends SqlStatement<S>> S keyed(S statement, SessionKey key) {
    return statement.bind("org", key.organizationId()).bind("id", key.sessionId());
  }
}
