package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A row at a time, in batches. */
final class BatchFencing implements Fencing {
  private final String settle;
  private final String finish;
  private final AttemptTable attempts;

  BatchFencing(SqlText sql, AttemptTable attempts) {
    this.attempts = attempts;
    settle =
        sql.of(
            """
            UPDATE {chain} SET state = :state, parked = :parked, claims = :claims,
              owner = CASE WHEN :hold THEN owner ELSE NULL END,
              due_at = CASE WHEN :due >= 0 THEN {now+due} ELSE NULL END,
              finished_at = CASE WHEN :finished THEN {now} ELSE NULL END
            WHERE organization_id = :org AND session_id = :id
              AND token = :token AND owner IS NOT NULL AND state = COALESCE(:base, state)""");
    finish =
        sql.of(
            "UPDATE {session} SET finalized_at = {now}"
                + " WHERE organization_id = :org AND id = :id AND "
                + Words.isTerminal("status"));
  }

  @Override
  public boolean[] fence(Tx tx, List<Settlement> inOrder) {
    PreparedBatch chains = tx.batch(settle);
    for (Settlement settlement : inOrder) {
      add(tx, chains, settlement);
    }
    int[] counts = chains.execute();
    AttemptTable.Writing records = attempts.writing(tx);
    PreparedBatch finished = tx.batch(finish);
    boolean[] isWritten = new boolean[counts.length];
    for (int i = 0; i < counts.length; i++) {
      Settlement settlement = inOrder.get(i);
      isWritten[i] = counts[i] == 1;
      if (isWritten[i]) {
        records.add(settlement.ref().session(), settlement.attempts());
      }
      if (isWritten[i] && settlement.state().isFinished()) {
        keyed(tx, finished, settlement.ref().session()).add();
      }
    }
    records.write();
    if (finished.size() > 0) {
      finished.execute();
    }
    return isWritten;
  }

  private static void add(Tx tx, PreparedBatch batch, Settlement settlement) {
    boolean isHeld = Fencing.isHeld(settlement);
    keyed(tx, batch, settlement.ref().session())
        .bind("token", settlement.ref().token())
        .bindByType("base", Fencing.base(settlement), String.class)
        .bind("state", settlement.state().encode())
        .bind("parked", settlement.state().parkedSteps())
        .bind("hold", isHeld)
        .bind("claims", isHeld ? 1 : 0)
        .bind("due", Fencing.dueIn(settlement))
        .bind("finished", settlement.state().isFinished())
        .add();
  }

  private static PreparedBatch keyed(Tx tx, PreparedBatch batch, SessionKey key) {
    tx.clock().now().ifPresent(now -> batch.bind("now", now));
    return batch.bind("org", key.organizationId()).bind("id", key.sessionId());
  }
}
