package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.DispositionReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.spi.UsageIntent;
import dev.sessionlifecycle.spi.UsageReply;
import dev.sessionlifecycle.spi.rules.AfterCallRules;
import dev.sessionlifecycle.spi.rules.UpdateRules;
import dev.sessionlifecycle.store.jdbc.internal.row.ChainTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockedSession;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.JsonColumn;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Updates the editable fields of a session, its disposition and its usage, holding the lock on its
 * row.
 */
public final class UpdateSession implements UpdateStore {
  private final Transactions transactions;
  private final SessionTable sessions;
  private final ChainTable chains;
  private final String session;
  private final String detail;
  private final String saveDisposition;
  private final String findReports;
  private final String saveUsage;
  private final SqlTemplates sql;

  public UpdateSession(
      SqlTemplates sql, Transactions transactions, SessionTable sessions, ChainTable chains) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.chains = chains;
    session = sql.get("update_session");
    detail = sql.get("update_session_detail");
    saveDisposition = sql.get("save_disposition");
    findReports = sql.get("find_usage_reports");
    saveUsage = sql.get("save_usage");
    this.sql = sql;
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

  @Override
  public DispositionReply disposition(DispositionIntent intent) {
    sql.requireVersion(2, "a disposition");
    return transactions.together(tx -> disposition(tx, intent));
  }

  private DispositionReply disposition(Transaction tx, DispositionIntent intent) {
    SessionKey key = intent.session();
    chains.lockToEnrich(tx, key);
    LockedSession locked = sessions.lock(tx, key).orElse(null);
    Session row = locked == null ? null : sessions.find(tx, key).orElse(null);
    if (locked == null || row == null) {
      return new DispositionReply.Missing();
    }
    DispositionReply reply = AfterCallRules.judge(row, intent, locked.now());
    Disposition disposition =
        reply instanceof DispositionReply.Recorded done ? done.session().disposition() : null;
    if (disposition != null && row.disposition() == null) {
      keyed(tx.update(saveDisposition), key)
          .bind("code", disposition.code())
          .bindByType("note", disposition.note(), String.class)
          .bind("by", disposition.by())
          .bind("at", disposition.at())
          .execute();
      chains.enrich(tx, key);
    }
    return reply;
  }

  @Override
  public UsageReply addUsage(UsageIntent intent) {
    sql.requireVersion(2, "usage");
    return transactions.together(tx -> addUsage(tx, intent));
  }

  private UsageReply addUsage(Transaction tx, UsageIntent intent) {
    SessionKey key = intent.session();
    LockedSession locked = sessions.lock(tx, key).orElse(null);
    Session row = locked == null ? null : sessions.find(tx, key).orElse(null);
    if (locked == null || row == null) {
      return new UsageReply.Missing();
    }
    String report = intent.report();
    String reports = report == null ? "" : reports(tx, key);
    UsageReply reply =
        AfterCallRules.judge(
            row,
            report != null && contains(reports, report),
            reports.length() / UsageIntent.REPORT_LENGTH,
            intent,
            locked.now());
    if (reply instanceof UsageReply.Added done) {
      Map<String, Object> totals = new TreeMap<>();
      done.session().usage().forEach((name, amount) -> totals.put(name, amount.toPlainString()));
      keyed(tx.update(saveUsage), key)
          .bind("totals", JsonColumn.write(totals))
          .bindByType("report", report, String.class)
          .execute();
    }
    return reply;
  }

  private String reports(Transaction tx, SessionKey key) {
    return keyed(tx.query(findReports), key)
        .map((row, ctx) -> Objects.requireNonNullElse(row.getString(1), ""))
        .findOne()
        .orElse("");
  }

  private static boolean contains(String reports, String report) {
    int at = reports.indexOf(report);
    while (at >= 0 && at % UsageIntent.REPORT_LENGTH != 0) {
      at = reports.indexOf(report, at + 1);
    }
    return at >= 0;
  }

  private static <S extends SqlStatement<S>> S keyed(S statement, SessionKey key) {
    return statement.bind("org", key.organizationId()).bind("id", key.sessionId());
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
