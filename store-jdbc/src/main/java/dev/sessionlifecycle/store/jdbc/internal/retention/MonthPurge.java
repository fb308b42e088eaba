package dev.sessionlifecycle.store.jdbc.internal.retention;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.MonthStore;
import dev.sessionlifecycle.store.jdbc.internal.connect.MonthPartitions;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Purges whole months where messages and history are partitioned. The sessions of a month are
 * judged and deleted as in any other purge; only then are both tables locked for a moment, and the
 * partitions checked to hold rows of those sessions alone, and dropped.
 */
public final class MonthPurge implements MonthStore {
  /**
   * How long to wait for any lock. Dropping a partition needs an exclusive lock on both tables, and
   * other transactions queue behind a waiting lock: so this is the longest delay that a close may
   * see.
   */
  private static final int LOCK_TIMEOUT_MILLIS = 100;

  /** Rolls back the purge of a month that must not be purged. */
  private static final class MonthRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    MonthRefusedException(Refusal refusal) {
      super("a month may not be purged", null, false, false);
      this.refusal = refusal;
    }
  }

  private final Transactions transactions;
  private final SqlTemplates sql;
  private final Disposer disposer;
  private final MonthPartitions partitions;
  private final String retained;
  private final String sessions;
  private final String countOfSessions;
  private final String countAll;
  private final String lockTables;
  private final String drop;

  public MonthPurge(SqlTemplates sql, Transactions transactions, Disposer disposer) {
    this.transactions = transactions;
    this.sql = sql;
    this.disposer = disposer;
    partitions = new MonthPartitions(sql);
    retained = sql.get("retained_session_of_month");
    sessions = sql.get("sessions_of_month");
    countOfSessions = sql.get("count_rows_of_sessions_in_month");
    countAll = sql.get("count_rows_of_month");
    lockTables = sql.get("lock_month_tables");
    drop = sql.get("drop_month");
  }

  @Override
  public List<YearMonth> past() {
    return transactions.single(
        tx -> {
          YearMonth present = present(tx);
          return partitions.months(tx.handle()).stream()
              .filter(month -> month.isBefore(present))
              .toList();
        });
  }

  private static YearMonth present(Transaction tx) {
    return YearMonth.from(tx.now().atOffset(ZoneOffset.UTC));
  }

  @Override
  public MonthSessions read(YearMonth month, int limit) {
    try {
      return transactions.together(
          tx -> {
            List<DueSession> staying = list(tx, MonthPartitions.of(retained, month));
            String all = SqlTemplates.limit(MonthPartitions.of(sessions, month), limit);
            return new MonthSessions(tx.now(), staying.isEmpty() ? list(tx, all) : staying);
          });
    } catch (StoreException e) {
      if (SqlErrors.isMissingTable(e)) {
        return transactions.single(tx -> new MonthSessions(tx.now(), List.of()));
      }
      throw e;
    }
  }

  private static List<DueSession> list(Transaction tx, String statement) {
    return tx.query(statement).map((row, ctx) -> JdbcDisposalStore.dueSession(row)).list();
  }

  @Override
  public Reply dispose(YearMonth month, List<DisposalIntent> intents) {
    try {
      return transactions.together(tx -> new Reply(dispose(tx, month, intents), null));
    } catch (MonthRefusedException e) {
      return new Reply(List.of(), e.refusal);
    } catch (StoreException e) {
      if (SqlErrors.isLockTimeout(e) || SqlErrors.isUndone(e) || SqlErrors.isMissingTable(e)) {
        return new Reply(List.of(), Refusal.BUSY);
      }
      throw e;
    }
  }

  private List<Receipt> dispose(Transaction tx, YearMonth month, List<DisposalIntent> intents) {
    tx.update("SET LOCAL lock_timeout = " + LOCK_TIMEOUT_MILLIS).execute();
    sql.dialect().beginSchemaChange(tx.handle(), sql.table("lifecycle_schema"));
    if (!month.isBefore(present(tx))) {
      throw new MonthRefusedException(Refusal.NOT_DUE);
    }
    List<Receipt> receipts = new ArrayList<>();
    long deleted = 0;
    for (DisposalIntent intent : inLockOrder(intents)) {
      Disposer.Decision decision = disposer.decide(tx, intent);
      Optional<Refusal> refusal =
          decision.refused().values().stream().filter(why -> why != Refusal.MISSING).findFirst();
      if (refusal.isPresent()) {
        throw new MonthRefusedException(refusal.get());
      }
      if (!decision.approved().isEmpty()) {
        long rows = countRows(tx, month, intent, decision);
        deleted += rows;
        receipts.add(disposer.disposeByMonth(tx, intent, decision, rows));
      }
    }
    drop(tx, month, deleted);
    return receipts;
  }

  private static List<DisposalIntent> inLockOrder(List<DisposalIntent> intents) {
    return intents.stream()
        .sorted(Comparator.comparing(DisposalIntent::organizationId, IdOrder.UNSIGNED))
        .toList();
  }

  private long countRows(
      Transaction tx, YearMonth month, DisposalIntent intent, Disposer.Decision decision) {
    return tx.query(MonthPartitions.of(countOfSessions, month))
        .bind("org", intent.organizationId())
        .bind("ids", tx.array("uuid", decision.approved()))
        .mapTo(Long.class)
        .one();
  }

  /** Any other row in the partitions belongs to a session that was not judged. */
  private void drop(Transaction tx, YearMonth month, long deleted) {
    tx.update(lockTables).execute();
    long all = tx.query(MonthPartitions.of(countAll, month)).mapTo(Long.class).one();
    if (all != deleted || !partitions.months(tx.handle()).contains(month)) {
      throw new MonthRefusedException(Refusal.BUSY);
    }
    tx.update(MonthPartitions.of(drop, month)).execute();
  }
}
