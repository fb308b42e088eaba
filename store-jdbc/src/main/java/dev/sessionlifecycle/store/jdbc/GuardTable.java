package dev.sessionlifecycle.store.jdbc;

import java.util.UUID;

/**
 * One row for each organization, on which a hold and a disposal exclude each other: to see in a
 * statement that nothing is held is not enough, since a hold may be placed before that commits.
 */
final class GuardTable {
  private final String share;
  private final String lock;
  private final String insert;

  GuardTable(SqlText sql) {
    String row = "SELECT 1 FROM {guard} WHERE organization_id = :org ";
    share = sql.of(row + sql.dialect().lockShared());
    lock = sql.of(row + "FOR UPDATE");
    insert = sql.of("INSERT INTO {guard} (organization_id) VALUES (:org)");
  }

  /** Keeps holds from being placed until the transaction ends; several may do so at once. */
  void share(Tx tx, UUID organization) {
    take(tx, share, organization);
  }

  /** Keeps sessions from being disposed of until the transaction ends. */
  void lock(Tx tx, UUID organization) {
    take(tx, lock, organization);
  }

  /** A row that is made here is locked by that, and who makes the same waits, and loses. */
  private void take(Tx tx, String sql, UUID organization) {
    if (tx.query(sql).bind("org", organization).mapTo(Integer.class).findOne().isEmpty()) {
      Tx.insertOrLose(tx.update(insert).bind("org", organization));
    }
  }
}
