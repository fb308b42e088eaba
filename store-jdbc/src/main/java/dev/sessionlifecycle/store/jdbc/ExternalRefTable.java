package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.EarlyEnd;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The external ids: each names a session, or keeps an end that was reported before the start. */
final class ExternalRefTable {
  private static final String KEY = " WHERE organization_id = :org AND external_key = :external";

  private final ExternalKeys keys;
  private final String find;
  private final String lock;
  private final String insert;
  private final String take;
  private final String keep;
  private final String keepAgain;
  private final String organizations;
  private final String countOld;
  private final String forgetOld;

  ExternalRefTable(SqlText sql) {
    keys = sql.externalKeys();
    String early =
        "early_status, early_reason, early_reason_never, early_reported, early_triggered_by,"
            + " early_ended_at, kept_until";
    find = sql.of("SELECT session_id FROM {external_ref}" + KEY);
    lock =
        sql.of("SELECT session_id, " + early + ", {now} FROM {external_ref}" + KEY + " FOR UPDATE");
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
    keep =
        sql.of(
            "INSERT INTO {external_ref} (organization_id, external_key, "
                + early
                + ") VALUES (:org, :external, :status, :reason, :reasonNever, :reported,"
                + " :by, :endedAt, {now+kept})");
    keepAgain =
        sql.of(
            """
            UPDATE {external_ref} SET early_status = :status, early_reason = :reason,
              early_reason_never = :reasonNever, early_reported = :reported,
              early_triggered_by = :by, early_ended_at = :endedAt, kept_until = {now+kept}"""
                + KEY);
    organizations =
        sql.of(
            sql.dialect()
                .organizationsDue("{external_ref}", "kept_until", "s.kept_until <= {now}"));
    String old =
        "SELECT e.external_key FROM {external_ref} e WHERE e.organization_id = :org"
            + " AND e.kept_until <= {now} ORDER BY e.kept_until LIMIT :limit";
    countOld = sql.of("SELECT COUNT(*) FROM (" + old + ") x");
    forgetOld =
        sql.of(
            "DELETE FROM {external_ref} WHERE organization_id = :org AND external_key IN ("
                + old
                + ") AND kept_until <= {now}");
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

  /** Gives the id to a session; loses where somebody else has written it meanwhile. */
  void insert(Tx tx, UUID organizationId, ExternalRef ref, UUID session) {
    Tx.insertOrLose(keyed(tx.update(insert), organizationId, ref).bind("session", session));
  }

  /** Gives the id to a session, on an entry that is locked. */
  void take(Tx tx, UUID organizationId, ExternalRef ref, UUID session) {
    keyed(tx.update(take), organizationId, ref).bind("session", session).execute();
  }

  /** Keeps an end; loses where somebody else has written the id meanwhile. */
  void keep(Tx tx, UUID organizationId, ExternalRef ref, EarlyEnd end) {
    Tx.insertOrLose(bind(keyed(tx.update(keep), organizationId, ref), end));
  }

  /** Keeps an end in the place of one that is too old, on an entry that is locked. */
  void keepAgain(Tx tx, UUID organizationId, ExternalRef ref, EarlyEnd end) {
    bind(keyed(tx.update(keepAgain), organizationId, ref), end).execute();
  }

  /** Forgets kept ends that are too old, of all organizations, or only counts them. */
  int forget(Tx tx, int limit, boolean dryRun) {
    int count = 0;
    for (UUID organization : tx.query(organizations).map((row, ctx) -> Rows.id(row, 1)).list()) {
      if (count == limit) {
        break;
      }
      count += forget(tx, organization, limit - count, dryRun);
    }
    return count;
  }

  private int forget(Tx tx, UUID organization, int limit, boolean dryRun) {
    return dryRun
        ? tx.query(countOld)
            .bind("org", organization)
            .bind("limit", limit)
            .mapTo(Integer.class)
            .one()
        : tx.update(forgetOld).bind("org", organization).bind("limit", limit).execute();
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

  private static <S extends SqlStatement<S>> S bind(S statement, EarlyEnd end) {
    return statement
        .bind("status", end.target().wire())
        .bind("reason", end.reason().wire())
        .bind("reasonNever", end.reasonIfNeverActive().wire())
        .bind("reported", end.reportedReason())
        .bind("by", end.triggeredBy())
        .bind("endedAt", end.endedAt())
        .bind("kept", Micros.of(EarlyEnd.KEPT));
  }

  private <S extends SqlStatement<S>> S keyed(S statement, UUID org, ExternalRef ref) {
    return statement.bind("org", org).bind("external", keys.of(org, ref));
  }
}
