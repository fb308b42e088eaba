package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.rules.DisposalCandidate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Disposes of sessions: shares the guard, locks the rows of the sessions and of their chains
 * (skipping those that somebody holds), and only then, in a later statement, reads how they stand
 * and decides. Until the transaction ends nothing of that can change.
 */
final class Disposing {
  private final SqlText sql;
  private final GuardTable guards;
  private final ReceiptTable receipts;
  private final Disposals disposals;
  private final String lockSessions;
  private final String lockChains;
  private final String read;

  Disposing(SqlText sql, GuardTable guards, ReceiptTable receipts) {
    this.sql = sql;
    this.guards = guards;
    this.receipts = receipts;
    this.disposals = new Disposals(sql);
    lockSessions =
        sql.of(
            """
            SELECT s.id FROM {session} s WHERE s.organization_id = :org AND s.id = ANY(:ids) AND\s"""
                + Words.isTerminal("s.status")
                + " ORDER BY s.id FOR UPDATE {of s} SKIP LOCKED");
    lockChains =
        sql.of(
            """
            SELECT c.session_id FROM {chain} c WHERE c.organization_id = :org
              AND c.session_id = ANY(:ids) ORDER BY c.session_id FOR UPDATE {of c} SKIP LOCKED""");
    read =
        sql.of(
            """
            SELECT s.id, s.status, CASE WHEN s.hold_count > 0 OR EXISTS (
                SELECT 1 FROM {hold} h WHERE h.organization_id = s.organization_id
                AND h.released_at IS NULL AND (h.end_user_id = s.end_user_id
                  OR (h.end_user_id IS NULL AND h.session_id IS NULL)))
              THEN TRUE ELSE FALSE END, s.finalized_at, CASE WHEN EXISTS (
                SELECT 1 FROM {chain} c WHERE c.organization_id = s.organization_id
                AND c.session_id = s.id AND c.parked > 0 AND c.due_at IS NULL)
              THEN TRUE ELSE FALSE END, s.status_since, s.retention_expires_at, s.archived_at,
              s.message_count
            FROM {session} s WHERE s.organization_id = :org AND s.id = ANY(:ids)""");
  }

  private record Row(UUID id, DisposalCandidate standing, int messages) {}

  /**
   * What may go, until the transaction ends.
   *
   * @param messages how many messages they have
   */
  record Judged(List<UUID> done, Map<UUID, Refusal> refused, long messages, Instant now) {}

  DisposalReply dispose(Tx tx, DisposalIntent intent) {
    Judged judged = judge(tx, intent);
    Receipt receipt = judged.done().isEmpty() ? null : carryOut(tx, intent, judged);
    return new DisposalReply(judged.done(), judged.refused(), receipt);
  }

  /** Locks, and decides. */
  Judged judge(Tx tx, DisposalIntent intent) {
    UUID organization = intent.organizationId();
    guards.share(tx, organization);
    Set<UUID> locked = new HashSet<>(ids(tx, lockSessions, organization, intent.sessionIds()));
    if (!locked.isEmpty()) {
      locked.retainAll(ids(tx, lockChains, organization, List.copyOf(locked)));
    }
    Instant now = tx.now();
    Map<UUID, Refusal> refused = new LinkedHashMap<>();
    intent.sessionIds().forEach(id -> refused.put(id, Refusal.MISSING));
    List<UUID> done = new ArrayList<>();
    long messages = 0;
    for (Row row : rows(tx, organization, intent.sessionIds())) {
      Refusal refusal =
          row.standing()
              .refusal(intent, now)
              .orElse(locked.contains(row.id()) ? null : Refusal.BUSY);
      if (refusal == null) {
        refused.remove(row.id());
        done.add(row.id());
        messages += row.messages();
      } else {
        refused.put(row.id(), refusal);
      }
    }
    return new Judged(done, refused, messages, now);
  }

  private Receipt carryOut(Tx tx, DisposalIntent intent, Judged judged) {
    return receipt(tx, intent, judged, disposals.carryOut(tx, intent, judged.done()));
  }

  /**
   * Deletes what was judged, but for messages and history, which go with their month.
   *
   * @param left how many rows go that way
   */
  Receipt carryOutByMonth(Tx tx, DisposalIntent intent, Judged judged, long left) {
    return receipt(tx, intent, judged, left + disposals.carryOutByMonth(tx, intent, judged.done()));
  }

  private Receipt receipt(Tx tx, DisposalIntent intent, Judged judged, long rows) {
    Receipt receipt = intent.receipt(judged.now(), judged.done().size(), judged.messages(), rows);
    receipts.insert(tx, receipt);
    return receipt;
  }

  private List<UUID> ids(Tx tx, String statement, UUID organization, List<UUID> of) {
    return tx.query(statement)
        .bind("org", organization)
        .bind("ids", tx.array(sql.dialect().uuidArray(), of))
        .map((row, ctx) -> Rows.id(row, 1))
        .list();
  }

  private List<Row> rows(Tx tx, UUID organization, List<UUID> of) {
    return tx.query(read)
        .bind("org", organization)
        .bind("ids", tx.array(sql.dialect().uuidArray(), of))
        .map((row, ctx) -> row(row))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Rows.id(row, 1),
        new DisposalCandidate(
            SessionStatus.fromWire(row.getString(2)),
            row.getBoolean(3),
            Rows.timeOrNull(row, 4) != null,
            row.getBoolean(5),
            Rows.time(row, 6),
            Rows.timeOrNull(row, 7),
            Rows.timeOrNull(row, 8) != null),
        row.getInt(9));
  }
}
