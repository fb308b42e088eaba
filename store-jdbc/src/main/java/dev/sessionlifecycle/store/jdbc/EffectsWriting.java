package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes what steps want changed in sessions: many of them in a few batches, table by table in the
 * order of {@link LockOrder}.
 */
final class EffectsWriting {
  private final String change;
  private final String rename;
  private final HistoryTable history;
  private final DetailTable details;
  private final MessageTable messages;

  EffectsWriting(SqlText sql, DetailTable details, MessageTable messages, HistoryTable history) {
    this.history = history;
    this.details = details;
    this.messages = messages;
    change =
        sql.of(
            """
            UPDATE {session} SET reported_reason = COALESCE(:reported, reported_reason),
              version = version + :described
            WHERE organization_id = :org AND id = :id""");
    rename =
        sql.of(
            "UPDATE {session} SET triggered_by = :to"
                + " WHERE organization_id = :org AND id = :id AND triggered_by = :from");
  }

  void write(Tx tx, List<Settlement> settled) {
    PreparedBatch texts = messages.replacements(tx);
    PreparedBatch wide = details.changes(tx);
    PreparedBatch rows = tx.batch(change);
    PreparedBatch ends = tx.batch(rename);
    PreparedBatch entries = history.renames(tx);
    for (Settlement settlement : settled) {
      SessionKey key = settlement.ref().session();
      for (Effects step : settlement.effects()) {
        MessageTable.add(texts, key, step.messageTexts());
        DetailTable.add(wide, key, step);
        rename(ends, key, step.triggeredBy());
        rename(entries, key, step.triggeredBy());
      }
      addRow(rows, key, settlement.effects());
    }
    execute(rows);
    execute(ends);
    execute(wide);
    execute(texts);
    execute(entries);
  }

  private static void rename(PreparedBatch batch, SessionKey key, Map<String, String> names) {
    names.forEach(
        (from, to) ->
            batch
                .bind("org", key.organizationId())
                .bind("id", key.sessionId())
                .bind("from", from)
                .bind("to", to)
                .add());
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
