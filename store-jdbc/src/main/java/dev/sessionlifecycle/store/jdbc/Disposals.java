package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deletes or anonymizes everything of sessions that are locked and may go. */
final class Disposals {
  private final SqlText sql;
  private final List<String> deletes;
  private final List<String> deletesByMonth;
  private final List<String> anonymizes;

  Disposals(SqlText sql) {
    this.sql = sql;
    String ofSession = " WHERE organization_id = :org AND session_id = ANY(:ids)";
    String byId = " WHERE organization_id = :org AND id = ANY(:ids)";
    String messages = sql.of("DELETE FROM {message}" + ofSession);
    String attempts = sql.of("DELETE FROM {attempt}" + ofSession);
    String evals = sql.of("DELETE FROM {eval_run}" + ofSession);
    String refs =
        sql.of(
            """
            DELETE FROM {external_ref} WHERE organization_id = :org AND external_key IN (
              SELECT d.external_key FROM {session_detail} d
              WHERE d.organization_id = :org AND d.id = ANY(:ids)
                AND d.external_key IS NOT NULL)\
            """);
    deletesByMonth =
        List.of(
            attempts,
            refs,
            sql.of("DELETE FROM {chain}" + ofSession),
            evals,
            sql.of("DELETE FROM {session_detail}" + byId),
            sql.of("DELETE FROM {session}" + byId));
    deletes =
        Stream.concat(
                Stream.of(messages, sql.of("DELETE FROM {history}" + ofSession)),
                deletesByMonth.stream())
            .toList();
    anonymizes =
        List.of(
            messages,
            attempts,
            evals,
            refs,
            sql.of(
                "UPDATE {history} SET triggered_by = '"
                    + Anonymizer.SOMEBODY
                    + "'"
                    + ofSession
                    + " AND triggered_by NOT IN "
                    + usual()),
            sql.of(
                """
                UPDATE {session_detail} SET external_source = NULL, external_id = NULL,
                  external_key = NULL,
                  subject = NULL, metadata = CAST(:empty AS {json}),
                  context_variables = CAST(:empty AS {json}), summary = NULL\
                """
                    + byId),
            sql.of(
                """
                UPDATE {session} SET end_user_id = :nobody, active_user_id = NULL,
                  assigned_agent_id = NULL, previous_session_id = NULL, superseded_by_id = NULL,
                  reported_reason = NULL, retention_expires_at = NULL, look_at = NULL,
                  owner_id = NULL, owner_until = NULL, anonymized = TRUE, version = version + 1,
                  triggered_by = CASE WHEN triggered_by IN USUAL THEN triggered_by
                    ELSE 'SOMEBODY' END\
                """
                        .replace("USUAL", usual())
                        .replace("SOMEBODY", Anonymizer.SOMEBODY)
                    + byId));
  }

  private static String usual() {
    return Anonymizer.USUAL.stream()
        .sorted()
        .map(word -> "'" + word + "'")
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** Answers how many rows went, or were changed. */
  long carryOut(Tx tx, DisposalIntent intent, List<UUID> ids) {
    return run(tx, intent.kind() == Receipt.Kind.ANONYMIZE ? anonymizes : deletes, intent, ids);
  }

  /** Deletes all but messages and history, which go with their month. */
  long carryOutByMonth(Tx tx, DisposalIntent intent, List<UUID> ids) {
    return run(tx, deletesByMonth, intent, ids);
  }

  private long run(Tx tx, List<String> statements, DisposalIntent intent, List<UUID> ids) {
    long rows = 0;
    for (String statement : statements) {
      rows +=
          tx.update(statement)
              .bind("org", intent.organizationId())
              .bind("ids", tx.array(sql.dialect().uuidArray(), ids))
              .bind("nobody", Anonymizer.NOBODY)
              .bind("empty", JsonColumn.write(Map.of()))
              .execute();
    }
    return rows;
  }
}
