package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore.Backlog;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CurrentChains;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UnfinishedPage;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The chains, one row per ended session, and the shapes that they refer to. */
public final class ChainTable {
  private static final SessionKey FIRST = new SessionKey(new UUID(0, 0), new UUID(0, 0));

  private final Consumer<UUID> madeDue;
  private final PreparedSql insert;
  private final String find;
  private final String parked;
  private final String parkedAfter;
  private final String unfinished;
  private final String revise;
  private final @Nullable String lockToEnrich;
  private final @Nullable String enrich;
  private final List<String> deletes;
  private final String finishSession;
  private final String backlog;
  private final String backlogOfOne;
  private final String insertShape;
  private final String findShape;
  private final String listShapes;
  private final String findCurrent;
  private final String insertCurrent;
  private final String updateCurrent;

  /**
   * Creates the table.
   *
   * @param madeDue gets the organizations in which chains become due
   */
  public ChainTable(SqlTemplates sql, Consumer<UUID> madeDue) {
    this.madeDue = madeDue;
    insert = sql.prepared("insert_chain");
    find = sql.get("find_chain");
    parked = sql.get("parked_chains");
    parkedAfter = sql.get("parked_chains_after");
    unfinished = sql.get("unfinished_chains");
    revise = sql.get("revise_chain");
    lockToEnrich = sql.hasVersion(2) ? sql.get("lock_chain_to_enrich") : null;
    enrich = sql.hasVersion(2) ? sql.get("enrich_chain") : null;
    deletes = List.of(sql.get("delete_attempts"), sql.get("delete_chains"));
    finishSession = sql.get("finish_session");
    backlog = sql.get("chain_backlog");
    backlogOfOne = sql.get("chain_backlog", "of_one");
    insertShape = sql.get("insert_shape");
    findShape = sql.get("find_shape");
    listShapes = sql.get("list_shapes");
    findCurrent = sql.get("find_current_chains");
    insertCurrent = sql.get("insert_current_chain");
    updateCurrent = sql.get("update_current_chain");
  }

  /** Inserts the chain of a session that ends in this transaction. */
  public void insert(Transaction tx, DecidedEnd end) {
    madeDue.accept(end.after().organizationId());
    Map<String, @Nullable Object> values = new HashMap<>(16);
    values.put("org", end.after().organizationId());
    values.put("id", end.after().id());
    values.put("shape", end.chain().digest());
    values.put("state", ChainState.initial(end.chain()).encode());
    values.put("trace", end.traceParent());
    values.put("due", end.chainDueAt());
    values.put("finished", end.chainFinishedAt());
    values.put("waitsFor", end.waitsFor());
    tx.update(insert, values);
  }

  public Optional<ChainRecord> find(Transaction tx, SessionKey key) {
    return keyed(tx.query(find), key)
        .map(
            (row, ctx) -> {
              ChainRecord record = readable(row);
              if (record == null) {
                throw new StoreException("the state of the chain cannot be read", false, null);
              }
              return record;
            })
        .findOne();
  }

  /** Returns parked chains of an organization, without those whose state cannot be read. */
  public List<ChainRecord> parked(
      Transaction tx, UUID organizationId, @Nullable UUID after, int limit) {
    List<ChainRecord> found = new ArrayList<>();
    UUID last = after;
    while (found.size() < limit) {
      int wanted = limit - found.size();
      List<Parked> page =
          tx.query(last == null ? parked : parkedAfter)
              .bind("org", organizationId)
              .bind("after", last)
              .bind("limit", wanted)
              .map((row, ctx) -> new Parked(Columns.id(row, 2), readable(row)))
              .list();
      for (Parked one : page) {
        last = one.sessionId();
        if (one.record() != null) {
          found.add(one.record());
        }
      }
      if (page.size() < wanted) {
        break;
      }
    }
    return found;
  }

  private record Parked(UUID sessionId, @Nullable ChainRecord record) {}

  /** Returns unfinished chains of all organizations, without those whose state cannot be read. */
  public UnfinishedPage unfinished(Transaction tx, @Nullable SessionKey after, int limit) {
    List<ChainRecord> found = new ArrayList<>();
    SessionKey[] last = {after == null ? FIRST : after};
    int rows = limit;
    while (found.size() < limit && rows > 0) {
      int wanted = limit - found.size();
      List<Optional<ChainRecord>> page =
          tx.query(unfinished)
              .bind("org", last[0].organizationId())
              .bind("after", last[0].sessionId())
              .bind("limit", wanted)
              .map(
                  (row, ctx) -> {
                    last[0] = new SessionKey(Columns.id(row, 1), Columns.id(row, 2));
                    return Optional.ofNullable(readable(row));
                  })
              .list();
      page.forEach(it -> it.ifPresent(found::add));
      rows = page.size() < wanted ? 0 : page.size();
    }
    return new UnfinishedPage(tx.now(), found);
  }

  /** Changes the state of a chain that is not leased and still has the expected state. */
  public boolean revise(
      Transaction tx, ChainRecord expected, ChainState next, @Nullable Duration dueIn) {
    boolean isFinished = next.isFinished();
    SessionKey key = expected.session();
    madeDue.accept(key.organizationId());
    boolean isRevised =
        tx.update(revise)
                .bind("org", key.organizationId())
                .bind("id", key.sessionId())
                .bind("state", next.encode())
                .bind("parked", next.parkedSteps())
                .bind("due", dueIn == null || next.isComplete() ? -1L : SqlTemplates.micros(dueIn))
                .bind("finished", isFinished)
                .bind("reopens", !next.isComplete())
                .bind("enriched", next.enrichments())
                .bind("token", expected.token())
                .bind("expected", expected.state().encode())
                .execute()
            == 1;
    if (isRevised && isFinished) {
      tx.update(finishSession)
          .bind("org", key.organizationId())
          .bind("id", key.sessionId())
          .execute();
    }
    return isRevised;
  }

