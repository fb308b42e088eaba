package dev.sessionlifecycle.store.jdbc.internal.distributed;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.store.jdbc.internal.chain.ChainWriter;
import dev.sessionlifecycle.store.jdbc.internal.row.AttemptTable;
import dev.sessionlifecycle.store.jdbc.internal.row.OrganizationsAtWork;
import dev.sessionlifecycle.store.jdbc.internal.sql.ArrayParameters;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the chains of one organization at a time, so that each statement runs on one server. A
 * look for organizations asks all servers: it is made at most once a second, and where one of them
 * is away the organizations that are known are worked on.
 */
public final class OrganizationChainWriter implements ChainWriter {
  private static final UUID NIL = new UUID(0, 0);

  /** How many organizations a look returns. */
  private static final int FOUND = 1_000;

  private final AttemptTable attempts;
  private final OrganizationsAtWork organizations;
  private final long lookEveryNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLook;
  private final String look;
  private final PreparedSql claim;
  private final PreparedSql settle;
  private final String finish;
  private final PreparedSql renew;
  private final PreparedSql release;
  private final PreparedSql setAside;

  /**
   * Creates a writer.
   *
   * @param organizations those in which this process makes chains due
   * @param lookEvery the shortest time between two looks for organizations
   */
  public OrganizationChainWriter(
      SqlTemplates sql,
      AttemptTable attempts,
      OrganizationsAtWork organizations,
      Duration lookEvery,
      LongSupplier nanoTime) {
    this.attempts = attempts;
    this.organizations = organizations;
    this.lookEveryNanos = lookEvery.toNanos();
    this.nanoTime = nanoTime;
    nextLook = new AtomicLong(nanoTime.getAsLong());
    look = SqlTemplates.limit(sql.get("organizations_with_due_chains"), FOUND);
    claim = PreparedSql.of(sql.get("claim_chains_of_organization"));
    settle = PreparedSql.of(sql.get("settle_chains_of_organization"));
    finish = sql.get("finish_sessions_of_organization");
    renew = PreparedSql.of(sql.get("renew_leases"));
    release = PreparedSql.of(sql.get("release_leases"));
    setAside = PreparedSql.of(sql.get("set_leases_aside"));
  }

  @Override
  public boolean isOneStatement() {
    return false;
  }

  @Override
  public boolean isPerOrganization() {
    return true;
  }

  /**
   * Visits the organizations in order, each in a transaction of its own: what was claimed stays
   * claimed although a later one fails.
   */
  @Override
  public List<Claimed> claim(Transactions transactions, ClaimRequest request) {
    StoreException failure = look(transactions, request);
    List<Claimed> claimed = new ArrayList<>();
    for (UUID organization : organizations.after(request.after())) {
      int room = request.limit() - claimed.size();
      if (room == 0) {
        break;
      }
      int share = Math.min(request.perOrganization(), room);
      try {
        List<Claimed> found = transactions.single(tx -> claim(tx, organization, share, request));
        claimed.addAll(found);
        if (found.size() < share) {
          organizations.remove(organization);
        }
      } catch (StoreException e) {
        failure = e;
      }
    }
    if (claimed.isEmpty() && failure != null) {
      throw failure;
    }
    return claimed;
  }

  /** Returns why the look failed; null if it did not, or if it is not time for one. */
  private @Nullable StoreException look(Transactions transactions, ClaimRequest request) {
    long now = nanoTime.getAsLong();
    long due = nextLook.get();
    if (now - due < 0 || !nextLook.compareAndSet(due, now + lookEveryNanos)) {
      return null;
    }
    try {
      UUID after = request.after() == null ? NIL : request.after();
      List<UUID> found = transactions.single(tx -> find(tx, after));
      if (found.size() < FOUND && !after.equals(NIL)) {
        found.addAll(transactions.single(tx -> find(tx, NIL)));
      }
      found.forEach(organizations::add);
      return null;
    } catch (StoreException e) {
      return e;
    }
  }

  private List<UUID> find(Transaction tx, UUID after) {
    return new ArrayList<>(
        tx.query(look).bind("after", after).map((row, ctx) -> Columns.id(row, 1)).list());
  }

  private List<Claimed> claim(Transaction tx, UUID organization, int share, ClaimRequest request) {
    ArrayParameters parameters =
        new ArrayParameters(tx.connection())
            .add("org", organization)
            .add("shapes", "varchar", request.shapes())
            .add("share", share)
            .add("owner", request.owner())
            .add("lease", SqlTemplates.micros(request.lease()));
    return tx.query(claim, parameters.values(), Due::of).stream()
        .sorted(Due.ORDER)
        .map(Due::claimed)
        .toList();
  }

