package dev.sessionlifecycle.store.jdbc.internal.retention;

import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.store.jdbc.internal.row.DueBound;
import dev.sessionlifecycle.store.jdbc.internal.row.DueOrganizations;
import dev.sessionlifecycle.store.jdbc.internal.row.ExternalRefTable;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.LockedSession;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionRows;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The sweep over live sessions in the database. */
public final class SweepTable implements SweepStore {
  private static final UUID NIL = new UUID(0, 0);

  private final Transactions transactions;
  private final SessionTable sessions;
  private final HistoryTable history;
  private final ExternalRefTable externalRefs;
  private final FairVisit organizations;
  private final String due;
  private final String reschedule;
  private final String liveSessions;
  private final String makeDue;
  private final String takeOver;

  public SweepTable(
      SqlTemplates sql,
      Transactions transactions,
      SessionTable sessions,
      HistoryTable history,
      ExternalRefTable externalRefs) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.history = history;
    this.externalRefs = externalRefs;
    organizations = new FairVisit(new DueOrganizations(sql, "organizations_due_for_sweep"));
    due = sql.get("due_for_sweep");
    reschedule = sql.get("reschedule_sweep");
    liveSessions = sql.get("live_sessions_after");
    makeDue = sql.get("make_sweep_due");
    takeOver = sql.get("take_over_session");
  }

  @Override
  public Instant now() {
    return transactions.single(Transaction::now);
  }

  @Override
  public SweepCandidates due(DueQuery request) {
    return transactions.single(
        tx -> {
          Instant now = tx.now();
          return new SweepCandidates(
              now, organizations.visit(tx, request, (org, share) -> due(tx, org, share)));
        });
  }

  private List<SweepCandidate> due(Transaction tx, DueBound.Due organization, int share) {
    return tx.query(SqlTemplates.limit(due, share))
        .bind("org", organization.organization())
        .bind("since", organization.oldest())
        .map((row, ctx) -> candidate(row))
        .list();
  }

  private static SweepCandidate candidate(ResultSet row) throws SQLException {
    Instant until = Columns.timeOrNull(row, SessionRows.COUNT + 3);
    return new SweepCandidate(
        SessionRows.session(row),
        Columns.time(row, SessionRows.COUNT + 1),
        until == null
            ? null
            : new Owner(
                row.getLong(SessionRows.COUNT + 2), until, row.getInt(SessionRows.COUNT + 4)));
  }

  @Override
  public int reschedule(List<Reschedule> changes) {
    if (changes.isEmpty()) {
      return 0;
    }
    return transactions.together(
        tx -> {
          PreparedBatch batch = tx.batch(reschedule);
          changes.stream()
              .sorted((one, other) -> LockOrder.KEYS.compare(one.session(), other.session()))
              .forEach(
                  change ->
                      keyed(batch, change.session())
                          .bindByType("at", change.at(), Instant.class)
                          .bind("seen", change.seen())
                          .add());
          return Transaction.count(batch.execute());
        });
  }

  @Override
  public List<SessionKey> markAllDue(@Nullable SessionKey after, int limit) {
    return transactions.together(
        tx -> {
          List<SessionKey> keys =
              tx.query(SqlTemplates.limit(liveSessions, limit))
                  .bind("org", after == null ? NIL : after.organizationId())
                  .bind("id", after == null ? NIL : after.sessionId())
                  .map((row, ctx) -> new SessionKey(Columns.id(row, 1), Columns.id(row, 2)))
                  .list();
          if (keys.isEmpty()) {
            return keys;
          }
          PreparedBatch batch = tx.batch(makeDue);
          for (SessionKey key : keys) {
            tx.clock().now().ifPresent(now -> batch.bind("now", now));
            keyed(batch, key).add();
          }
          batch.execute();
          return keys;
        });
  }

  private static PreparedBatch keyed(PreparedBatch batch, SessionKey key) {
    return batch.bind("org", key.organizationId()).bind("id", key.sessionId());
  }

  @Override
  public int forgetEarlyEnds(int limit, boolean dryRun) {
    return transactions.together(tx -> externalRefs.deleteOldEarlyEnds(tx, limit, dryRun));
  }

  @Override
  public OptionalLong takeOver(
      SessionKey session, long lapsedToken, UUID owner, Duration lease, Instant at) {
    return transactions.together(
        tx -> {
          LockedSession row = sessions.lock(tx, session).orElse(null);
          Long lapsed = row == null ? null : row.lapsedToken();
          if (row == null
              || lapsed == null
              || lapsed != lapsedToken
              || !row.session().status().isLive()) {
            return OptionalLong.empty();
          }
          Session taken = SessionRules.takenOver(row.session(), at);
          int entries = row.entries() + 1;
          sessions.save(tx, row, taken, entries, null);
          HistoryEntry entry = HistoryTable.takenOver(taken, entries, TriggeredBy.HOUSEKEEPING);
          history.insert(tx, session, row.month(), entry);
          tx.update(takeOver)
              .bind("org", session.organizationId())
              .bind("id", session.sessionId())
              .bind("owner", owner)
              .bind("lease", SqlTemplates.micros(lease))
              .execute();
          return OptionalLong.of(lapsedToken + 1);
        });
  }

  /**
   * Visits the organizations that have due sessions, in the order of their ids, and takes a bounded
   * share from each. A request continues after the organization at which the previous one stopped.
   *
   * @param organizations finds those organizations
   */
  record FairVisit(DueOrganizations organizations) {

    /** Reads a limited number of due sessions of one organization. */
    interface Reader<T> {
      List<T> read(DueBound.Due organization, int share);
    }

    <T> List<T> visit(Transaction tx, DueQuery request, Reader<T> reader) {
      List<T> taken = new ArrayList<>();
      for (DueBound.Due organization : startingAfter(request.after(), organizations.find(tx))) {
        int share = Math.min(request.perOrganization(), request.limit() - taken.size());
        if (share <= 0) {
          break;
        }
        taken.addAll(reader.read(organization, share));
      }
      return taken;
    }

    private static List<DueBound.Due> startingAfter(@Nullable UUID start, List<DueBound.Due> due) {
      return start == null
          ? due
          : Stream.concat(
                  due.stream().filter(it -> IdOrder.compare(it.organization(), start) > 0),
                  due.stream().filter(it -> IdOrder.compare(it.organization(), start) <= 0))
              .toList();
    }
  }
}
