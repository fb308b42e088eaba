package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The looks at ended sessions: the column {@code look_at}, and what comes of them. */
final class DisposalTable implements DisposalStore {
  private final Units units;
  private final Disposing disposing;
  private final ReceiptTable receipts;
  private final DueRounds rounds;
  private final PageSql pick;
  private final String isHeld;
  private final String postpone;
  private final String archived;
  private final String restamp;
  private final String free;
  private final String arrayOf;

  DisposalTable(SqlText sql, Units units, Disposing disposing, ReceiptTable receipts) {
    this.units = units;
    this.receipts = receipts;
    this.disposing = disposing;
    this.rounds = new DueRounds(sql, "look_at");
    pick =
        PageSql.of(
            sql,
            """
            , s.look_at, CASE WHEN s.hold_count > 0 OR EXISTS (
                SELECT 1 FROM {hold} h WHERE h.organization_id = s.organization_id
                AND h.end_user_id = s.end_user_id AND h.released_at IS NULL)
              THEN TRUE ELSE FALSE END, CASE WHEN EXISTS (
                SELECT 1 FROM {chain} c WHERE c.organization_id = s.organization_id
                AND c.session_id = s.id AND c.parked > 0 AND c.due_at IS NULL)
              THEN TRUE ELSE FALSE END\
            """,
            "s.organization_id = :org AND s.look_at <= {now} AND "
                + Words.mostly(Words.isTerminal("s.status")),
            "s.look_at, s.id");
    isHeld =
        sql.of(
            """
            SELECT 1 FROM {hold} WHERE organization_id = :org AND session_id IS NULL
              AND end_user_id IS NULL AND released_at IS NULL LIMIT 1\
            """);
    String key = " WHERE organization_id = :org AND id = :id AND " + Words.isTerminal("status");
    arrayOf = sql.dialect().uuidArray();
    free =
        sql.of(
            "SELECT s.id FROM {session} s WHERE s.organization_id = :org AND s.id = ANY(:ids)"
                + " FOR UPDATE {of s} SKIP LOCKED");
    postpone = sql.of("UPDATE {session} SET look_at = {now+in}" + key + " AND look_at = :seen");
    archived =
        sql.of(
            "UPDATE {session} SET archived_at = {now}, look_at = retention_expires_at"
                + key
                + " AND archived_at IS NULL");
    restamp =
        sql.of(
            """
            UPDATE {session} SET retention_expires_at = :until, look_at = :look\
            """
                + key
                + " AND NOT anonymized AND retention_expires_at IS NOT DISTINCT FROM"
                + " CAST(:seen AS timestamp(6) with time zone)");
  }

  @Override
  public DueSessions due(DueQuery request) {
    return units.single(
        tx -> {
          Instant now = tx.now();
          AtomicInteger left = new AtomicInteger();
          List<DueSession> due =
              rounds.visit(
                  tx,
                  request,
                  (organization, share) -> {
                    if (isHeld(tx, organization)) {
                      left.incrementAndGet();
                      return List.of();
                    }
                    return pick(tx, organization, share);
                  });
          return new DueSessions(now, due, left.get());
        });
  }

  private boolean isHeld(Tx tx, UUID organization) {
    return tx.query(isHeld).bind("org", organization).mapTo(Integer.class).findOne().isPresent();
  }

  private List<DueSession> pick(Tx tx, UUID organization, int share) {
    return tx.query(pick.limit(share)).bind("org", organization).map((row, ctx) -> due(row)).list();
  }

  /** Behind a session: when to look at it, whether it is held, whether its chain is parked. */
  static DueSession due(ResultSet row) throws SQLException {
    return new DueSession(
        Rows.session(row),
        Rows.time(row, Rows.COUNT + 1),
        row.getBoolean(Rows.COUNT + 2),
        row.getBoolean(Rows.COUNT + 3));
  }

  /**
   * Leaves out those that somebody works on: they are looked at again, and nobody is waited for.
   */
  @Override
  public int postpone(List<Postponement> looks) {
    if (looks.isEmpty()) {
      return 0;
    }
    return units.together(
        tx -> {
          Set<SessionKey> free = free(tx, looks);
          return all(
              tx,
              postpone,
              looks.stream().filter(look -> free.contains(look.session())).toList(),
              Postponement::session,
              (batch, look) -> batch.bind("seen", look.seen()).bind("in", Micros.of(look.in())));
        });
  }

  private Set<SessionKey> free(Tx tx, List<Postponement> looks) {
    Map<UUID, List<UUID>> wanted = new HashMap<>();
    for (Postponement look : looks) {
      SessionKey key = look.session();
      wanted.computeIfAbsent(key.organizationId(), it -> new ArrayList<>()).add(key.sessionId());
    }
    Set<SessionKey> locked = new HashSet<>();
    wanted.forEach(
        (organization, ids) ->
            tx.query(free)
                .bind("org", organization)
                .bind("ids", tx.array(arrayOf, ids))
                .map((row, ctx) -> new SessionKey(organization, Rows.id(row, 1)))
                .forEach(locked::add));
    return locked;
  }

  @Override
  public int archived(UUID organizationId, List<UUID> sessionIds) {
    return all(archived, sessionIds, id -> new SessionKey(organizationId, id), (batch, id) -> {});
  }

  @Override
  public int changeRetention(List<RetentionChange> stamps) {
    return all(
        restamp,
        stamps,
        RetentionChange::session,
        (batch, stamp) ->
            batch
                .bindByType("seen", stamp.seen(), Instant.class)
                .bindByType("until", stamp.until(), Instant.class)
                .bindByType("look", stamp.retentionDueAt(), Instant.class));
  }

  /** Runs a statement for each, in the order of the keys, and counts the rows. */
  private <T> int all(
      String sql, List<T> each, Function<T, SessionKey> keyOf, BiConsumer<PreparedBatch, T> bind) {
    if (each.isEmpty()) {
      return 0;
    }
    return units.together(tx -> all(tx, sql, each, keyOf, bind));
  }

  private static <T> int all(
      Tx tx,
      String sql,
      List<T> each,
      Function<T, SessionKey> keyOf,
      BiConsumer<PreparedBatch, T> bind) {
    if (each.isEmpty()) {
      return 0;
    }
    PreparedBatch batch = tx.batch(sql);
    each.stream()
        .sorted((one, other) -> LockOrder.KEYS.compare(keyOf.apply(one), keyOf.apply(other)))
        .forEach(
            one -> {
              SessionKey key = keyOf.apply(one);
              tx.clock().now().ifPresent(now -> batch.bind("now", now));
              bind.accept(batch, one);
              batch.bind("org", key.organizationId()).bind("id", key.sessionId()).add();
            });
    return Tx.count(batch.execute());
  }

  @Override
  public DisposalReply dispose(DisposalIntent intent) {
    return units.together(tx -> disposing.dispose(tx, intent));
  }

  @Override
  public List<Receipt> receipts(UUID organizationId, @Nullable UUID after, int limit) {
    return units.single(tx -> receipts.page(tx, organizationId, after, limit));
  }
}