  private record Due(Claimed claimed, Instant dueAt) {
    static final Comparator<Due> ORDER =
        Comparator.comparing(Due::dueAt)
            .thenComparing(it -> it.claimed().ref().session().sessionId(), IdOrder.UNSIGNED);

    static Due of(ResultSet row) throws SQLException {
      return new Due(Claimed.of(row), Columns.time(row, 9));
    }
  }

  /** Writes settlements of one organization. */
  @Override
  public boolean[] settle(Transaction tx, List<Settlement> inOrder, boolean together) {
    List<@Nullable String> kept = ChainWriter.kept(inOrder, together);
    Instant now = tx.now();
    ArrayParameters parameters =
        new ArrayParameters(tx.connection())
            .add("org", organization(inOrder.get(0).ref()))
            .add("ids", "uuid", inOrder, it -> it.ref().session().sessionId())
            .add("tokens", "bigint", inOrder, it -> it.ref().token())
            .add("bases", "text", inOrder, ChainWriter::base)
            .add("states", "text", inOrder, it -> it.state().encode())
            .add("parked", "smallint", inOrder, it -> (short) it.state().parkedSteps())
            .add("held", "boolean", inOrder, ChainWriter::keepsLease)
            .add("due", "timestamptz", inOrder, it -> dueAt(it, now))
            .add(
                "finished",
                "timestamptz",
                inOrder,
                it -> it.state().isFinished() ? Columns.utc(now) : null)
            .add("enriched", "integer", inOrder, it -> it.state().enrichments())
            .add("kept", "text", kept);
    boolean[] isWritten = new boolean[inOrder.size()];
    for (int place : tx.query(settle, parameters.values(), row -> row.getInt(1))) {
      isWritten[place - 1] = true;
    }
    Map<SessionKey, List<AttemptRecord>> records = new LinkedHashMap<>();
    List<UUID> finished = new ArrayList<>();
    for (int i = 0; i < isWritten.length; i++) {
      Settlement settlement = inOrder.get(i);
      if (isWritten[i]) {
        if (kept.get(i) == null) {
          records.put(settlement.ref().session(), settlement.attempts());
        }
        if (settlement.state().isFinished()) {
          finished.add(settlement.ref().session().sessionId());
        } else {
          organizations.add(organization(settlement.ref()));
        }
      }
    }
    attempts.insert(tx, records);
    if (!finished.isEmpty()) {
      tx.update(finish)
          .bind("org", organization(inOrder.get(0).ref()))
          .bind("ids", tx.array("uuid", finished))
          .execute();
    }
    return isWritten;
  }

  private static @Nullable OffsetDateTime dueAt(Settlement settlement, Instant now) {
    long micros = ChainWriter.dueIn(settlement);
    return micros < 0 ? null : Columns.utc(now.plus(SqlTemplates.duration(micros)));
  }

  @Override
  public Set<LeaseRef> renew(Transaction tx, List<LeaseRef> inOrder, Duration lease) {
    return changed(tx, renew, inOrder, SqlTemplates.micros(lease));
  }

  @Override
  public Set<LeaseRef> release(Transaction tx, List<LeaseRef> inOrder) {
    inOrder.forEach(it -> organizations.add(organization(it)));
    return changed(tx, release, inOrder, 0);
  }

  @Override
  public Set<LeaseRef> setAside(Transaction tx, List<LeaseRef> inOrder) {
    return changed(tx, setAside, inOrder, 0);
  }

  private static Set<LeaseRef> changed(
      Transaction tx, PreparedSql sql, List<LeaseRef> refs, long lease) {
    Set<LeaseRef> changed = new LinkedHashSet<>();
    if (refs.isEmpty()) {
      return changed;
    }
    ArrayParameters parameters =
        new ArrayParameters(tx.connection())
            .add("org", organization(refs.get(0)))
            .add("ids", "uuid", refs, it -> it.session().sessionId())
            .add("tokens", "bigint", refs, LeaseRef::token)
            .add("lease", lease);
    for (int place : tx.query(sql, parameters.values(), row -> row.getInt(1))) {
      changed.add(refs.get(place - 1));
    }
    return changed;
  }

  private static UUID organization(LeaseRef ref) {
    return ref.session().organizationId();
  }
}
