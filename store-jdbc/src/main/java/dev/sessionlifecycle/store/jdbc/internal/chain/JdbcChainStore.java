package dev.sessionlifecycle.store.jdbc.internal.chain;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CurrentChains;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.UnfinishedPage;
import dev.sessionlifecycle.spi.rules.AttemptRules;
import dev.sessionlifecycle.spi.rules.ClosedSessions;
import dev.sessionlifecycle.store.jdbc.internal.row.AttemptTable;
import dev.sessionlifecycle.store.jdbc.internal.row.ChainTable;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.MessageTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The finalize chains in the database. */
public final class JdbcChainStore implements ChainStore {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.store.jdbc");

  /** How often a claim is repeated if none of the claimed chains can be read. */
  private static final int CLAIM_ROUNDS = 50;

  private final Transactions transactions;
  private final ChainWriter writer;
  private final EffectsWriter effects;
  private final ChainTable chains;
  private final AttemptTable attempts;
  private final SessionTable sessions;
  private final HistoryTable history;
  private final MessageTable messages;

  public JdbcChainStore(
      Transactions transactions,
      ChainWriter writer,
      EffectsWriter effects,
      ChainTable chains,
      AttemptTable attempts,
      SessionTable sessions,
      HistoryTable history,
      MessageTable messages) {
    this.transactions = transactions;
    this.writer = writer;
    this.effects = effects;
    this.chains = chains;
    this.attempts = attempts;
    this.sessions = sessions;
    this.history = history;
    this.messages = messages;
  }

  @Override
  public void register(ChainDefinition shape) {
    transactions.together(
        tx -> {
          chains.register(tx, shape);
          return shape;
        });
  }

  @Override
  public Optional<ChainDefinition> shape(String digest) {
    return transactions.single(tx -> chains.shape(tx, digest));
  }

  @Override
  public List<ChainDefinition> shapes() {
    return transactions.single(chains::shapes);
  }

  @Override
  public CurrentChains makeCurrent(ChainsByType chain) {
    return transactions.together(tx -> chains.makeCurrent(tx, chain));
  }

  @Override
  public CurrentChains current() {
    return transactions.single(chains::current);
  }

  /**
   * Claims chains. A chain whose state cannot be read, because a newer version or a manual change
   * wrote it, is set aside for the duration of the lease and its claim is not counted: it keeps its
   * state and its attempts, and does not block other chains.
   */
  @Override
  public List<ChainLease> claim(ClaimRequest request) {
    return request.shapes().isEmpty() ? List.of() : transactions.call(() -> claimReadable(request));
  }

  private List<ChainLease> claimReadable(ClaimRequest request) {
    for (int round = 1; ; round++) {
      List<ChainWriter.Claimed> claimed = writer.claim(transactions, request);
      List<ChainLease> readable =
          claimed.stream().map(ChainWriter.Claimed::lease).filter(Objects::nonNull).toList();
      if (readable.size() < claimed.size()) {
        setAside(
            claimed.stream()
                .filter(one -> one.lease() == null)
                .map(ChainWriter.Claimed::ref)
                .toList());
      }
      if (!readable.isEmpty() || claimed.isEmpty() || round == CLAIM_ROUNDS) {
        return readable;
      }
    }
  }

  private void setAside(List<LeaseRef> unreadable) {
    LOG.error(
        "Cannot read the state of {} finalize chains; one is of session {} of organization {}",
        unreadable.size(),
        unreadable.get(0).session().sessionId(),
        unreadable.get(0).session().organizationId());
    try {
      leases(unreadable, writer::setAside);
    } catch (StoreException e) {
      // The leases set them aside in any case; only their claims stay counted.
      LOG.warn("Cannot take back claims: {} {}", e.code(), e.getMessage());
    }
  }

