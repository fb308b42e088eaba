package dev.sessionlifecycle.internal.combine;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.internal.combine.Combiner.Call;
import dev.sessionlifecycle.internal.document.SessionContents;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.EvalStore;
import dev.sessionlifecycle.spi.HoldStore;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.MonthStore;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.PolicyStore;
import dev.sessionlifecycle.spi.SeriesIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SweepStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.spi.rules.StoringRules;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store whose concurrent calls to append, to move and to end travel together; all other calls go
 * through unchanged. See {@link Combiner} for who goes when.
 *
 * <p>Each caller gets the reply or the error that the store gives to its own intent. Where a
 * statement for many fails, each of them is applied by itself. The statement may have been
 * committed although it failed, when a connection breaks during the commit:
 *
 * <ul>
 *   <li>A message is stored once, since its id is known by then.
 *   <li>A session that was moved by this very intent is reported as moved by it, and is not moved
 *       again. Where it has moved on since, it is not moved back: the error of the statement is
 *       thrown.
 *   <li>A session that has ended by this very intent is reported as ended by it.
 *   <li>Where it cannot be known for certain whether an intent has moved or ended its session, the
 *       error of the statement is thrown, as it would be by a store whose connection broke.
 * </ul>
 */
public final class CombiningStore implements SessionStore {
  /** How long a statement keeps others waiting. Most take a tenth of that. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  /**
   * States of errors after which nothing is repeated, since no connection could be had: the caller
   * would wait for one twice. Empty for the time-out of a pool.
   */
  private static final Set<String> NOT_CONNECTED = Set.of("", "08001", "08004", "53300", "57P03");

  private static final int HISTORY_PAGE = 100;

  private final SessionStore store;
  private final Combiner<AppendIntent, AppendReply> appends;
  private final Combiner<TransitionIntent, TransitionReply> moves;
  private final Combiner<CloseIntent, CloseReply> ends;

  private CombiningStore(SessionStore store, int statements, Duration patience) {
    this.store = store;
    appends =
        new Combiner<>(
            new Writes<>(
                AppendIntent::session, store::append, store::tryAppendAll, this::appendAgain),
            statements,
            patience);
    moves =
        new Combiner<>(
            new Writes<>(
                TransitionIntent::session,
                store::transition,
                store::tryTransitionAll,
                this::transitionAgain),
            statements,
            patience);
    ends =
        new Combiner<>(
            new Writes<>(CloseIntent::session, store::close, store::tryCloseAll, this::closeAgain),
            statements,
            patience);
  }

  /** The operations of a store that one kind of intents goes to. */
  private record Writes<I, R>(
      Function<I, SessionKey> key,
      Function<I, R> one,
      Function<List<I>, List<Optional<R>>> many,
      BiFunction<I, Throwable, R> repeat)
      implements Combiner.Target<I, R> {
    @Override
    public SessionKey session(I intent) {
      return key.apply(intent);
    }

    @Override
    public R alone(I intent) {
      return one.apply(intent);
    }

    @Override
    public List<Optional<R>> together(List<I> intents) {
      return many.apply(intents);
    }

    @Override
    public R again(I intent, Throwable failure) {
      return repeat.apply(intent, failure);
    }
  }

  /**
   * Returns the store with its writes combined.
   *
   * @param statements how many statements of a kind may be under way at a time; 0 for the store as
   *     it is
   */
  public static SessionStore of(SessionStore store, int statements) {
    return of(store, statements, PATIENCE);
  }

  /**
   * Returns the store with its writes combined.
   *
   * @param patience how long a statement keeps others waiting
   */
  public static SessionStore of(SessionStore store, int statements, Duration patience) {
    // Work within a transaction of the host stays on its connection, in its order.
    return statements < 1 || store.isJoined()
        ? store
        : new CombiningStore(store, statements, patience);
  }

  @Override
  public AppendReply append(AppendIntent intent) {
    if (intent.messages().size() != 1) {
      return store.append(intent);
    }
    Call<AppendIntent, AppendReply> call = appends.begin(intent);
    if (!call.goesAtOnce()) {
      return appends.await(call);
    }
    try {
      return store.append(intent);
    } finally {
      appends.end(call);
    }
  }

  private AppendReply appendAgain(AppendIntent intent, Throwable failure) {
    throwIfNotConnected(failure);
    return store.append(intent);
  }

  @Override
  public TransitionReply transition(TransitionIntent intent) {
    Call<TransitionIntent, TransitionReply> call = moves.begin(intent);
    if (!call.goesAtOnce()) {
      return moves.await(call);
    }
    try {
      return store.transition(intent);
    } finally {
      moves.end(call);
    }
  }

