package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.AppendDecision;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.ExternalKeys;
import dev.sessionlifecycle.store.jdbc.internal.sql.JsonColumn;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of sessions. */
public final class SessionTable {
  private final SqlTemplates sql;
  private final ExternalKeys keys;
  private final String find;
  private final String findActive;
  private final String findAll;
  private final @Nullable PreparedSql lockRow;
  private final PreparedSql lock;
  private final String lockAll;
  private final String insert;
  private final String insertDetail;
  private final PreparedSql save;
  private final String saveAppended;
  private final String applyEffects;

  public SessionTable(SqlTemplates sql, ExternalKeys keys) {
    this.sql = sql;
    this.keys = keys;
    find = sql.get("find_session");
    findActive = sql.get("find_active_session");
    findAll = sql.get("find_sessions");
    lockRow = sql.dialect().locksBeforeReading() ? sql.prepared("lock_row") : null;
    lock = sql.prepared("lock_session");
    lockAll = sql.get("lock_sessions");
    insert = sql.get("insert_session");
    insertDetail = sql.get("insert_session_detail");
    save = sql.prepared("save_session");
    saveAppended = sql.get("save_appended");
    applyEffects = sql.get("apply_effects_to_detail");
  }

  public Optional<Session> find(Transaction tx, SessionKey key) {
    return keyed(tx.query(find), key).map((row, ctx) -> SessionRows.session(row)).findOne();
  }

  /** Returns the session that holds an active key. */
  public Optional<Session> findActive(
      Transaction tx, UUID organizationId, UUID endUserId, String channel, SessionType type) {
    return tx.query(findActive)
        .bind("org", organizationId)
        .bind("user", endUserId)
        .bind("channel", Channels.normalized(channel))
        .bind("type", type.wire())
        .map((row, ctx) -> SessionRows.session(row))
        .findOne();
  }

  public Optional<LockedSession> lock(Transaction tx, SessionKey key) {
    Map<String, @Nullable Object> values = new HashMap<>(8);
    values.put("org", key.organizationId());
    values.put("id", key.sessionId());
    if (lockRow != null && tx.query(lockRow, values, row -> row.getInt(1)).isEmpty()) {
      return Optional.empty();
    }
    return tx.query(lock, values, SessionTable::locked).stream()
        .findFirst()
        .map(row -> row.isCurrent() ? row : row.with(find(tx, key).orElse(row.session())));
  }

  /** Locks the existing sessions among these ids, in the order of the ids. */
  public List<LockedSession> lockAll(Transaction tx, UUID organizationId, Argument ids) {
    List<LockedSession> rows =
        tx.query(lockAll)
            .bind("org", organizationId)
            .bind("ids", ids)
            .map((row, ctx) -> locked(row))
            .list();
    if (rows.stream().allMatch(LockedSession::isCurrent)) {
      return rows;
    }
    Map<UUID, Session> again = new HashMap<>();
    findAll(tx, organizationId, ids).forEach(session -> again.put(session.id(), session));
    return rows.stream()
        .map(row -> row.with(again.getOrDefault(row.session().id(), row.session())))
        .toList();
  }

  /** Returns the existing sessions among these ids. */
  public List<Session> findAll(Transaction tx, UUID organizationId, Argument ids) {
    return tx.query(findAll)
        .bind("org", organizationId)
        .bind("ids", ids)
        .map((row, ctx) -> SessionRows.session(row))
        .list();
  }

  private static LockedSession locked(ResultSet row) throws SQLException {
    return new LockedSession(
        SessionRows.session(row),
        Columns.time(row, SessionRows.COUNT + 1),
        row.getInt(SessionRows.COUNT + 2),
        row.getInt(SessionRows.COUNT + 3),
        row.getLong(SessionRows.COUNT + 4),
        Columns.timeOrNull(row, SessionRows.COUNT + 5),
        row.getBoolean(SessionRows.COUNT + 6),
        row.getLong(SessionRows.COUNT + 7),
        row.getLong(SessionRows.COUNT + 8),
        row.getBoolean(SessionRows.COUNT + 9));
  }