  /**
   * Settles many chains in one transaction, or each in its own if the database rejects any of them,
   * so that one bad settlement does not fail the others.
   */
  @Override
  public List<SettleReply> settle(List<Settlement> settlements) {
    return transactions.call(() -> settleFirstOfEach(settlements));
  }

  private List<SettleReply> settleFirstOfEach(List<Settlement> settlements) {
    SettleReply[] replies = new SettleReply[settlements.size()];
    Arrays.fill(replies, SettleReply.STALE);
    List<Integer> places = firstOfEach(settlements);
    if (places.isEmpty()) {
      return List.of();
    }
    List<SettleReply> written = new ArrayList<>();
    for (List<Settlement> unit :
        units(
            places.stream().map(settlements::get).toList(),
            it -> it.ref().session().organizationId())) {
      written.addAll(settleTogether(unit));
    }
    for (int i = 0; i < places.size(); i++) {
      replies[places.get(i)] = written.get(i);
    }
    return List.of(replies);
  }

  /** Returns the indexes of the first settlement of each session, in lock order. */
  private static List<Integer> firstOfEach(List<Settlement> settlements) {
    Set<SessionKey> seen = new HashSet<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < settlements.size(); i++) {
      if (seen.add(settlements.get(i).ref().session())) {
        places.add(i);
      }
    }
    places.sort(Comparator.comparing(i -> settlements.get(i).ref().session(), LockOrder.KEYS));
    return places;
  }

  /**
   * Keeps first attempts with their chain. What is not written then may be stale, or of a chain
   * that has other attempts already, which its state does not show once a parked step is replayed;
   * it is written with rows, in a transaction of its own.
   */
  private List<SettleReply> settleTogether(List<Settlement> inOrder) {
    if (!attempts.firstAreKeptWithChain()) {
      return settle(inOrder, false);
    }
    List<SettleReply> replies = new ArrayList<>(settle(inOrder, true));
    List<Integer> again =
        IntStream.range(0, inOrder.size())
            .filter(i -> replies.get(i) == SettleReply.STALE)
            .filter(i -> AttemptRules.areFirstTries(inOrder.get(i)))
            .boxed()
            .toList();
    if (!again.isEmpty()) {
      List<SettleReply> second = settle(again.stream().map(inOrder::get).toList(), false);
      for (int i = 0; i < second.size(); i++) {
        replies.set(again.get(i), second.get(i));
      }
    }
    return replies;
  }

  private List<SettleReply> settle(List<Settlement> inOrder, boolean together) {
    try {
      return writer.isOneStatement() && inOrder.stream().noneMatch(JdbcChainStore::hasMore)
          ? transactions.single(tx -> settle(tx, inOrder, together))
          : transactions.together(tx -> settle(tx, inOrder, together));
    } catch (IllegalArgumentException e) {
      return settleOneByOne(inOrder, together);
    } catch (StoreException e) {
      if (!SqlErrors.isRefused(e)) {
        throw e;
      }
      return settleOneByOne(inOrder, together);
    }
  }

  /** Whether the settlement writes more than the chain and its attempts. */
  private static boolean hasMore(Settlement settlement) {
    return EffectsWriter.hasEffects(settlement) || settlement.state().isOver();
  }

  private List<SettleReply> settleOneByOne(List<Settlement> inOrder, boolean together) {
    return inOrder.size() == 1
        ? List.of(SettleReply.REFUSED)
        : inOrder.stream().map(one -> settle(List.of(one), together).get(0)).toList();
  }

  /**
   * Writes the chains first, so that effects are only written under a token that is still valid.
   */
  private List<SettleReply> settle(Transaction tx, List<Settlement> inOrder, boolean together) {
    boolean[] isWritten = writer.settle(tx, inOrder, together);
    List<SettleReply> replies = new ArrayList<>();
    List<Settlement> settled = new ArrayList<>();
    for (int i = 0; i < isWritten.length; i++) {
      replies.add(isWritten[i] ? SettleReply.SETTLED : SettleReply.STALE);
      if (isWritten[i] && EffectsWriter.hasEffects(inOrder.get(i))) {
        settled.add(inOrder.get(i));
      }
      if (isWritten[i] && inOrder.get(i).state().isOver()) {
        chains.delete(tx, inOrder.get(i).ref().session());
      }
    }
    if (!settled.isEmpty()) {
      effects.write(tx, settled);
    }
    return replies;
  }

  @Override
  public Set<LeaseRef> renew(List<LeaseRef> leases, Duration lease) {
    return leases(leases, (tx, inOrder) -> writer.renew(tx, inOrder, lease));
  }

  @Override
  public void release(List<LeaseRef> leases) {
    leases(leases, writer::release);
  }

  private Set<LeaseRef> leases(
      List<LeaseRef> leases, BiFunction<Transaction, List<LeaseRef>, Set<LeaseRef>> change) {
    return transactions.call(
        () -> {
          Set<LeaseRef> changed = new LinkedHashSet<>();
          for (List<LeaseRef> unit :
              units(LockOrder.of(leases), it -> it.session().organizationId())) {
            changed.addAll(transactions.together(tx -> change.apply(tx, unit)));
          }
          return changed;
        });
  }

  /** Returns what is written in one transaction each. */
  private <T> List<List<T>> units(List<T> inOrder, Function<T, UUID> organization) {
    return LockOrder.units(inOrder, organization, writer.isPerOrganization());
  }

  @Override
  public Optional<ChainRecord> find(SessionKey session) {
    return transactions.single(tx -> chains.find(tx, session));
  }

  @Override
  public List<ChainRecord> parked(UUID organizationId, @Nullable UUID after, int limit) {
    return transactions.single(tx -> chains.parked(tx, organizationId, after, limit));
  }

  @Override
  public boolean revise(
      ChainRecord expected,
      ChainState next,
      @Nullable Duration dueIn,
      List<AttemptRecord> records) {
    return transactions.together(
        tx -> {
          boolean isRevised = chains.revise(tx, expected, next, dueIn);
          if (isRevised) {
            attempts.insert(tx, Map.of(expected.session(), records));
          }
          if (isRevised && next.isOver()) {
            chains.delete(tx, expected.session());
          }
          return isRevised;
        });
  }

  @Override
  public List<AttemptRecord> attempts(SessionKey session) {
    return transactions.single(tx -> attempts.all(tx, session));
  }

  @Override
  public Optional<AttemptRecord> lastParked(SessionKey session, String step) {
    return transactions.single(tx -> attempts.lastParked(tx, session, step));
  }

  @Override
  public Optional<ClosedSession> session(SessionKey session) {
    return transactions.single(
        tx ->
            sessions
                .find(tx, session)
                .filter(Session::isEnded)
                .map(ended -> ClosedSessions.of(ended, history.names(tx, session))));
  }

  @Override
  public List<StoredMessage> transcript(SessionKey session, int afterSequence, int limit) {
    return transactions.single(tx -> messages.page(tx, session, afterSequence, limit));
  }

  @Override
  public boolean replaceTexts(LeaseRef ref, Duration lease, Map<UUID, String> texts) {
    return transactions.together(
        tx -> {
          boolean isHeld = !writer.renew(tx, List.of(ref), lease).isEmpty();
          if (isHeld && !texts.isEmpty()) {
            PreparedBatch batch = messages.replacements(tx);
            MessageTable.add(batch, ref.session(), texts);
            batch.execute();
          }
          return isHeld;
        });
  }

  @Override
  public UnfinishedPage unfinished(@Nullable SessionKey after, int limit) {
    return transactions.single(tx -> chains.unfinished(tx, after, limit));
  }

  @Override
  public Backlog backlog() {
    return transactions.single(tx -> chains.backlog(tx));
  }

  @Override
  public Backlog backlog(UUID organizationId) {
    return transactions.single(tx -> chains.backlog(tx, organizationId));
  }
}
