package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes settlements that carry the token of their chain, in the transaction of the caller. */
final class ChainSettling {
  private final String settle;
  private final String effects;
  private final ChainTable chains;
  private final AttemptTable attempts;
  private final DetailTable details;
  private final MessageTable messages;

  ChainSettling(
      SqlText sql,
      ChainTable chains,
      AttemptTable attempts,
      DetailTable details,
      MessageTable messages) {
    this.chains = chains;
    this.attempts = attempts;
    this.details = details;
    this.messages = messages;
    settle =
        sql.of(
            """
            UPDATE {chain} SET state = :state, parked = :parked, claims = :claims,
              owner = CASE WHEN :hold THEN owner ELSE NULL END,
              due_at = CASE WHEN :due >= 0 THEN {now+due} ELSE NULL END,
              finished_at = CASE WHEN :finished THEN {now} ELSE NULL END
            WHERE organization_id = :org AND session_id = :id
              AND token = :token AND owner IS NOT NULL""");
    effects =
        sql.of(
            """
            UPDATE {session} SET reported_reason = COALESCE(:reported, reported_reason),
              version = version + :described
            WHERE organization_id = :org AND id = :id""");
  }

  /** The settlements are of different sessions, in the order in which all lock chains. */
  List<SettleReply> settle(Tx tx, List<Settlement> inOrder) {
    int[] counts = fence(tx, inOrder);
    List<SettleReply> replies = new ArrayList<>();
    AttemptTable.Writing records = attempts.writing(tx);
    for (int i = 0; i < counts.length; i++) {
      Settlement settlement = inOrder.get(i);
      boolean isHeld = counts[i] == 1;
      replies.add(isHeld ? SettleReply.SETTLED : SettleReply.STALE);
      if (isHeld) {
        records.add(settlement.ref().session(), settlement.attempts());
        apply(tx, settlement);
      }
    }
    records.write();
    return replies;
  }

  private int[] fence(Tx tx, List<Settlement> settlements) {
    PreparedBatch batch = tx.batch(settle);
    for (Settlement settlement : settlements) {
      boolean isFinished = settlement.state().isFinished();
      SessionKey key = settlement.ref().session();
      boolean isHold = settlement.next() instanceof Settlement.Hold;
      tx.clock().now().ifPresent(now -> batch.bind("now", now));
      batch
          .bind("org", key.organizationId())
          .bind("id", key.sessionId())
          .bind("token", settlement.ref().token())
          .bind("state", settlement.state().encode())
          .bind("parked", settlement.state().parkedSteps())
          .bind("hold", isHold)
          .bind("claims", isHold ? 1 : 0)
          .bind("due", isFinished ? -1L : dueIn(settlement.next()))
          .bind("finished", isFinished)
          .add();
    }
    return batch.execute();
  }

  private static long dueIn(Settlement.Next next) {
    if (next instanceof Settlement.Hold hold) {
      return Micros.of(hold.lease());
    }
    Duration dueIn = ((Settlement.GiveUp) next).dueIn();
    return dueIn == null ? -1 : Micros.of(dueIn);
  }

  private void apply(Tx tx, Settlement settlement) {
    SessionKey key = settlement.ref().session();
    boolean isDescribed = false;
    String reported = null;
    for (Effects step : settlement.effects()) {
      messages.replace(tx, key, step.messageTexts());
      details.apply(tx, key, step);
      reported = step.reportedReason() == null ? reported : step.reportedReason();
      isDescribed |=
          step.subject() != null || step.metadata() != null || step.contextVariables() != null;
    }
    if (isDescribed || reported != null) {
      tx.update(effects)
          .bind("org", key.organizationId())
          .bind("id", key.sessionId())
          .bindByType("reported", reported, String.class)
          .bind("described", isDescribed ? 1 : 0)
          .execute();
    }
    if (settlement.state().isFinished()) {
      chains.finishSession(tx, key);
    }
  }
}
