package dev.sessionlifecycle.store.jdbc.internal.retention;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.internal.row.DueBound;
import dev.sessionlifecycle.store.jdbc.internal.row.DueOrganizations;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionRows;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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

/** The retention of ended sessions in the database. */
public final class JdbcDisposalStore implements DisposalStore {
  private final Transactions transactions;
  private final Disposer disposer;
  private final SweepTable.FairVisit organizations;
  private final String due;
  private final String countDue;
  private final String organizationHold;
  private final String lockFree;
  private final String postpone;
  private final String archived;
  private final String changeRetention;

  public JdbcDisposalStore(SqlTemplates sql, Transactions transactions, Disposer disposer) {
    this.transactions = transactions;
    this.disposer = disposer;
    organizations =
        new SweepTable.FairVisit(new DueOrganizations(sql, "organizations_due_for_disposal"));
    due = sql.get("due_for_disposal");
    countDue = sql.get("count_due_for_disposal");
    organizationHold = sql.get("organization_hold");
    lockFree = sql.get("lock_free_sessions");
    postpone = sql.get("postpone_disposal");
    archived = sql.get("mark_archived");
    changeRetention = sql.get("change_retention");
  }

  @Override
  public DueSessions due(DueQuery request) {
    return transactions.single(
        tx -> {
          Instant now = tx.now();
          AtomicInteger held = new AtomicInteger();
          List<DueSession> sessions =
              organizations.visit(
                  tx,
                  request,
                  (organization, share) -> {
                    if (isHeld(tx, organization.organization())) {
                      held.incrementAndGet();
                      return List.of();
                    }
                    return due(tx, organization, share);
                  });
          return new DueSessions(now, sessions, held.get());
        });
  }

  private boolean isHeld(Transaction tx, UUID organization) {
    return tx.query(organizationHold)
        .bind("org", organization)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private List<DueSession> due(Transaction tx, DueBound.Due organization, int share) {
    return tx.query(SqlTemplates.limit(due, share))
        .bind("org", organization.organization())
        .bind("since", organization.oldest())
        .map((row, ctx) -> dueSession(row))
        .list();
  }

  @Override
  public int countDue(UUID organizationId, Duration within, int most) {
    return transactions.single(
        tx ->
            tx.query(SqlTemplates.limit(countDue, most))
                .bind("org", organizationId)
                .bind("in", SqlTemplates.micros(within))
                .mapTo(Integer.class)
                .one());
  }

  /** Reads a session, when it is due, whether it is held and whether its chain is parked. */
  static DueSession dueSession(ResultSet row) throws SQLException {
    return new DueSession(
        SessionRows.session(row),
        Columns.time(row, SessionRows.COUNT + 1),
        row.getBoolean(SessionRows.COUNT + 2),
        row.getBoolean(SessionRows.COUNT + 3));
  }

  /**
   * Skips sessions that others have locked instead of waiting for them; they stay due and come up
   * again.
   */
  @Override
  public int postpone(List<Postponement> postponements) {
    if (postponements.isEmpty()) {
      return 0;
    }
    return transactions.together(
        tx -> {
          Set<SessionKey> free = lockFree(tx, postponements);
          return updateEach(
              tx,
              postpone,
              postponements.stream().filter(it -> free.contains(it.session())).toList(),
              Postponement::session,
              (batch, it) ->
                  batch.bind("seen", it.seen()).bind("in", SqlTemplates.micros(it.in())));
        });
  }

  private Set<SessionKey> lockFree(Transaction tx, List<Postponement> postponements) {
    Map<UUID, List<UUID>> wanted = new HashMap<>();
    for (Postponement postponement : postponements) {
      SessionKey key = postponement.session();
      wanted.computeIfAbsent(key.organizationId(), it -> new ArrayList<>()).add(key.sessionId());
    }
    Set<SessionKey> locked = new HashSet<>();
    wanted.forEach(
        (organization, ids) ->
            tx.query(lockFree)
                .bind("org", organization)
                .bind("ids", tx.array("uuid", ids))
                .map((row, ctx) -> new SessionKey(organization, Columns.id(row, 1)))
                .forEach(locked::add));
    return locked;
  }

  @Override
  public int archived(UUID organizationId, List<Archived> sessions) {
    return updateEach(
        archived,
        sessions,
        it -> new SessionKey(organizationId, it.sessionId()),
        (batch, it) -> batch.bindByType("anonymizeAt", it.anonymizeAt(), Instant.class));
  }

  @Override
  public int changeRetention(List<RetentionChange> changes) {
    return updateEach(
        changeRetention,
        changes,
        RetentionChange::session,
        (batch, change) ->
            batch
                .bindByType("seen", change.seen(), Instant.class)
                .bindByType("until", change.until(), Instant.class)
                .bindByType("due", change.retentionDueAt(), Instant.class));
  }

  private <T> int updateEach(
      String sql, List<T> each, Function<T, SessionKey> keyOf, BiConsumer<PreparedBatch, T> bind) {
    return each.isEmpty() ? 0 : transactions.together(tx -> updateEach(tx, sql, each, keyOf, bind));
  }

  /** Runs a statement for each key in lock order; returns how many rows were changed. */
  private static <T> int updateEach(
      Transaction tx,
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
    return Transaction.count(batch.execute());
  }

  @Override
  public DisposalReply dispose(DisposalIntent intent) {
    return transactions.together(tx -> disposer.dispose(tx, intent));
  }

  /** Takes the locks for a moment, so that nothing is in the middle of a change. */
  @Override
  public Map<UUID, Refusal> refusals(DisposalIntent intent) {
    return transactions.together(tx -> disposer.decide(tx, intent).refused());
  }

  @Override
  public void recordErasure(UUID organizationId, UUID endUserId, @Nullable Receipt unfinished) {
    transactions.together(
        tx -> {
          disposer.recordErasure(tx, organizationId, endUserId, unfinished);
          return endUserId;
        });
  }

  @Override
  public List<Receipt> unfinishedErasures(UUID organizationId, @Nullable UUID after, int limit) {
    return transactions.single(tx -> disposer.unfinishedErasures(tx, organizationId, after, limit));
  }

  @Override
  public List<Receipt> receipts(UUID organizationId, @Nullable UUID after, int limit) {
    return transactions.single(tx -> disposer.receipts(tx, organizationId, after, limit));
  }
}