  /**
   * Locks the chain of a session that is to be enriched, before the row of the session is locked,
   * if it has deliveries on enrichment.
   */
  public void lockToEnrich(Transaction tx, SessionKey key) {
    if (lockToEnrich != null) {
      keyed(tx.query(lockToEnrich), key).map((row, ctx) -> Columns.id(row, 1)).findOne();
    }
  }

  /**
   * Makes the deliveries on enrichment of a session due that is enriched in this transaction. On
   * version 1 of the schema there are none.
   */
  public void enrich(Transaction tx, SessionKey key) {
    if (enrich != null) {
      madeDue.accept(key.organizationId());
      tx.update(enrich).bind("org", key.organizationId()).bind("id", key.sessionId()).execute();
    }
  }

  /** Deletes what a purge left of a chain, with its attempts. */
  public void delete(Transaction tx, SessionKey left) {
    for (String delete : deletes) {
      tx.update(delete)
          .bind("org", left.organizationId())
          .bind("ids", tx.array("uuid", List.of(left.sessionId())))
          .execute();
    }
  }

  public Backlog backlog(Transaction tx) {
    return backlog(tx.query(backlog));
  }

  public Backlog backlog(Transaction tx, UUID organizationId) {
    return backlog(tx.query(backlogOfOne).bind("org", organizationId));
  }

  private static Backlog backlog(Query query) {
    return query
        .map(
            (row, ctx) -> {
              Instant oldest = Columns.timeOrNull(row, 5);
              return new Backlog(
                  row.getLong(1),
                  row.getLong(2),
                  row.getLong(3),
                  row.getLong(4),
                  oldest == null ? Duration.ZERO : Duration.between(oldest, Columns.time(row, 6)));
            })
        .one();
  }

  /** Returns the chain, or null if this version cannot read its state. */
  private static @Nullable ChainRecord readable(ResultSet row) throws SQLException {
    ChainState state;
    try {
      state = ChainState.decode(row.getString(4));
    } catch (IllegalArgumentException unreadable) {
      return null;
    }
    return new ChainRecord(
        new SessionKey(Columns.id(row, 1), Columns.id(row, 2)),
        row.getString(3),
        state,
        row.getLong(5),
        row.getBoolean(6),
        Columns.timeOrNull(row, 7),
        Columns.timeOrNull(row, 8));
  }

  private static Query keyed(Query query, SessionKey key) {
    return query.bind("org", key.organizationId()).bind("id", key.sessionId());
  }

  /** Stores a shape unless it is known already. */
  public void register(Transaction tx, ChainDefinition shape) {
    if (shape(tx, shape.digest()).isEmpty()) {
      Transaction.insertOrLose(
          tx.update(insertShape).bind("digest", shape.digest()).bind("steps", shape.encode()));
    }
  }

  public Optional<ChainDefinition> shape(Transaction tx, String digest) {
    return tx.query(findShape)
        .bind("digest", digest)
        .mapTo(String.class)
        .findOne()
        .map(ChainTable::decode);
  }

  /** Returns the shapes that this version can read. */
  public List<ChainDefinition> shapes(Transaction tx) {
    return tx.query(listShapes).mapTo(String.class).list().stream()
        .map(ChainTable::decode)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns the current chains. One that this version cannot read counts as one without steps. */
  public CurrentChains current(Transaction tx) {
    Map<SessionType, ChainDefinition> shapes = new EnumMap<>(SessionType.class);
    shapes.putAll(CurrentChains.none().chains().definitions());
    long version =
        tx
            .query(findCurrent)
            .map(
                (row, ctx) -> {
                  ChainDefinition shape = decode(row.getString(3));
                  SessionType type = SessionType.fromWire(row.getString(1)).orElse(null);
                  if (type != null && shape != null) {
                    shapes.put(type, shape);
                  }
                  return row.getLong(2);
                })
            .list()
            .stream()
            .max(Long::compare)
            .orElse(0L);
    return new CurrentChains(new ChainsByType(shapes), version);
  }

  /** Makes these chains the current ones; returns those that were. */
  public CurrentChains makeCurrent(Transaction tx, ChainsByType chains) {
    CurrentChains before = current(tx);
    if (before.version() > 0 && before.chains().equals(chains)) {
      return before;
    }
    chains.definitions().forEach((type, shape) -> makeCurrent(tx, type, shape, before.version()));
    return before;
  }

  private void makeCurrent(Transaction tx, SessionType type, ChainDefinition shape, long before) {
    register(tx, shape);
    Update change =
        tx.update(before == 0 ? insertCurrent : updateCurrent)
            .bind("type", type.wire())
            .bind("shape", shape.digest())
            .bind("state", ChainState.initial(shape).encode())
            .bind("version", before + 1);
    if (before == 0) {
      Transaction.insertOrLose(change);
    } else if (change.execute() == 0) {
      throw new LostRaceException();
    }
  }

  private static @Nullable ChainDefinition decode(String text) {
    try {
      return ChainDefinition.decode(text);
    } catch (IllegalArgumentException ofANewerVersion) {
      return null;
    }
  }
}
