package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The looks at live sessions: the column {@code check_at}. */
final class SweepTable implements SweepStore {
  private static final UUID LEAST = new UUID(0, 0);

  private final Units units;
  private final SessionTable sessions;
  private final EarlyEndTable earlyEnds;
  private final DueRounds rounds;
  private final PageSql pick;
  private final String reschedule;
  private final String page;
  private final String recall;
  private final String takeOver;

  SweepTable(SqlText sql, Units units, SessionTable sessions, EarlyEndTable earlyEnds) {
    this.earlyEnds = earlyEnds;
    this.units = units;
    this.sessions = sessions;
    this.rounds = new DueRounds(sql, "check_at");
    String key = " WHERE organization_id = :org AND id = :id AND ";
    pick =
        PageSql.of(
            sql,
            """
            , s.check_at, s.owner_token, s.owner_until,
              CASE WHEN s.message_count > s.owner_messages THEN 0 ELSE s.owner_recoveries END""",
            "s.organization_id = :org AND s.check_at <= {now} AND "
                + Words.mostly(Words.isLive("s.status")),
            "s.check_at, s.id");
    reschedule =
        sql.of(
            "UPDATE {session} SET check_at = :at"
                + key
                + "check_at = :seen AND "
                + Words.isLive("status"));
    page =
        sql.of(
            "SELECT organization_id, id FROM {session}"
                + " WHERE (organization_id, id) > (:org, :id) AND "
                + Words.isLive("status")
                + " ORDER BY organization_id, id LIMIT ");
    recall =
        sql.of(
            "UPDATE {session} SET check_at = LEAST(COALESCE(check_at, {now}), {now})"
                + key
                + Words.isLive("status"));
    takeOver =
        sql.of(
            """
            UPDATE {session} SET owner_id = :owner, owner_token = owner_token + 1,
              owner_until = {now+lease}, owner_buffering = FALSE,
              owner_recoveries =
                CASE WHEN message_count > owner_messages THEN 1 ELSE owner_recoveries + 1 END,
              owner_messages = message_count,
              check_at = LEAST(COALESCE(check_at, {now+lease}), {now+lease})
            WHERE organization_id = :org AND id = :id""");
  }

  @Override
  public Instant now() {
    return units.single(Tx::now);
  }

  @Override
  public SweepCandidates due(DueQuery request) {
    return units.single(
        tx -> {
          Instant now = tx.now();
          return new SweepCandidates(
              now, rounds.visit(tx, request, (org, share) -> pick(tx, org, share)));
        });
  }

  private List<SweepCandidate> pick(Tx tx, UUID organization, int share) {
    return tx.query(pick.limit(share))
        .bind("org", organization)
        .map((row, ctx) -> look(row))
        .list();
  }

  private static SweepCandidate look(ResultSet row) throws SQLException {
    Instant until = Rows.timeOrNull(row, Rows.COUNT + 3);
    return new SweepCandidate(
        Rows.session(row),
        Rows.time(row, Rows.COUNT + 1),
        until == null
            ? null
            : new Owner(row.getLong(Rows.COUNT + 2), until, row.getInt(Rows.COUNT + 4)));
  }

  @Override
  public int reschedule(List<Reschedule> looks) {
    if (looks.isEmpty()) {
      return 0;
    }
    return units.together(
        tx -> {
          PreparedBatch batch = tx.batch(reschedule);
          looks.stream()
              .sorted((one, other) -> LockOrder.KEYS.compare(one.session(), other.session()))
              .forEach(
                  look ->
                      keyed(batch, look.session())
                          .bindByType("at", look.at(), Instant.class)
                          .bind("seen", look.seen())
                          .add());
          return Tx.count(batch.execute());
        });
  }

  @Override
  public Optional<SessionKey> markAllDue(@Nullable SessionKey after, int limit) {
    return units.together(
        tx -> {
          List<SessionKey> keys =
              tx.query(page + limit)
                  .bind("org", after == null ? LEAST : after.organizationId())
                  .bind("id", after == null ? LEAST : after.sessionId())
                  .map((row, ctx) -> new SessionKey(Rows.id(row, 1), Rows.id(row, 2)))
                  .list();
          if (keys.isEmpty()) {
            return Optional.empty();
          }
          PreparedBatch batch = tx.batch(recall);
          for (SessionKey key : keys) {
            tx.clock().now().ifPresent(now -> batch.bind("now", now));
            keyed(batch, key).add();
          }
          batch.execute();
          return Optional.of(keys.get(keys.size() - 1));
        });
  }

  private static PreparedBatch keyed(PreparedBatch batch, SessionKey key) {
    return batch.bind("org", key.organizationId()).bind("id", key.sessionId());
  }

  @Override
  public int forgetEarlyEnds(int limit, boolean dryRun) {
    return units.together(tx -> earlyEnds.forget(tx, limit, dryRun));
  }

  @Override
  public OptionalLong takeOver(SessionKey session, long lapsedToken, UUID owner, Duration lease) {
    return units.together(
        tx -> {
          LockedRow row = sessions.lock(tx, session).orElse(null);
          Long lapsed = row == null ? null : row.lapsedToken();
          if (row == null
              || lapsed == null
              || lapsed != lapsedToken
              || !row.session().status().isLive()) {
            return OptionalLong.empty();
          }
          tx.update(takeOver)
              .bind("org", session.organizationId())
              .bind("id", session.sessionId())
              .bind("owner", owner)
              .bind("lease", Micros.of(lease))
              .execute();
          return OptionalLong.of(lapsedToken + 1);
        });
  }
}
