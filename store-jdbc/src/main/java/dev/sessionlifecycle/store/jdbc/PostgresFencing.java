package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many chains in one statement. The fence is the key, the token and the state that is to be there:
 * a condition that an index of leased rows could serve would have the planner walk it.
 */
final class PostgresFencing implements Fencing {
  private final NamedSql fence;

  PostgresFencing(SqlText sql) {
    fence =
        NamedSql.of(
            sql.of(
                """
                WITH input AS MATERIALIZED (
                  SELECT * FROM unnest(CAST(:org AS uuid[]), CAST(:id AS uuid[]),
                    CAST(:token AS bigint[]), CAST(:base AS text[]), CAST(:state AS text[]),
                    CAST(:parked AS smallint[]), CAST(:held AS boolean[]), CAST(:due AS bigint[]),
                    CAST(:finished AS boolean[])) WITH ORDINALITY
                    AS i(org, id, token, base, state, parked, held, due, finished, place)),
                settled AS (
                  UPDATE {chain} c SET state = i.state, parked = i.parked,
                    claims = CASE WHEN i.held THEN 1 ELSE 0 END,
                    owner = CASE WHEN i.held THEN c.owner ELSE NULL END,
                    due_at = CASE WHEN i.due >= 0
                      THEN {now} + i.due * interval '1 microsecond' ELSE NULL END,
                    finished_at = CASE WHEN i.finished THEN {now} ELSE NULL END
                  FROM input i
                  WHERE c.organization_id = i.org AND c.session_id = i.id AND c.token = i.token
                    AND c.owner IS NOT NULL AND (i.base IS NULL OR c.state = i.base)
                  RETURNING i.place, i.org, i.id, i.finished),
                records AS (
                  INSERT INTO {attempt} (organization_id, session_id, step, attempt, node,
                    started_at, ended_at, result, label)
                  SELECT d.org, d.id, a.step, a.attempt, a.node, a.started_at, a.ended_at, a.result,
                    a.label
                  FROM unnest(CAST(:of AS bigint[]), CAST(:step AS varchar[]),
                    CAST(:attempt AS integer[]), CAST(:node AS uuid[]),
                    CAST(:started AS timestamptz[]), CAST(:ended AS timestamptz[]),
                    CAST(:result AS varchar[]), CAST(:label AS varchar[])) WITH ORDINALITY
                    AS a(place, step, attempt, node, started_at, ended_at, result, label, number)
                  JOIN settled d ON d.place = a.place
                  ORDER BY a.number),
                stamped AS (
                  UPDATE {session} s SET finalized_at = {now} FROM settled d
                  WHERE d.finished AND s.organization_id = d.org AND s.id = d.id AND\s"""
                    + Words.isTerminal("s.status")
                    + ") SELECT d.place FROM settled d"));
  }

  private record Attempt(long place, AttemptRecord record) {}

  @Override
  public boolean[] fence(Tx tx, List<Settlement> inOrder) {
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      for (AttemptRecord record : inOrder.get(i).attempts()) {
        attempts.add(new Attempt(i + 1, record));
      }
    }
    ArrayParameters parameters =
        new ArrayParameters(tx)
            .add("org", "uuid", inOrder, it -> it.ref().session().organizationId())
            .add("id", "uuid", inOrder, it -> it.ref().session().sessionId())
            .add("token", "bigint", inOrder, it -> it.ref().token())
            .add("base", "text", inOrder, Fencing::base)
            .add("state", "text", inOrder, it -> it.state().encode())
            .add("parked", "smallint", inOrder, it -> (short) it.state().parkedSteps())
            .add("held", "boolean", inOrder, Fencing::isHeld)
            .add("due", "bigint", inOrder, Fencing::dueIn)
            .add("finished", "boolean", inOrder, it -> it.state().isFinished())
            .add("of", "bigint", attempts, Attempt::place)
            .add("step", "varchar", attempts, it -> it.record().step())
            .add("attempt", "integer", attempts, it -> it.record().attempt())
            .add("node", "uuid", attempts, it -> it.record().node())
            .add("started", "timestamptz", attempts, it -> Rows.utc(it.record().startedAt()))
            .add("ended", "timestamptz", attempts, it -> Rows.utc(it.record().endedAt()))
            .add("result", "varchar", attempts, it -> word(it.record().result()))
            .add("label", "varchar", attempts, it -> it.record().label());
    boolean[] isWritten = new boolean[inOrder.size()];
    for (int place : fence.query(tx, parameters.values(), row -> row.getInt(1))) {
      isWritten[place - 1] = true;
    }
    return isWritten;
  }

  private static String word(AttemptRecord.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}
