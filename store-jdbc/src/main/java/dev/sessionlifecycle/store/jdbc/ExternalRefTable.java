package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.spi.EarlyEnd;
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

/** The external ids: each names a session, or keeps an end, see {@link EarlyEndTable}. */
final class ExternalRefTable {
  static final String KEY = " WHERE organization_id = :org AND external_key = :external";

  private final ExternalKeys keys;
  private final String find;
  private final String lock;
  private final String lockAll;
  private final String insert;
  private final String take;

  ExternalRefTable(SqlText sql) {
    keys = sql.externalKeys();
    find = sql.of("SELECT session_id FROM {external_ref}" + KEY);
    String entry = "SELECT session_id, " + EarlyEndTable.COLUMNS + ", {now}";
    lock = sql.of(entry + " FROM {external_ref}" + KEY + " FOR UPDATE");
    lockAll =
        sql.of(
            entry
                + ", external_key FROM {external_ref} WHERE organization_id = :org"
                + " AND external_key = ANY(:keys) ORDER BY external_key FOR UPDATE");
    insert =
        sql.of(
            "INSERT INTO {external_ref} (organization_id, external_key, session_id)"
                + " VALUES (:org, :external, :session)");
    take =
        sql.of(
            """
            UPDATE {external_ref} SET session_id = :session, early_status = NULL,
              early_reason = NULL, early_reason_never = NULL, early_reported = NULL,
              early_triggered_by = NULL, early_ended_at = NULL, kept_until = NULL"""
                + KEY);
  }

  /**
   * What an external id stands for; neither where its kept end is too old.
   *
   * @param session the session that has it
   * @param early the end that is kept for it
   */
  record Entry(@Nullable UUID session, @Nullable EarlyEnd early) {}

  Optional<UUID> find(Tx tx, UUID organizationId, ExternalRef ref) {
    return keyed(tx.query(find), organizationId, ref)
        .map((row, ctx) -> Optional.ofNullable(Rows.idOrNull(row, 1)))
        .findOne()
        .flatMap(id -> id);
  }

  Optional<Entry> lock(Tx tx, UUID organizationId, ExternalRef ref) {
    return keyed(tx.query(lock), organizationId, ref).map((row, ctx) -> entry(row)).findOne();
  }

  /** What an external id is looked up by. */
  String key(UUID organizationId, ExternalRef ref) {
    return keys.of(organizationId, ref);
  }

  /** Those of many that are there, by their keys. */
  Map<String, Entry> lockAll(Tx tx, UUID organizationId, Collection<String> externalKeys) {
    Map<String, Entry> entries = new HashMap<>();
    if (!externalKeys.isEmpty()) {
      tx.query(lockAll)
          .bind("org", organizationId)
          .bind("keys", tx.array("varchar", externalKeys))
          .map((row, ctx) -> Map.entry(row.getString(10), entry(row)))
          .forEach(it -> entries.put(it.getKey(), it.getValue()));
    }
    return entries;
  }

  /** Gives ids to sessions; loses where somebody else has written one meanwhile. */
  void insertAll(Tx tx, UUID organizationId, Map<String, NamedOpening.Named> named) {
    PreparedBatch batch = tx.batch(insert);
    named.forEach(
        (key, it) ->
            batch.bind("org", organizationId).bind("external", key).bind("session", it.id()).add());
    Tx.insertOrLose(batch);
  }

  /** Gives the id to a session; loses where somebody else has written it meanwhile. */
  void insert(Tx tx, UUID organizationId, ExternalRef ref, UUID session) {
    Tx.insertOrLose(keyed(tx.update(insert), organizationId, ref).bind("session", session));
  }

  /** Gives the id to a session, on an entry that is locked. */
  void take(Tx tx, UUID organizationId, ExternalRef ref, UUID session) {
    keyed(tx.update(take), organizationId, ref).bind("session", session).execute();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    UUID session = Rows.idOrNull(row, 1);
    Instant keptUntil = Rows.timeOrNull(row, 8);
    if (session != null || keptUntil == null || !keptUntil.isAfter(Rows.time(row, 9))) {
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
            Rows.time(row, 7)));
  }

  private <S extends SqlStatement<S>> S keyed(S statement, UUID org, ExternalRef ref) {
    return statement.bind("org", org).bind("external", keys.of(org, ref));
  }
}
