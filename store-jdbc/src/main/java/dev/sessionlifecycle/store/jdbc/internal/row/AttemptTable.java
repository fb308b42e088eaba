package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The attempts: those that the chain keeps, see {@link FirstAttempts}, and behind them the others,
 * each with a row of its own.
 */
public final class AttemptTable {
  /** The maximum number of records read for one session. */
  private static final int MAX_READ = 1_000;

  private final boolean firstAreKeptWithChain;
  private final String insert;
  private final String list;
  private final String lastParked;

  public AttemptTable(SqlTemplates sql) {
    firstAreKeptWithChain = sql.hasVersion(2);
    insert = sql.get("insert_attempt");
    list = sql.get("list_attempts");
    lastParked = sql.get("last_parked_attempt");
  }

  /** Whether the schema has the column in which a chain keeps its first attempts. */
  public boolean firstAreKeptWithChain() {
    return firstAreKeptWithChain;
  }

  /** Inserts the records of many sessions in one batch. */
  public void insert(Transaction tx, Map<SessionKey, List<AttemptRecord>> records) {
    PreparedBatch batch = tx.batch(insert);
    records.forEach((session, all) -> all.forEach(record -> add(batch, session, record)));
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  private static void add(PreparedBatch batch, SessionKey session, AttemptRecord record) {
    batch
        .bind("org", session.organizationId())
        .bind("session", session.sessionId())
        .bind("step", record.step())
        .bind("attempt", record.attempt())
        .bind("node", record.node())
        .bind("started", record.startedAt())
        .bind("ended", record.endedAt())
        .bind("result", record.result().name().toLowerCase(Locale.ROOT))
        .bindByType("label", record.label(), String.class)
        .add();
  }

  public List<AttemptRecord> all(Transaction tx, SessionKey session) {
    List<Listed> rows =
        tx.query(list)
            .bind("org", session.organizationId())
            .bind("session", session.sessionId())
            .bind("limit", MAX_READ)
            .map((row, ctx) -> Listed.of(row))
            .list();
    List<AttemptRecord> all = new ArrayList<>();
    if (!rows.isEmpty()) {
      all.addAll(FirstAttempts.read(rows.get(0).first()));
    }
    rows.stream()
        .map(Listed::record)
        .filter(Objects::nonNull)
        .limit(MAX_READ - all.size())
        .forEach(all::add);
    return List.copyOf(all);
  }

  /**
   * A row of the chain, joined with one of its attempts.
   *
   * @param record null where it has none
   * @param first the text of its first attempts; null for none
   */
  private record Listed(@Nullable AttemptRecord record, @Nullable String first) {
    static Listed of(ResultSet row) throws SQLException {
      return new Listed(
          row.getString(1) == null ? null : AttemptTable.record(row), row.getString(8));
    }

    /** Leaves out the labels. */
    @Override
    public String toString() {
      return "Listed";
    }
  }

  public Optional<AttemptRecord> lastParked(Transaction tx, SessionKey session, String step) {
    return tx.query(lastParked)
        .bind("org", session.organizationId())
        .bind("session", session.sessionId())
        .bind("step", step)
        .map((row, ctx) -> record(row))
        .findOne();
  }

  private static AttemptRecord record(ResultSet row) throws SQLException {
    return new AttemptRecord(
        row.getString(1),
        row.getInt(2),
        Columns.id(row, 3),
        Columns.time(row, 4),
        Columns.time(row, 5),
        result(row.getString(6)),
        row.getString(7));
  }

  /** A result that only a newer version knows is read as lost. */
  private static AttemptRecord.Result result(String text) {
    for (AttemptRecord.Result result : AttemptRecord.Result.values()) {
      if (result.name().equalsIgnoreCase(text)) {
        return result;
      }
    }
    return AttemptRecord.Result.LOST;
  }
}
