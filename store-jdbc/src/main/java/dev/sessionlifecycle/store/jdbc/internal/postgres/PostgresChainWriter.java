package dev.sessionlifecycle.store.jdbc.internal.postgres;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.store.jdbc.internal.chain.ChainWriter;
import dev.sessionlifecycle.store.jdbc.internal.row.DueBound;
import dev.sessionlifecycle.store.jdbc.internal.row.DueOrganizations;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes chains on PostgreSQL: each call is one statement, however many chains there are. */
public final class PostgresChainWriter implements ChainWriter {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.store.jdbc");
  private static final UUID GREATEST = new UUID(-1, -1);

  private final LongSupplier nanoTime;
  private final PreparedSql claim;
  private final PreparedSql boundedClaim;
  private final PreparedSql settle;
  private final PreparedSql renew;
  private final PreparedSql release;
  private final PreparedSql setAside;
  private final DueOrganizations due;
  private final DueBound bound;

  /** The SQL states of failed looks after a claim; each is logged once. */
  private final Set<String> loggedStates = ConcurrentHashMap.newKeySet();

  public PostgresChainWriter(SqlTemplates sql) {
    this(sql, System::nanoTime);
  }

  /**
   * Creates a writer.
   *
   * @param nanoTime measures how long a claim takes
   */
  public PostgresChainWriter(SqlTemplates sql, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    bound = new DueBound(nanoTime);
    claim = PreparedSql.of(sql.get("claim_chains"));
    boundedClaim = PreparedSql.of(sql.get("claim_chains", "bounded"));
    due = new DueOrganizations(sql, "organizations_with_due_chains");
    settle = PreparedSql.of(sql.get("settle_chains"));
    renew = PreparedSql.of(sql.get("renew_leases"));
    release = PreparedSql.of(sql.get("release_leases"));
    setAside = PreparedSql.of(sql.get("set_leases_aside"));
  }

  @Override
  public boolean isOneStatement() {
    return true;
  }

  private record Due(Claimed claimed, Instant dueAt) {
    static Due of(ResultSet row) throws SQLException {
      return new Due(Claimed.of(row), Columns.time(row, 9));
    }

    SessionKey session() {
      return claimed.ref().session();
    }
  }

  private static final Comparator<Due> ORDER =
      Comparator.comparing((Due it) -> it.session().organizationId(), IdOrder.UNSIGNED)
          .thenComparing(Due::dueAt)
          .thenComparing(it -> it.session().sessionId(), IdOrder.UNSIGNED);

  /**
   * A claim that was made.
   *
   * @param nanos how long the statement took
   * @param isTimed whether the time is that of the database: a clock of the caller may jump
   */
  private record Made(List<Due> due, long nanos, boolean isTimed) {}

  @Override
  public List<Claimed> claim(Transactions transactions, ClaimRequest request) {
    UUID after = Objects.requireNonNullElse(request.after(), GREATEST);
    DueBound.Bound current = bound.current();
    Made made = transactions.single(tx -> claim(tx, request, after, current));
    if (made.isTimed() && bound.isToBeBounded(current, made.nanos())) {
      boundNext(transactions, current, made);
    }
    return made.due().stream()
        .sorted(Comparator.comparing((Due it) -> hasWrapped(it, after)).thenComparing(ORDER))
        .map(Due::claimed)
        .toList();
  }

  private Made claim(
      Transaction tx, ClaimRequest request, UUID after, DueBound.@Nullable Bound current) {
    ArrayParameters parameters =
        new ArrayParameters(tx.connection())
            .add("after", after)
            .add("last", GREATEST)
            .add("shapes", "varchar", request.shapes())
            .add("share", request.perOrganization())
            .add("limit", request.limit())
            .add("owner", request.owner())
            .add("lease", SqlTemplates.micros(request.lease()));
    long start = nanoTime.getAsLong();
    List<Due> claimed =
        current == null
            ? tx.query(claim, parameters.values(), Due::of)
            : claimBounded(tx, parameters, current);
    return new Made(claimed, nanoTime.getAsLong() - start, tx.clock().now().isEmpty());
  }

  /**
   * Bounds the next claims after a slow one. The claim is committed by then: if this fails, its
   * leases are returned all the same, since nobody else could use them.
   */
  private void boundNext(Transactions transactions, DueBound.@Nullable Bound current, Made slow) {
    try {
      transactions.single(
          tx -> {
            bound.boundNext(current, slow.nanos(), tx.now(), due.find(tx, current));
            return slow;
          });
    } catch (StoreException e) {
      bound.failed(slow.nanos());
      if (loggedStates.add(e.sqlState().orElse(""))) {
        LOG.warn(
            "Cannot read what is due after a slow claim, so the next claims may be as slow: {} {}",
            e.code(),
            e.getMessage());
      }
    }
  }

