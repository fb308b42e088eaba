package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes what steps want changed in sessions: many of them in a few batches. */
final class EffectsWriting {
  private final String change;
  private final DetailTable details;
  private final MessageTable messages;

  EffectsWriting(SqlText sql, DetailTable details, MessageTable messages) {
    this.details = details;
    this.messages = messages;
    change =
        sql.of(
            """
            UPDATE {session} SET reported_reason = COALESCE(:reported, reported_reason),
              version = version + :described
            WHERE organization_id = :org AND id = :id""");
  }

  void write(Tx tx, List<Settlement> settled) {
    PreparedBatch texts = messages.replacements(tx);
    PreparedBatch wide = details.changes(tx);
    PreparedBatch rows = tx.batch(change);
    for (Settlement settlement : settled) {
      SessionKey key = settlement.ref().session();
      for (Effects step : settlement.effects()) {
        MessageTable.add(texts, key, step.messageTexts());
        DetailTable.add(wide, key, step);
      }
      addRow(rows, key, settlement.effects());
    }
    execute(texts);
    execute(wide);
    execute(rows);
  }

  private static void addRow(PreparedBatch rows, SessionKey key, List<Effects> steps) {
    boolean isDescribed = false;
    String reported = null;
    for (Effects step : steps) {
      reported = step.reportedReason() == null ? reported : step.reportedReason();
      isDescribed |=
          step.subject() != null || step.metadata() != null || step.contextVariables() != null;
    }
    if (isDescribed || reported != null) {
      rows.bind("org", key.organizationId())
          .bind("id", key.sessionId())
          .bindByType("reported", reported, String.class)
          .bind("described", isDescribed ? 1 : 0)
          .add();
    }
  }

  private static void execute(PreparedBatch batch) {
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
