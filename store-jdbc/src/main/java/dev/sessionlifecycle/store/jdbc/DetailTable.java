package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What of a session is wide and seldom changes. */
final class DetailTable {
  private final String insert;
  private final String change;

  DetailTable(SqlText sql) {
    insert =
        sql.of(
            """
            INSERT INTO {session_detail} (organization_id, id, external_source, external_id,
              subject, metadata, context_variables)
            VALUES (:org, :id, :source, :externalId, :subject,
              CAST(:metadata AS {json}), CAST(:variables AS {json}))""");
    change =
        sql.of(
            """
            UPDATE {session_detail} SET
              subject = COALESCE(:subject, subject),
              metadata = COALESCE(CAST(:metadata AS {json}), metadata),
              context_variables = COALESCE(CAST(:variables AS {json}), context_variables),
              summary = COALESCE(:summary, summary),
              memory_synced = memory_synced OR :synced
            WHERE organization_id = :org AND id = :id""");
  }

  void insert(Tx tx, Session session) {
    ExternalRef ref = session.externalRef();
    tx.update(insert)
        .bind("org", session.organizationId())
        .bind("id", session.id())
        .bind("source", ref == null ? null : ref.source())
        .bind("externalId", ref == null ? null : ref.id())
        .bind("subject", session.subject())
        .bind("metadata", JsonColumn.write(session.metadata()))
        .bind("variables", JsonColumn.write(session.contextVariables()))
        .execute();
  }

  PreparedBatch changes(Tx tx) {
    return tx.batch(change);
  }

  /** Adds what a step wants changed here. */
  static void add(PreparedBatch changes, SessionKey key, Effects effects) {
    if (effects.subject() == null
        && effects.metadata() == null
        && effects.contextVariables() == null
        && effects.summary() == null
        && !effects.memorySynced()) {
      return;
    }
    changes
        .bind("org", key.organizationId())
        .bind("id", key.sessionId())
        .bindByType("subject", effects.subject(), String.class)
        .bindByType("metadata", json(effects.metadata()), String.class)
        .bindByType("variables", json(effects.contextVariables()), String.class)
        .bindByType("summary", effects.summary(), String.class)
        .bind("synced", effects.memorySynced())
        .add();
  }

  private static @Nullable String json(@Nullable Map<String, Object> values) {
    return values == null ? null : JsonColumn.write(values);
  }
}
