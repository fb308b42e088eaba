package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where sessions live. Each method is one intent and one atomic compare-and-set: it happens whole
 * or not at all, concurrent calls on a session behave as if they came one after the other, and what
 * was returned survives a crash (as far as the store is durable at all).
 *
 * <p>A store decides nothing. Values arrive validated, cut to the microsecond and compiled; what a
 * store adds is atomicity, the evaluation of the stored row, and its own clock for deadlines (see
 * {@link StoreClock}). All stores behave alike; the conformance suites of the testkit define how,
 * and every store must pass them.
 *
 * <p>Every call names the organization, and nothing of another one is read or written: a session of
 * another organization is missing.
 *
 * <p>Every history entry has the time that the row has as {@code updatedAt} after the change.
 *
 * <p>A row whose status is unrecognized (written by a newer version) can be read, and is never
 * changed, claimed or deleted. Other unknown words in a row are coerced when they are read.
 *
 * <p>Errors: {@link dev.sessionlifecycle.errors.StoreException}, transient or not. A store retries
 * nothing by itself unless it knows that nothing was done. Thread-safe.
 */
public interface SessionStore extends AutoCloseable {

  /**
   * Opens a session, with its first history entry.
   *
   * <ul>
   *   <li>If the organization already has a session with the draft's id: returns it as reused if it
   *       is live, as ended early if it has ended; nothing is opened.
   *   <li>Likewise for a session with the draft's external id.
   *   <li>If an early end is kept for the draft's external id, see {@link #closeExternal}: the
   *       session is opened and ended at once (two history entries, a chain, no active key), and
   *       returned as ended early; the kept end is removed. Neither the policy nor a live session
   *       matters then.
   *   <li>By policy, if a live session holds the active key (organization, end user, channel,
   *       session type): returns it as reused or rejected, or ends it and opens the new one, in one
   *       transaction. A session opened with any policy but {@code ALWAYS_NEW} holds the key until
   *       it ends. Of concurrent calls for one key, one opens and the others see its session.
   * </ul>
   *
   * <p>A session of an unrecognized status counts as live here; if it would have to be ended, it is
   * returned as rejected.
   *
   * @throws dev.sessionlifecycle.errors.SessionConflictException {@code session_id_taken} where
   *     another organization has a session of the draft's id and the store keeps ids unique beyond
   *     the organization; a store that does not, opens the session
   */
  OpenResult open(OpenIntent intent);

  /**
   * Appends messages to a live session, in order, all or none.
   *
   * <p>A message whose id is stored in the session with the same role and text is returned as
   * stored. The others get the next sequence numbers. The session's counts grow, {@code
   * firstMessageAt} and {@code lastMessageAt} become the least and the greatest {@code sentAt}
   * seen, {@code updatedAt} the greater of itself and the intent's time, {@code lastActivityAt} the
   * greater of itself and the store's clock. Where no message is new, nothing changes. {@code
   * version} stays.
   *
   * <p>An intent with an owner's token is refused, whatever it contains, if that token is not the
   * last one of the session (see {@link OwnerStore}). It is not refused because the lease has
   * lapsed or was given up, as long as no other owner has taken it since.
   */
  AppendReply append(AppendIntent intent);

  /**
   * Opens many sessions, each as {@link #open} does, in few round trips. Each is atomic by itself;
   * the results are in the order of the intents. Several intents for one session id, external id or
   * active key count as if they came one after the other, in their order.
   */
  default List<OpenResult> openAll(List<OpenIntent> intents) {
    return intents.stream().map(this::open).toList();
  }

  /**
   * Appends to many sessions, each as {@link #append} does, in few round trips. Each is atomic by
   * itself; the results are in the order of the intents. Several intents for one session count as
   * if they came one after the other, in their order.
   */
  default List<AppendReply> appendAll(List<AppendIntent> intents) {
    return intents.stream().map(this::append).toList();
  }

  /**
   * Moves a session to another live status, with a history entry, where {@link
   * dev.sessionlifecycle.model.Transitions} allows it. Being there already counts as activity,
   * changes nothing else and writes no entry. {@code statusSince} and {@code lastActivityAt} become
   * the store's now (never earlier than they are), {@code rangAt}, {@code activatedAt} and {@code
   * handedOnAt} are stamped once, {@code updatedAt} as for append.
   */
  TransitionReply transition(TransitionIntent intent);

  /**
   * Ends a session. Every end goes through this operation.
   *
   * <p>In one transaction: the status leaves the live ones if the guard holds; the close-out is
   * stamped ({@code endedAt}, {@code closedAt}, {@code durationMs} in whole milliseconds rounded
   * down, reason, reported reason, outcome, triggered by, successor, {@code retentionExpiresAt} =
   * the store's now plus the time to keep, null for ever); a history entry is written; the active
   * key is released; and the chain is created, due at once. A chain without steps is created
   * already finished, with {@code finalizedAt} stamped by the store's clock. An intent for {@link
   * ChainsByType#current()} gets the chain that is current when the session ends. {@code
   * statusSince} is the store's now.
   *
   * <p>The time to keep is that of the session's own policy, else of the organization's default,
   * else of the intent's fallback; a policy that is gone counts as none. Engagement counts the
   * buffer's messages, which are written as append would write them.
   *
   * <p>Where the owner lease of a session is held with a buffer (see {@link OwnerStore}) and
   * another than the owner ends it, the chain is due when that lease lapses, or when it is
   * released.
   */
  CloseReply close(CloseIntent intent);

