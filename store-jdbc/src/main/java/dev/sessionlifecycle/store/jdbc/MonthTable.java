package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.MonthStore;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.statement.Query;

/**
 * The parts of messages and history as a whole, on PostgreSQL. The sessions of a month are judged
 * and deleted as by any purge; only then, for a moment, everybody is kept from both tables, it is
 * seen that the part holds what was theirs and nothing else, and it is dropped.
 */
final class MonthTable implements MonthStore {
  /**
   * How long any lock is waited for. Who comes later queues behind who waits, and dropping a part
   * needs both tables alone: so this is how long an end may have to wait for nothing.
   */
  private static final int LOCK_MILLIS = 100;

  private final SqlText sql;
  private final Units units;
  private final Disposing disposing;
  private final MonthParts parts;

  MonthTable(SqlText sql, Units units, Disposing disposing) {
    this.sql = sql;
    this.units = units;
    this.disposing = disposing;
    this.parts = new MonthParts(sql);
  }

  @Override
  public List<YearMonth> past() {
    return units.single(
        tx -> {
          YearMonth present = present(tx);
          return parts.all(tx.handle()).stream().filter(it -> it.isBefore(present)).toList();
        });
  }

  private static YearMonth present(Tx tx) {
    return YearMonth.from(tx.now().atOffset(ZoneOffset.UTC));
  }

  @Override
  public MonthSessions read(YearMonth month, int limit) {
    try {
      return units.together(
          tx -> {
            List<DueSession> stays = list(tx, MonthSql.staying(sql, month));
            return new MonthSessions(
                tx.now(), stays.isEmpty() ? list(tx, MonthSql.sessions(sql, month, limit)) : stays);
          });
    } catch (StoreException e) {
      if (Errors.isMissingTable(e)) {
        return units.single(tx -> new MonthSessions(tx.now(), List.of()));
      }
      throw e;
    }
  }

  private static List<DueSession> list(Tx tx, String statement) {
    return tx.query(statement).map((row, ctx) -> DisposalTable.due(row)).list();
  }

  @Override
  public Reply dispose(YearMonth month, List<DisposalIntent> intents) {
    try {
      return units.together(tx -> new Reply(dispose(tx, month, intents), null));
    } catch (MonthStays e) {
      return new Reply(List.of(), e.why());
    } catch (StoreException e) {
      if (Errors.isLockTimeout(e) || Errors.isUndone(e) || Errors.isMissingTable(e)) {
        return new Reply(List.of(), Refusal.BUSY);
      }
      throw e;
    }
  }

  private List<Receipt> dispose(Tx tx, YearMonth month, List<DisposalIntent> intents) {
    tx.update("SET LOCAL lock_timeout = " + LOCK_MILLIS).execute();
    sql.dialect().lockForMigration(tx.handle(), sql.table("schema_version"));
    if (!month.isBefore(present(tx))) {
      throw new MonthStays(Refusal.NOT_DUE);
    }
    List<Receipt> receipts = new ArrayList<>();
    long theirs = 0;
    for (DisposalIntent intent : inLockOrder(intents)) {
      Disposing.Judged judged = disposing.judge(tx, intent);
      judged.refused().values().stream()
          .filter(why -> why != Refusal.MISSING)
          .findFirst()
          .ifPresent(
              why -> {
                throw new MonthStays(why);
              });
      if (!judged.done().isEmpty()) {
        long rows = rowsOf(tx, month, intent, judged);
        theirs += rows;
        receipts.add(disposing.carryOutByMonth(tx, intent, judged, rows));
      }
    }
    drop(tx, month, theirs);
    return receipts;
  }

  private static List<DisposalIntent> inLockOrder(List<DisposalIntent> intents) {
    return intents.stream()
        .sorted(Comparator.comparing(DisposalIntent::organizationId, IdOrder.UNSIGNED))
        .toList();
  }

  private long rowsOf(Tx tx, YearMonth month, DisposalIntent intent, Disposing.Judged judged) {
    long rows = 0;
    for (String table : MonthParts.TABLES) {
      rows +=
          count(
              tx.query(MonthSql.countOf(sql, table, month))
                  .bind("org", intent.organizationId())
                  .bind("ids", tx.array(sql.dialect().uuidArray(), judged.done())));
    }
    return rows;
  }

  /** Whatever is in the part and was not counted belongs to a session that nobody has judged. */
  private void drop(Tx tx, YearMonth month, long theirs) {
    tx.update(MonthSql.lockTables(sql)).execute();
    long all = 0;
    for (String table : MonthParts.TABLES) {
      all += count(tx.query(MonthSql.countAll(sql, table, month)));
    }
    if (all != theirs || !parts.all(tx.handle()).contains(month)) {
      throw new MonthStays(Refusal.BUSY);
    }
    tx.update(MonthSql.drop(sql, month)).execute();
  }

  private static long count(Query query) {
    return query.mapTo(Long.class).one();
  }
}
