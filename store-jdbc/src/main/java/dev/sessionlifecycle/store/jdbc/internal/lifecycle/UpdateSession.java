package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.spi.rules.UpdateRules;
import dev.sessionlifecycle.store.jdbc.internal.row.LockedSession;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.JsonColumn;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Updates the editable fields of a session, holding the lock on its row. */
public final class UpdateSession implements UpdateStore {
  private final Transactions transactions;
  private final SessionTable sessions;
  private final String session;
  private final String detail;

  public UpdateSession(SqlTemplates sql, Transactions transactions, SessionTable sessions) {
    this.transactions = transactions;
    this.sessions = sessions;
    session = sql.get("update_session");
    detail = sql.get("update_session_detail");
  }

  @Override
  public UpdateReply update(UpdateIntent intent) {
    return transactions.together(tx -> update(tx, intent));
  }

  private UpdateReply update(Transaction tx, UpdateIntent intent) {
    LockedSession locked = sessions.lock(tx, intent.session()).orElse(null);
    if (locked == null) {
      return new UpdateReply.Missing();
    }
    // Read again: if the lock had to wait, it returned the detail as it was before the wait.
    Session row = sessions.find(tx, intent.session()).orElse(null);
    if (row == null) {
      return new UpdateReply.Missing();
    }
    UpdateReply reply = UpdateRules.judge(row, intent, locked.now());
    if (reply instanceof UpdateReply.Updated done && !done.session().equals(row)) {
      write(tx, intent.session(), row, done.session());
    }
    return reply;
  }

  private void write(Transaction tx, SessionKey key, Session before, Session after) {
    tx.update(session)
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bind("priority", after.priority().wire())
        .bindByType("agent", after.assignedAgentId(), UUID.class)
        .bindByType("policy", after.retentionPolicyId(), UUID.class)
        .bind("recording", after.hasRecording())
        .bind("version", after.version())
        .bind("updatedAt", after.updatedAt())
        .bind("lastActivityAt", after.lastActivityAt())
        .execute();
    if (after.version() != before.version()) {
      tx.update(detail)
          .bind("org", key.organizationId())
          .bind("id", key.sessionId())
          .bind("version", after.version())
          .bindByType("subject", after.subject(), String.class)
          .bindByType("metadata", changed(before.metadata(), after.metadata()), String.class)
          .bindByType(
              "variables",
              changed(before.contextVariables(), after.contextVariables()),
              String.class)
          .execute();
    }
  }

  /**
   * Returns the new column value; null if it is unchanged, since the column may hold more than this
   * version can read.
   */
  private static @Nullable String changed(Map<String, Object> before, Map<String, Object> after) {
    return after.equals(before) ? null : JsonColumn.write(after);
  }
}