  /**
   * Inserts a session whose history count is one.
   *
   * @throws LostRaceException if one of its keys is taken
   */
  public void insert(
      Transaction tx, Session session, boolean holdsKey, @Nullable Instant sweepDueAt) {
    Transaction.insertOrLose(bindNew(tx.update(insert), session, holdsKey, sweepDueAt));
    bindDetail(tx.update(insertDetail), session).execute();
  }

  /**
   * Inserts sessions without an active key.
   *
   * @param sweepDueAt when each is due for the sweep
   * @throws LostRaceException if the id of one is taken
   */
  public void insertAll(Transaction tx, Map<Session, Optional<Instant>> sweepDueAt) {
    PreparedBatch rows = tx.batch(insert);
    PreparedBatch details = tx.batch(insertDetail);
    sweepDueAt.forEach(
        (session, due) -> {
          bindNew(rows, session, false, due.orElse(null)).add();
          bindDetail(details, session).add();
        });
    Transaction.insertOrLose(rows);
    details.execute();
  }

  private <S extends SqlStatement<S>> S bindNew(
      S statement, Session session, boolean holdsKey, @Nullable Instant sweepDueAt) {
    return keyed(statement, SessionKey.of(session))
        .bind("user", session.endUserId())
        .bindByType("storing", storing(session), String.class)
        .bind("channel", session.channel())
        .bind("channelKey", Channels.normalized(session.channel()))
        .bind("type", session.sessionType().wire())
        .bind("status", session.statusText())
        .bind("priority", session.priority().wire())
        .bindByType(
            "origin", session.origin() == null ? null : session.origin().wire(), String.class)
        .bindByType("activeUser", holdsKey ? session.endUserId() : null, UUID.class)
        .bindByType("agent", session.assignedAgentId(), UUID.class)
        .bindByType("policy", session.retentionPolicyId(), UUID.class)
        .bindByType("previous", session.previousSessionId(), UUID.class)
        .bind("month", Columns.month(session.createdAt()))
        .bind("createdAt", session.createdAt())
        .bind("startedAt", session.startedAt())
        .bind("updatedAt", session.updatedAt())
        .bindByType("rangAt", session.rangAt(), Instant.class)
        .bindByType("activatedAt", session.activatedAt(), Instant.class)
        .bind("statusSince", session.statusSince())
        .bind("lastActivityAt", session.lastActivityAt())
        .bindByType("sweepDueAt", sweepDueAt, Instant.class);
  }

  /**
   * Returns the mode of a session as it is stored: null for everything.
   *
   * @throws dev.sessionlifecycle.errors.SchemaOutdatedException if the schema cannot hold another
   */
  public @Nullable String storing(Session session) {
    if (session.storing() == Storing.FULL) {
      return null;
    }
    sql.requireVersion(2, "SessionRequest.withStoring");
    return session.storing().wire();
  }