  /**
   * Ends many sessions, each as {@link #close(CloseIntent)} does, in few round trips. Each is
   * atomic by itself; the results are in the order of the intents. Several intents for one session
   * count as if they came one after the other, in their order.
   */
  List<CloseReply> closeAll(List<CloseIntent> intents);

  /**
   * Appends to distinct sessions for callers who have nothing to do with each other, and must not
   * wait for each other: in one atomic statement, where the store can, that waits for no other
   * transaction.
   *
   * @return in the order of the intents the reply to each, as {@link #append} gives it; empty where
   *     nothing was done and that method has to be called
   */
  default List<Optional<AppendReply>> tryAppendAll(List<AppendIntent> intents) {
    return appendAll(intents).stream().map(Optional::of).toList();
  }

  /** Moves distinct sessions, as {@link #tryAppendAll} appends to them. */
  default List<Optional<TransitionReply>> tryTransitionAll(List<TransitionIntent> intents) {
    return intents.stream().map(it -> Optional.<TransitionReply>empty()).toList();
  }

  /** Ends distinct sessions, as {@link #tryAppendAll} appends to them. */
  default List<Optional<CloseReply>> tryCloseAll(List<CloseIntent> intents) {
    return closeAll(intents).stream().map(Optional::of).toList();
  }

  /**
   * How many statements for many callers, see {@link #tryAppendAll}, suit this store best at a
   * time; 0 if it gains nothing from them.
   */
  default int combinedStatements() {
    return 0;
  }

  /**
   * Ends the session that has this external id, as {@link #close(CloseIntent)} does; the intent's
   * own session id is ignored. If no session has it yet, keeps the end for {@link EarlyEnd#KEPT}
   * and returns {@link CloseReply.Kept}; a later end may enrich it, see {@link
   * EarlyEnd#enrichedBy}, and does not replace it. Opening and ending for one external id exclude
   * each other: whichever comes first, the session ends.
   */
  CloseReply closeExternal(ExternalRef ref, CloseIntent intent);

  /**
   * Replaces the reason of an ended session where {@link
   * dev.sessionlifecycle.spi.rules.SessionRules#mayEnrich} allows it: reason, outcome by the
   * session's engagement, reported reason where one is given, {@code updatedAt} as for append, and
   * a history entry of the intent's kind from and to the session's status. It is kept at least as
   * long as the policy keeps sessions of its new outcome. Status, triggered by and chain stay.
   */
  EnrichReply enrich(EnrichIntent intent);

  /** The session, if the organization has it. */
  Optional<Session> find(SessionKey session);

  /** The session with this external id, live or ended, if the organization has one. */
  Optional<Session> findByExternalRef(UUID organizationId, ExternalRef ref);

  /**
   * Returns sessions of an organization in the order that the intent defines, at most its limit.
   */
  List<Session> list(ListIntent intent);

  /**
   * How many sessions of an organization the filter selects, by status, outcome and reason. Costs
   * as much as looking at all of them, but for those that an index leaves out; what it holds in
   * memory does not grow with them.
   */
  default SessionCounts count(UUID organizationId, SessionFilter filter) {
    throw new UnsupportedOperationException("this store does not count");
  }

  /**
   * Counts the sessions of an organization that match a filter by the time of their creation, with
   * the durations of the ended ones: a percentile is the least duration that so many do not exceed.
   *
   * @return every span, oldest first, also those without sessions
   */
  List<SessionBucket> series(SeriesIntent intent);

  /** Messages of a session by sequence, those after the given one, at most the limit. */
  List<StoredMessage> messages(SessionKey session, int afterSequence, int limit);

  /** History of a session by sequence, the entries after the given one, at most the limit. */
  List<HistoryEntry> history(SessionKey session, int afterSequence, int limit);

  /** The chains of ended sessions. */
  ChainStore chains();

  /** The leases on live sessions. */
  OwnerStore owners();

  /** The retention policies of the organizations. */
  PolicyStore policies();

  /** The eval runs of sessions. */
  default EvalStore evals() {
    throw new UnsupportedOperationException("this store keeps no eval runs");
  }

  /** What users change about sessions. */
  default UpdateStore updates() {
    throw new UnsupportedOperationException("this store updates nothing");
  }

  /** The looks at live sessions, for time limits and lapsed owners. */
  SweepStore sweeps();

  /** The legal holds. */
  HoldStore holds();

  /** What becomes of ended sessions. */
  DisposalStore disposals();

  /**
   * What becomes of whole months, where the store keeps them apart, and is no view that takes part
   * in a transaction of the host.
   */
  default Optional<MonthStore> months() {
    return Optional.empty();
  }

  /**
   * Whether this is a view that takes part in a transaction of the host, so that its work can still
   * be undone: then its events wait for the commit.
   */
  default boolean isJoined() {
    return false;
  }

  /** Releases what the store itself has made, such as its own connection pool. Idempotent. */
  @Override
  void close();
}
