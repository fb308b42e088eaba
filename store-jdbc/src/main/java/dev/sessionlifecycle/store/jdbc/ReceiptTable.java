package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.retention.Receipt;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was disposed of. Nothing is ever deleted here. */
final class ReceiptTable {
  private static final UUID LEAST = new UUID(0, 0);

  private final String insert;
  private final String page;

  ReceiptTable(SqlText sql) {
    insert =
        sql.of(
            """
            INSERT INTO {receipt} (organization_id, id, kind, policy_id, triggered_by, at, sessions,
              messages, row_count)
            VALUES (:org, :id, :kind, :policy, :by, :at, :sessions, :messages, :rows)""");
    page =
        sql.of(
            """
            SELECT organization_id, id, kind, policy_id, triggered_by, at, sessions, messages,
              row_count
            FROM {receipt} WHERE organization_id = :org AND id > :after ORDER BY id LIMIT :limit""");
  }

  void insert(Tx tx, Receipt receipt) {
    tx.update(insert)
        .bind("org", receipt.organizationId())
        .bind("id", receipt.id())
        .bind("kind", receipt.kind().name().toLowerCase(Locale.ROOT))
        .bind("policy", receipt.policyId())
        .bind("by", receipt.triggeredBy())
        .bind("at", receipt.at())
        .bind("sessions", receipt.sessions())
        .bind("messages", receipt.messages())
        .bind("rows", receipt.rows())
        .execute();
  }

  List<Receipt> page(Tx tx, UUID organization, @Nullable UUID after, int limit) {
    return tx.query(page)
        .bind("org", organization)
        .bind("after", after == null ? LEAST : after)
        .bind("limit", limit)
        .map(
            (row, ctx) ->
                new Receipt(
                    Rows.id(row, 1),
                    Rows.id(row, 2),
                    Receipt.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                    Rows.idOrNull(row, 4),
                    row.getString(5),
                    Rows.time(row, 6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9)))
        .list();
  }
}