  private <S extends SqlStatement<S>> S bindDetail(S statement, Session session) {
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

  /**
   * Writes the columns that closing, moving, appending and enriching change; the row must be
   * locked.
   */
  public void save(
      Transaction tx,
      LockedSession before,
      Session after,
      int entries,
      @Nullable Duration sweepDueIn) {
    save(tx, before, after, entries, sweepDueIn, false, null, false);
  }

  /**
   * Writes the end of a session; its row must be locked.
   *
   * @param retentionDueAt when retention checks it; null for never
   * @param disown whether the owner lease is released
   */
  public void saveEnded(
      Transaction tx,
      LockedSession before,
      Session after,
      int entries,
      @Nullable Instant retentionDueAt,
      boolean disown) {
    save(tx, before, after, entries, null, true, retentionDueAt, disown);
  }

  /** Writes an ended session whose outcome may have changed; its row must be locked. */
  public void saveRestamped(
      Transaction tx,
      LockedSession before,
      Session after,
      int entries,
      RetentionPolicy policy,
      boolean disown) {
    boolean isRetimed = RetentionRules.isRetimed(before.session(), after);
    Instant dueAt = RetentionRules.nextCheck(after, policy, after.retentionExpiresAt());
    save(tx, before, after, entries, null, isRetimed, dueAt, disown);
  }

  private void save(
      Transaction tx,
      LockedSession before,
      Session after,
      int entries,
      @Nullable Duration sweepDueIn,
      boolean isRetimed,
      @Nullable Instant retentionDueAt,
      boolean disown) {
    Map<String, @Nullable Object> values = new HashMap<>(64);
    values.put("org", after.organizationId());
    values.put("id", after.id());
    values.put("retimed", isRetimed);
    values.put("retentionDueAt", retentionDueAt);
    values.put("archivedAt", after.archivedAt());
    values.put("status", after.statusText());
    values.put("ended", after.isEnded());
    values.put("successor", after.supersededById());
    values.put("messages", after.messageCount());
    values.put("userMessages", after.userMessageCount());
    values.put("entries", entries);
    values.put("updatedAt", after.updatedAt());
    values.put("firstMessageAt", after.firstMessageAt());
    values.put("lastMessageAt", after.lastMessageAt());
    values.put("rangAt", after.rangAt());
    values.put("activatedAt", after.activatedAt());
    values.put("handedOnAt", after.handedOnAt());
    values.put("statusSince", after.statusSince());
    values.put("lastActivityAt", after.lastActivityAt());
    values.put("endedAt", after.endedAt());
    values.put("closedAt", after.closedAt());
    values.put("sweepDueAt", sweepDueIn == null ? null : before.now().plus(sweepDueIn));
    values.put("keepUntil", after.retentionExpiresAt());
    values.put("finalizedAt", after.finalizedAt());
    values.put("duration", after.durationMs());
    values.put("reason", after.reason() == null ? null : after.reason().wire());
    values.put("reported", after.reportedReason());
    values.put("outcome", after.outcome() == null ? null : after.outcome().wire());
    values.put("triggeredBy", after.triggeredBy());
    values.put("disown", disown);
    tx.update(save, values);
  }

  /** Writes the columns that appending changes; the rows must be locked. */
  public void saveAppended(Transaction tx, Collection<AppendDecision> decisions) {
    if (decisions.isEmpty()) {
      return;
    }
    PreparedBatch batch = tx.batch(saveAppended);
    for (AppendDecision decision : decisions) {
      Session session = decision.session();
      batch
          .bind("org", session.organizationId())
          .bind("id", session.id())
          .bind("bytes", decision.bytes())
          .bind("messages", session.messageCount())
          .bind("userMessages", session.userMessageCount())
          .bind("firstMessageAt", session.firstMessageAt())
          .bind("lastMessageAt", session.lastMessageAt())
          .bind("updatedAt", session.updatedAt())
          .bind("lastActivityAt", session.lastActivityAt())
          .add();
    }
    batch.execute();
  }

  /** Returns a batch for the effects of steps on session details. */
  public PreparedBatch detailChanges(Transaction tx) {
    return tx.batch(applyEffects);
  }

  /** Adds the effects of a step that change the detail, if any. */
  public static void addDetailChange(PreparedBatch changes, SessionKey key, Effects effects) {
    if (effects.subject() == null
        && effects.metadata() == null
        && effects.contextVariables() == null
        && effects.summary() == null
        && effects.externalId() == null
        && !effects.memorySynced()
        && effects.dispositionNote() == null) {
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
        .bindByType("note", effects.dispositionNote(), String.class)
        .add();
  }

  private static @Nullable String json(@Nullable Map<String, Object> values) {
    return values == null ? null : JsonColumn.write(values);
  }

  private static <S extends SqlStatement<S>> S keyed(S statement, SessionKey key) {
    return statement.bind("org", key.organizationId()).bind("id", key.sessionId());
  }
}
