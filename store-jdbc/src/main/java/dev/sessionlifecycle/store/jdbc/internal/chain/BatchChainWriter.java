package dev.sessionlifecycle.store.jdbc.internal.chain;

import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.store.jdbc.internal.row.AttemptTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes chains row by row, in batches: for databases that cannot return the rows they change. */
public final class BatchChainWriter implements ChainWriter {
  private static final UUID NIL = new UUID(0, 0);

  private final AttemptTable attempts;
  private final String firstOrganization;
  private final String nextOrganization;
  private final String pick;
  private final String lease;
  private final String settle;
  private final String finishSession;
  private final String renew;
  private final String release;
  private final String setAside;

  public BatchChainWriter(SqlTemplates sql, AttemptTable attempts) {
    this.attempts = attempts;
    firstOrganization = sql.get("first_organization_with_due_chains");
    nextOrganization = sql.get("next_organization_with_due_chains");
    pick = sql.get("pick_due_chains");
    lease = sql.get("lease_chain");
    settle = sql.get("settle_chain");
    finishSession = sql.get("finish_session");
    renew = sql.get("renew_lease");
    release = sql.get("release_lease");
    setAside = sql.get("set_lease_aside");
  }

  @Override
  public boolean isOneStatement() {
    return false;
  }

  /**
   * Visits the organizations in order, starting after the one that the request names. Each costs
   * one index probe, however many chains it has.
   */
  @Override
  public List<Claimed> claim(Transactions transactions, ClaimRequest request) {
    return transactions.together(tx -> claim(tx, request));
  }

  private List<Claimed> claim(Transaction tx, ClaimRequest request) {
    List<Claimed> claimed = new ArrayList<>();
    UUID start = request.after();
    UUID at = start;
    boolean hasWrapped = start == null;
    while (claimed.size() < request.limit()) {
      Optional<UUID> next = organization(tx, at);
      if (next.isEmpty() && hasWrapped) {
        break;
      } else if (next.isEmpty()) {
        hasWrapped = true;
        at = null;
        continue;
      }
      at = next.get();
      if (hasWrapped && start != null && IdOrder.compare(at, start) > 0) {
        break;
      }
      int room = request.limit() - claimed.size();
      claimed.addAll(pick(tx, at, Math.min(request.perOrganization(), room), request));
    }
    leaseAll(tx, claimed, request);
    return claimed;
  }

  private Optional<UUID> organization(Transaction tx, @Nullable UUID after) {
    return tx.query(after == null ? firstOrganization : nextOrganization)
        .bind("after", after == null ? NIL : after)
        .map((row, ctx) -> Columns.id(row, 1))
        .findOne();
  }

  private List<Claimed> pick(Transaction tx, UUID organization, int share, ClaimRequest request) {
    Argument shapes = tx.array("varchar", request.shapes());
    return tx.query(pick)
        .bind("org", organization)
        .bind("share", share)
        .bind("shapes", shapes)
        .map((row, ctx) -> Claimed.of(row))
        .list();
  }

  private void leaseAll(Transaction tx, List<Claimed> claimed, ClaimRequest request) {
    PreparedBatch batch = tx.batch(lease);
    for (Claimed one : claimed) {
      keyed(tx, batch, one.ref().session())
          .bind("owner", request.owner())
          .bind("lease", SqlTemplates.micros(request.lease()))
          .add();
    }
    execute(batch);
  }

  @Override
  public boolean[] settle(Transaction tx, List<Settlement> inOrder, boolean together) {
    List<@Nullable String> kept = ChainWriter.kept(inOrder, together);
    PreparedBatch chains = tx.batch(settle);
    for (int i = 0; i < inOrder.size(); i++) {
      add(tx, chains, inOrder.get(i), kept.get(i));
    }
    int[] counts = chains.execute();
    Map<SessionKey, List<AttemptRecord>> records = new LinkedHashMap<>();
    PreparedBatch finished = tx.batch(finishSession);
    boolean[] isWritten = new boolean[counts.length];
    for (int i = 0; i < counts.length; i++) {
      Settlement settlement = inOrder.get(i);
      isWritten[i] = counts[i] == 1;
      if (isWritten[i] && kept.get(i) == null) {
        records.put(settlement.ref().session(), settlement.attempts());
      }
      if (isWritten[i] && settlement.state().isFinished()) {
        keyed(tx, finished, settlement.ref().session()).add();
      }
    }
    attempts.insert(tx, records);
    execute(finished);
    return isWritten;
  }

  private static void add(
      Transaction tx, PreparedBatch batch, Settlement settlement, @Nullable String kept) {
    boolean keepsLease = ChainWriter.keepsLease(settlement);
    keyed(tx, batch, settlement.ref().session())
        .bind("token", settlement.ref().token())
        .bindByType("base", ChainWriter.base(settlement), String.class)
        .bind("state", settlement.state().encode())
        .bind("parked", settlement.state().parkedSteps())
        .bind("held", keepsLease)
        .bind("claims", keepsLease ? 1 : 0)
        .bind("due", ChainWriter.dueIn(settlement))
        .bind("finished", settlement.state().isFinished())
        .bind("enriched", settlement.state().enrichments())
        .bindByType("kept", kept, String.class)
        .add();
  }

  @Override
  public Set<LeaseRef> renew(Transaction tx, List<LeaseRef> inOrder, Duration lease) {
    return changed(tx, renew, inOrder, SqlTemplates.micros(lease));
  }

  @Override
  public Set<LeaseRef> release(Transaction tx, List<LeaseRef> inOrder) {
    return changed(tx, release, inOrder, 0);
  }

  @Override
  public Set<LeaseRef> setAside(Transaction tx, List<LeaseRef> inOrder) {
    return changed(tx, setAside, inOrder, 0);
  }

  private static Set<LeaseRef> changed(
      Transaction tx, String sql, List<LeaseRef> refs, long lease) {
    Set<LeaseRef> changed = new LinkedHashSet<>();
    if (refs.isEmpty()) {
      return changed;
    }
    PreparedBatch batch = tx.batch(sql);
    for (LeaseRef ref : refs) {
      keyed(tx, batch, ref.session()).bind("token", ref.token()).bind("lease", lease).add();
    }
    int[] counts = batch.execute();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 1) {
        changed.add(refs.get(i));
      }
    }
    return changed;
  }

  private static PreparedBatch keyed(Transaction tx, PreparedBatch batch, SessionKey key) {
    tx.clock().now().ifPresent(now -> batch.bind("now", now));
    return batch.bind("org", key.organizationId()).bind("id", key.sessionId());
  }

  private static void execute(PreparedBatch batch) {
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
