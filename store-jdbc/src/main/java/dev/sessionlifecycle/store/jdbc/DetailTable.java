package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.Collection;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** What of a session is wide and seldom changes. */
final class DetailTable {
  private final ExternalKeys keys;
  private final String insert;
  private final String change;

  DetailTable(SqlText sql) {
    keys = sql.externalKeys();
    insert =
        sql.of(
            """
            INSERT INTO {session_detail} (organization_id, id, external_source, external_id,
              external_key, subject, metadata, context_variables)
            VALUES (:org, :id, :source, :externalId, :externalKey, :subject,
              CAST(:metadata AS {json}), CAST(:variables AS {json}))""");
    change =
        sql.of(
            """
            UPDATE {session_detail} SET
              external_source = CASE WHEN external_key IS NULL THEN NULL
                ELSE COALESCE(:source, external_source) END,
              external_id = CASE WHEN external_key IS NULL THEN NULL
                ELSE COALESCE(:externalId, external_id) END,
              subject = COALESCE(:subject, subject),
              metadata = COALESCE(CAST(:metadata AS {json}), metadata),
              context_variables = COALESCE(CAST(:variables AS {json}), context_variables),
              summary = COALESCE(:summary, summary),
              memory_synced = memory_synced OR :synced
            WHERE organization_id = :org AND id = :id""");
  }

  void insert(Tx tx, Session session) {
    bindNew(tx.update(insert), session).execute();
  }

  void insertAll(Tx tx, Collection<Session> sessions) {
    PreparedBatch batch = tx.batch(insert);
    sessions.forEach(session -> bindNew(batch, session).add());
    batch.execute();
  }

  private <S extends SqlStatement<S>> S bindNew(S statement, Session session) {
    ExternalRef ref = session.externalRef();
    return statement
        .bind("org", session.organizationId())
        .bind("id", session.id())
        .bindByType("source", ref == null ? null : ref.source(), String.class)
        .bindByType("externalId", ref == null ? null : ref.id(), String.class)
        .bindByType(
            "externalKey",
            ref == null ? null : keys.of(session.organizationId(), ref),
            String.class)
        .bindByType("subject", session.subject(), String.class)
        .bind("metadata", JsonColumn.write(session.metadata()))
        .bind("variables", JsonColumn.write(session.contextVariables()));
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
        && effects.externalId() == null
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
        .bindByType("source", effects.externalSource(), String.class)
        .bindByType("externalId", effects.externalId(), String.class)
        .add();
  }

  private static @Nullable String json(@Nullable Map<String, Object> values) {
    return values == null ? null : JsonColumn.write(values);
  }
}