  private TransitionReply transitionAgain(TransitionIntent intent, Throwable failure) {
    throwIfNotConnected(failure);
    Session session = store.find(intent.session()).orElse(null);
    if (session == null || session.isEnded()) {
      return store.transition(intent); // changes nothing
    }
    HistoryEntry own = null;
    HistoryEntry last = null;
    for (HistoryEntry entry : new SessionContents(store, session, HISTORY_PAGE).history()) {
      if (entry.kind() == HistoryEntry.Kind.MOVED) {
        last = entry;
        own = mayBeOwn(entry, session, intent) ? entry : own;
      }
    }
    if (own == null) {
      return store.transition(intent);
    }
    if (own.equals(last) && own.to() == session.status() && own.at().equals(intent.at())) {
      return new TransitionReply.Moved(Objects.requireNonNull(own.from(), "from"), session);
    }
    // It has moved on, or its time was moved behind what the row had.
    throw new StoreException(
        "the connection broke, and it is not known whether this call has moved the session: read"
            + " its status before the call is repeated",
        true,
        sqlState(failure),
        failure);
  }

  /** Whether a move may have been written for this intent. */
  private static boolean mayBeOwn(HistoryEntry move, Session session, TransitionIntent intent) {
    return move.to() == intent.to()
        && !move.at().isBefore(intent.at())
        && move.triggeredBy()
            .equals(StoringRules.triggeredBy(session.storing(), intent.triggeredBy()));
  }

  @Override
  public CloseReply close(CloseIntent intent) {
    if (!intent.buffer().isEmpty()) {
      return store.close(intent);
    }
    Call<CloseIntent, CloseReply> call = ends.begin(intent);
    if (!call.goesAtOnce()) {
      return ends.await(call);
    }
    try {
      return store.close(intent);
    } finally {
      ends.end(call);
    }
  }

  private CloseReply closeAgain(CloseIntent intent, Throwable failure) {
    throwIfNotConnected(failure);
    return RepeatedEnd.close(store, intent, failure);
  }

  private static void throwIfNotConnected(Throwable failure) {
    if (failure instanceof StoreException error
        && error.isTransient()
        && NOT_CONNECTED.contains(error.sqlState().orElse(""))) {
      // One of its own for each caller, with the stack of its own thread.
      String text = String.valueOf(error.getMessage());
      throw new StoreException(text, true, sqlState(failure), failure);
    }
  }

  private static @Nullable String sqlState(Throwable failure) {
    return failure instanceof StoreException error ? error.sqlState().orElse(null) : null;
  }

  @Override
  public OpenResult open(OpenIntent intent) {
    return store.open(intent);
  }

  @Override
  public List<OpenResult> openAll(List<OpenIntent> intents) {
    return store.openAll(intents);
  }

  @Override
  public List<AppendReply> appendAll(List<AppendIntent> intents) {
    return store.appendAll(intents);
  }

  @Override
  public List<CloseReply> closeAll(List<CloseIntent> intents) {
    return store.closeAll(intents);
  }

  @Override
  public CloseReply closeExternal(ExternalRef ref, CloseIntent intent) {
    return store.closeExternal(ref, intent);
  }

  @Override
  public EnrichReply enrich(EnrichIntent intent) {
    return store.enrich(intent);
  }

  @Override
  public Optional<Session> find(SessionKey session) {
    return store.find(session);
  }

  @Override
  public Optional<Session> findByExternalRef(UUID organizationId, ExternalRef ref) {
    return store.findByExternalRef(organizationId, ref);
  }

  @Override
  public List<Session> list(ListIntent intent) {
    return store.list(intent);
  }

  @Override
  public SessionCounts count(UUID organizationId, SessionFilter filter) {
    return store.count(organizationId, filter);
  }

  @Override
  public List<SessionBucket> series(SeriesIntent intent) {
    return store.series(intent);
  }

  @Override
  public List<StoredMessage> messages(SessionKey session, int afterSequence, int limit) {
    return store.messages(session, afterSequence, limit);
  }

  @Override
  public List<HistoryEntry> history(SessionKey session, int afterSequence, int limit) {
    return store.history(session, afterSequence, limit);
  }

  @Override
  public ChainStore chains() {
    return store.chains();
  }

  @Override
  public OwnerStore owners() {
    return store.owners();
  }

  @Override
  public PolicyStore policies() {
    return store.policies();
  }

  @Override
  public EvalStore evals() {
    return store.evals();
  }

  @Override
  public UpdateStore updates() {
    return store.updates();
  }

  @Override
  public SweepStore sweeps() {
    return store.sweeps();
  }

  @Override
  public HoldStore holds() {
    return store.holds();
  }

  @Override
  public DisposalStore disposals() {
    return store.disposals();
  }

  @Override
  public Optional<MonthStore> months() {
    return store.months();
  }

  @Override
  public boolean isJoined() {
    return store.isJoined();
  }

  @Override
  public void close() {
    store.close();
  }
}
