package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.ExternalKeys;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The external ids. Each entry names a session, or keeps an end that was reported before the start.
 */
public final class ExternalRefTable {
  private final ExternalKeys keys;
  private final String find;
  private final String lock;
  private final String lockAll;
  private final String insert;
  private final String take;
  private final String insertEarlyEnd;
  private final String replaceEarlyEnd;
  private final DueOrganizations organizationsWithOld;
  private final String countOld;
  private final String deleteOld;

  public ExternalRefTable(SqlTemplates sql, ExternalKeys keys) {
    this.keys = keys;
    find = sql.get("find_external_ref");
    lock = sql.get("lock_external_ref");
    lockAll = sql.get("lock_external_refs");
    insert = sql.get("insert_external_ref");
    take = sql.get("take_external_ref");
    insertEarlyEnd = sql.get("insert_early_end");
    replaceEarlyEnd = sql.get("replace_early_end");
    organizationsWithOld = new DueOrganizations(sql, "organizations_with_old_early_ends");
    countOld = sql.get("count_old_early_ends");
    deleteOld = sql.get("delete_old_early_ends");
  }

  /**
   * The entry of an external id; has neither if its early end has expired.
   *
   * @param session the session with this id
   * @param early the end that was reported before the start
   */
  public record Entry(@Nullable UUID session, @Nullable EarlyEnd early) {}

  public Optional<UUID> find(Transaction tx, UUID organizationId, ExternalRef ref) {
    return keyed(tx.query(find), organizationId, ref)
        .map((row, ctx) -> Optional.ofNullable(Columns.idOrNull(row, 1)))
        .findOne()
        .flatMap(id -> id);
  }

  public Optional<Entry> lock(Transaction tx, UUID organizationId, ExternalRef ref) {
    return keyed(tx.query(lock), organizationId, ref).map((row, ctx) -> entry(row)).findOne();
  }

  /** Returns the key under which an external id is stored. */
  public String key(UUID organizationId, ExternalRef ref) {
    return keys.of(organizationId, ref);
  }

  /** Locks the existing entries among these keys, in the order of the keys. */
  public Map<String, Entry> lockAll(
      Transaction tx, UUID organizationId, Collection<String> externalKeys) {
    Map<String, Entry> entries = new HashMap<>();
    if (!externalKeys.isEmpty()) {
      tx.query(lockAll)
          .bind("org", organizationId)
          .bind("keys", tx.array("varchar", externalKeys))
          .map((row, ctx) -> Map.entry(row.getString(11), entry(row)))
          .forEach(it -> entries.put(it.getKey(), it.getValue()));
    }
    return entries;
  }

  /**
   * Assigns ids to sessions.
   *
   * @param sessions the session for each key
   * @throws LostRaceException if another transaction has inserted one of them
   */
  public void insertAll(Transaction tx, UUID organizationId, Map<String, UUID> sessions) {
    PreparedBatch batch = tx.batch(insert);
    sessions.forEach(
        (key, session) ->
            batch.bind("org", organizationId).bind("external", key).bind("session", session).add());
    Transaction.insertOrLose(batch);
  }

  /**
   * Assigns the id to a session.
   *
   * @throws LostRaceException if another transaction has inserted it
   */
  public void insert(Transaction tx, UUID organizationId, ExternalRef ref, UUID session) {
    Transaction.insertOrLose(
        keyed(tx.update(insert), organizationId, ref).bind("session", session));
  }

  /** Assigns the id of a locked entry to a session. */
  public void take(Transaction tx, UUID organizationId, ExternalRef ref, UUID session) {
    keyed(tx.update(take), organizationId, ref).bind("session", session).execute();
  }

  /**
   * Keeps an end that was reported before the start.
   *
   * @throws LostRaceException if another transaction has inserted the id
   */
  public void insertEarlyEnd(Transaction tx, UUID organizationId, ExternalRef ref, EarlyEnd end) {
    Transaction.insertOrLose(bind(keyed(tx.update(insertEarlyEnd), organizationId, ref), end));
  }

  /** Replaces an early end that has expired or is enriched, in a locked entry. */
  public void replaceEarlyEnd(Transaction tx, UUID organizationId, ExternalRef ref, EarlyEnd end) {
    bind(keyed(tx.update(replaceEarlyEnd), organizationId, ref), end).execute();
  }

  /** Deletes expired early ends of all organizations, or only counts them. */
  public int deleteOldEarlyEnds(Transaction tx, int limit, boolean dryRun) {
    int count = 0;
    for (DueBound.Due organization : organizationsWithOld.find(tx)) {
      if (count == limit) {
        break;
      }
      count += deleteOldEarlyEnds(tx, organization, limit - count, dryRun);
    }
    return count;
  }

  private int deleteOldEarlyEnds(
      Transaction tx, DueBound.Due organization, int limit, boolean dryRun) {
    return dryRun
        ? bind(tx.query(countOld), organization, limit).mapTo(Integer.class).one()
        : bind(tx.update(deleteOld), organization, limit).execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, DueBound.Due due, int limit) {
    return statement
        .bind("org", due.organization())
        .bind("since", due.oldest())
        .bind("limit", limit);
  }

  private static <S extends SqlStatement<S>> S bind(S statement, EarlyEnd end) {
    return statement
        .bind("status", end.target().wire())
        .bind("reason", end.reason().wire())
        .bind("reasonNever", end.reasonIfNeverActive().wire())
        .bind("reported", end.reportedReason())
        .bind("by", end.triggeredBy())
        .bindByType("endedAt", end.endedAt(), Instant.class)
        .bind("at", end.at())
        .bind("kept", SqlTemplates.micros(EarlyEnd.KEPT));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    UUID session = Columns.idOrNull(row, 1);
    Instant keptUntil = Columns.timeOrNull(row, 9);
    if (session != null || keptUntil == null || !keptUntil.isAfter(Columns.time(row, 10))) {
      return new Entry(session, null);
    }
    SessionStatus status = SessionStatus.fromWire(row.getString(2));
    return new Entry(
        null,
        new EarlyEnd(
            status.isTerminal() ? status : SessionStatus.CLOSED,
            TerminationReason.coerce(row.getString(3)),
            TerminationReason.coerce(row.getString(4)),
            row.getString(5),
            row.getString(6),
            Columns.timeOrNull(row, 7),
            Columns.time(row, 8)));
  }

  private <S extends SqlStatement<S>> S keyed(S statement, UUID org, ExternalRef ref) {
    return statement.bind("org", org).bind("external", keys.of(org, ref));
  }
}