  private List<Due> claimBounded(
      Transaction tx, ArrayParameters parameters, DueBound.Bound current) {
    List<Map.Entry<UUID, Instant>> earlier = List.copyOf(current.earlier().entrySet());
    parameters
        .add("since", Columns.utc(current.since()))
        .add("orgs", "uuid", earlier, Map.Entry::getKey)
        .add("sinces", "timestamptz", earlier, it -> Columns.utc(it.getValue()));
    return tx.query(boundedClaim, parameters.values(), Due::of);
  }

  private static boolean hasWrapped(Due due, UUID after) {
    return IdOrder.compare(due.session().organizationId(), after) <= 0;
  }

  private record Attempt(long place, AttemptRecord record) {}

  @Override
  public boolean[] settle(Transaction tx, List<Settlement> inOrder, boolean together) {
    List<@Nullable String> kept = ChainWriter.kept(inOrder, together);
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      if (kept.get(i) == null) {
        for (AttemptRecord record : inOrder.get(i).attempts()) {
          attempts.add(new Attempt(i + 1, record));
        }
      }
    }
    ArrayParameters parameters =
        new ArrayParameters(tx.connection())
            .add("org", "uuid", inOrder, it -> it.ref().session().organizationId())
            .add("id", "uuid", inOrder, it -> it.ref().session().sessionId())
            .add("token", "bigint", inOrder, it -> it.ref().token())
            .add("base", "text", inOrder, ChainWriter::base)
            .add("state", "text", inOrder, it -> it.state().encode())
            .add("parked", "smallint", inOrder, it -> (short) it.state().parkedSteps())
            .add("held", "boolean", inOrder, ChainWriter::keepsLease)
            .add("due", "bigint", inOrder, ChainWriter::dueIn)
            .add("finished", "boolean", inOrder, it -> it.state().isFinished())
            .add("enriched", "integer", inOrder, it -> it.state().enrichments())
            .add("kept", "text", kept)
            .add("of", "bigint", attempts, Attempt::place)
            .add("step", "varchar", attempts, it -> it.record().step())
            .add("attempt", "integer", attempts, it -> it.record().attempt())
            .add("node", "uuid", attempts, it -> it.record().node())
            .add("started", "timestamptz", attempts, it -> Columns.utc(it.record().startedAt()))
            .add("ended", "timestamptz", attempts, it -> Columns.utc(it.record().endedAt()))
            .add("result", "varchar", attempts, it -> word(it.record().result()))
            .add("label", "varchar", attempts, it -> it.record().label());
    boolean[] isWritten = new boolean[inOrder.size()];
    for (int place : tx.query(settle, parameters.values(), row -> row.getInt(1))) {
      isWritten[place - 1] = true;
    }
    return isWritten;
  }

  private static String word(AttemptRecord.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Set<LeaseRef> renew(Transaction tx, List<LeaseRef> inOrder, Duration lease) {
    return changed(tx, renew, inOrder, keys(tx, inOrder).add("lease", SqlTemplates.micros(lease)));
  }

  @Override
  public Set<LeaseRef> release(Transaction tx, List<LeaseRef> inOrder) {
    return changed(tx, release, inOrder, keys(tx, inOrder));
  }

  @Override
  public Set<LeaseRef> setAside(Transaction tx, List<LeaseRef> inOrder) {
    return changed(tx, setAside, inOrder, keys(tx, inOrder));
  }

  private static ArrayParameters keys(Transaction tx, List<LeaseRef> refs) {
    return new ArrayParameters(tx.connection())
        .add("org", "uuid", refs, it -> it.session().organizationId())
        .add("id", "uuid", refs, it -> it.session().sessionId())
        .add("token", "bigint", refs, LeaseRef::token);
  }

  private static Set<LeaseRef> changed(
      Transaction tx, PreparedSql sql, List<LeaseRef> refs, ArrayParameters parameters) {
    Set<LeaseRef> changed = new LinkedHashSet<>();
    for (int place : tx.query(sql, parameters.values(), row -> row.getInt(1))) {
      changed.add(refs.get(place - 1));
    }
    return changed;
  }
}
