package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalRunStatus;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.EvalReply;
import dev.sessionlifecycle.spi.EvalStore;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.JsonColumn;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Records eval runs and their totals, holding the lock on the session's row. */
public final class RecordEvals implements EvalStore {
  private final Transactions transactions;
  private final SessionTable sessions;
  private final String find;
  private final String first;
  private final String next;
  private final String insert;
  private final String replace;
  private final String rollup;

  public RecordEvals(SqlTemplates sql, Transactions transactions, SessionTable sessions) {
    this.transactions = transactions;
    this.sessions = sessions;
    find = sql.get("find_eval_run");
    first = sql.get("list_eval_runs");
    next = sql.get("list_eval_runs", "after");
    insert = sql.get("insert_eval_run");
    replace = sql.get("replace_eval_run");
    rollup = sql.get("save_eval_summary");
  }

  @Override
  public EvalReply record(EvalIntent intent) {
    return transactions.together(tx -> record(tx, intent));
  }

  private EvalReply record(Transaction tx, EvalIntent intent) {
    SessionKey key = intent.session();
    if (sessions.lock(tx, key).isEmpty()) {
      return new EvalReply.Missing();
    }
    // Read again: if the lock had to wait, it returned the detail as it was before the wait.
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
    return new EvalReply.Recorded(SessionBuilder.of(row).evalSummary(summary).build());
  }

  private static void write(Transaction tx, String statement, SessionKey key, EvalRun run) {
    keyed(tx.update(statement), key)
        .bind("run", run.id())
        .bind("status", run.status().wire())
        .bind("critical", run.critical())
        .bind("scores", scores(run.scores()))
        .execute();
  }

  private void write(Transaction tx, SessionKey key, EvalSummary summary) {
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
    return transactions.single(tx -> find(tx, session, runId));
  }

  private Optional<EvalRun> find(Transaction tx, SessionKey key, UUID runId) {
    return keyed(tx.query(find), key).bind("run", runId).map((row, ctx) -> run(row)).findOne();
  }

  @Override
  public List<EvalRun> list(SessionKey session, @Nullable UUID after, int limit) {
    return transactions.single(
        tx ->
            keyed(tx.query(after == null ? first : next), session)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, ctx) -> run(row))
                .list());
  }

  /** A status written by a newer version counts as an error: neither succeeded nor pending. */
  private static EvalRun run(ResultSet row) throws SQLException {
    return new EvalRun(
        Columns.id(row, 1),
        EvalRunStatus.fromWire(row.getString(2)).orElse(EvalRunStatus.ERRORED),
        row.getBoolean(3),
        scores(row.getString(4)));
  }

  /** Returns the scores as a JSON object: name to true, false, or null while undecided. */
  @SuppressWarnings("NullAway") // JSON null is a null in the map; annotations cannot say so
  private static String scores(List<EvalScore> scores) {
    Map<String, Object> members = new LinkedHashMap<>();
    scores.forEach(score -> members.put(score.name(), score.passed()));
    return JsonColumn.write(members);
  }

  private static List<EvalScore> scores(@Nullable String text) {
    List<EvalScore> scores = new ArrayList<>();
    JsonColumn.read(text).forEach((name, passed) -> scores.add(new EvalScore(name, flag(passed))));
    return List.copyOf(scores);
  }

  private static @Nullable Boolean flag(@Nullable Object value) {
    return value instanceof Boolean flag ? flag : null;
  }

  private static <S extends SqlStatement<S>> S keyed(S statement, SessionKey key) {
    return statement.bind("org", key.organizationId()).bind("id", key.sessionId());
  }
}
