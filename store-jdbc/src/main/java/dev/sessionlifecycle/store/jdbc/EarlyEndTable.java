package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.spi.EarlyEnd;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/** The ends that were reported before the start, each kept with its external id for a while. */
final class EarlyEndTable {
  static final String COLUMNS =
      "early_status, early_reason, early_reason_never, early_reported, early_triggered_by,"
          + " early_ended_at, kept_until";

  private final ExternalKeys keys;
  private final String keep;
  private final String keepAgain;
  private final String organizations;
  private final String countOld;
  private final String forgetOld;

  EarlyEndTable(SqlText sql) {
    keys = sql.externalKeys();
    keep =
        sql.of(
            "INSERT INTO {external_ref} (organization_id, external_key, "
                + COLUMNS
                + ") VALUES (:org, :external, :status, :reason, :reasonNever, :reported,"
                + " :by, :endedAt, {now+kept})");
    keepAgain =
        sql.of(
            """
            UPDATE {external_ref} SET early_status = :status, early_reason = :reason,
              early_reason_never = :reasonNever, early_reported = :reported,
              early_triggered_by = :by, early_ended_at = :endedAt, kept_until = {now+kept}"""
                + ExternalRefTable.KEY);
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
