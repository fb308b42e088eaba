package dev.sessionlifecycle.store.jdbc.internal.chain;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.MessageTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes the effects of steps on their sessions: many sessions in a few batches, table by table in
 * {@link LockOrder}.
 */
public final class EffectsWriter {
  private final HistoryTable history;
  private final SessionTable sessions;
  private final MessageTable messages;
  private final String applyEffects;
  private final String rename;
  private final String renameDisposition;

  public EffectsWriter(
      SqlTemplates sql, SessionTable sessions, MessageTable messages, HistoryTable history) {
    this.history = history;
    this.sessions = sessions;
    this.messages = messages;
    applyEffects = sql.get("apply_effects");
    rename = sql.get("rename_triggered_by");
    renameDisposition = sql.get("rename_disposition_by");
  }

  static boolean hasEffects(Settlement settlement) {
    return !settlement.effects().stream().allMatch(Effects::isEmpty);
  }

  /** Writes the effects of settlements whose chains were written in this transaction. */
  void write(Transaction tx, List<Settlement> settled) {
    PreparedBatch texts = messages.replacements(tx);
    PreparedBatch wide = sessions.detailChanges(tx);
    PreparedBatch rows = tx.batch(applyEffects);
    PreparedBatch ends = tx.batch(rename);
    PreparedBatch dispositions = tx.batch(renameDisposition);
    PreparedBatch entries = history.renames(tx);
    for (Settlement settlement : settled) {
      SessionKey key = settlement.ref().session();
      for (Effects step : settlement.effects()) {
        MessageTable.add(texts, key, step.messageTexts());
        SessionTable.addDetailChange(wide, key, step);
        rename(ends, key, step.triggeredBy());
        rename(dispositions, key, step.triggeredBy());
        rename(entries, key, step.triggeredBy());
      }
      addRow(rows, key, settlement.effects());
    }
    execute(rows);
    execute(ends);
    execute(wide);
    execute(dispositions);
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
