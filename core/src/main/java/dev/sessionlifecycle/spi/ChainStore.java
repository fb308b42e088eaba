package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.session.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The finalize chains: one row for each ended session, with a lease and a fencing token.
 *
 * <p>A store does not interpret the state of a chain. The engine claims a chain, works out the next
 * state, and settles it under the token of its claim; a token that is not the row's own any more
 * changes nothing. Every claim makes the token greater, so that a late write of an old holder is
 * refused, however late. Deadlines are computed and judged by the store's clock.
 */
public interface ChainStore {

  /** Stores a shape under its digest, unless it is there. Shapes are never changed or removed. */
  void register(ChainDefinition shape);

  /** The shape with this digest, if it is stored. */
  Optional<ChainDefinition> shape(String digest);

  /**
   * Every shape that is stored, in no particular order: those of older and of newer versions of a
   * host's chain too. There are few.
   */
  List<ChainDefinition> shapes();

  /**
   * Makes these chains the current ones and registers their shapes, in one transaction. Where they
   * are current already, nothing changes; else the version is counted up.
   *
   * @return what was current before
   */
  CurrentChains makeCurrent(ChainsByType chains);

  /** The chains for ends that ask for {@link ChainsByType#current()}. */
  CurrentChains current();

  /**
   * Leases chains that are due: unfinished, of one of the shapes named, due by the store's clock;
   * the lease of a dead holder has lapsed and counts as due.
   *
   * <p>Fair: the organizations with due chains are visited in the order of their ids, beginning
   * after the one named and around, each with at most its share, the oldest due first and of equals
   * the one whose session has the lesser id (ids in the order of their sixteen bytes taken as
   * unsigned); until the limit is reached. The result is in that order. No two calls lease the same
   * chain. The claims of each leased chain are incremented in the same transaction.
   *
   * <p>A lease says how often the session has been enriched, corrected or given a disposition since
   * its end, if the state has a {@link ChainDefinition.Kind#ON_ENRICHMENT delivery on enrichment}.
   * The transaction that does so counts it and makes the chain due, unless it is leased or waits
   * for messages of an owner; token, lease and state stay.
   *
   * <p>A chain that a purge has left is claimed without a session. The settlement or revision after
   * which it {@link ChainState#isOver} deletes it with its attempts.
   *
   * <p>A chain whose state cannot be read is not returned: it is left alone for the time of the
   * lease, keeps its state and its claims, and does not hold up other chains.
   */
  List<ChainLease> claim(ClaimRequest request);

  /**
   * Settles many chains, each by itself: the state, the attempts and the effects of one settlement
   * are written together or not at all, and one that is refused does not affect the others. The
   * replies are in the order of the settlements. Of several for one session at most the first can
   * be settled.
   *
   * <p>A lease that was given up, by a settlement or by {@link #release}, is stale from then on,
   * and so is a settlement whose base is not the state of the row any more: a settlement may be
   * sent again when its reply was lost, even while the first is still in progress. A lease that has
   * lapsed still counts until another holder claims the chain.
   *
   * <p>Where the lease is given up and the session has been enriched more often than {@link
   * ChainState#enrichments} of the state says, the chain is due at once.
   *
   * <p>Effects move no stamp of the session; where they replace the subject, the metadata or the
   * context variables, {@code version} is counted up, once for a settlement. An external id that is
   * replaced is only shown otherwise: {@link SessionStore#findByExternalRef}, {@link
   * SessionStore#open} and {@link SessionStore#closeExternal} go on by the one that the session was
   * opened with.
   */
  List<SettleReply> settle(List<Settlement> settlements);

  /**
   * Extends leases to now plus the given time, in one call. One that has lapsed is still held until
   * another holder claims the chain.
   *
   * @return the leases that are still held; the others are lost
   */
  Set<LeaseRef> renew(List<LeaseRef> leases, Duration lease);

  /**
   * Gives leases back unused: due at once, and the claim is not counted. Those whose token has
   * moved on are left alone.
   */
  void release(List<LeaseRef> leases);

  /** The chain of a session, if it has one. */
  Optional<ChainRecord> find(SessionKey session);

  /**
   * Chains of an organization with a parked step, by session id, those after the given one.
   *
   * @param after the last session of the page before; null for the first page
   */
  List<ChainRecord> parked(UUID organizationId, @Nullable UUID after, int limit);

  /**
   * Replaces the state of a chain that is not leased, and writes the records of who did so: for
   * replay and skip. A state that is finished is stamped as a settlement would. Claims begin again
   * with 0, and a lease that has lapsed is stale from then on. Of a chain that has finished, only
   * deliveries may change; where nothing of it is left, they may begin again. It is due at once
   * where a settlement with this state would leave it so.
   *
   * @param expected the chain as it was read: its token and state must still be these
   * @param next the state to write
   * @param dueIn when the chain is due, as store-now plus this time; null where nothing is left to
   *     run
   * @param records what is recorded with it
   * @return false where the chain is leased, missing, or not as expected, and where it has finished
   *     and the next state has not, or leaves nothing to do either; nothing was changed
   */
  boolean revise(
      ChainRecord expected, ChainState next, @Nullable Duration dueIn, List<AttemptRecord> records);

  /** The attempts recorded for a session, oldest first, at most 1,000. */
  List<AttemptRecord> attempts(SessionKey session);

  /**
   * The last attempt recorded for a step of a session that says that the step was parked, however
   * many attempts are recorded before and behind it: also where {@link #attempts} ends before it.
   */
  Optional<AttemptRecord> lastParked(SessionKey session, String step);

  /** The ended session, as a step sees it. Empty where it is missing or live. */
  Optional<ClosedSession> session(SessionKey session);

  /**
   * Messages of a session by sequence, those after the given one, at most the limit; by the id of
   * the session alone, whether it has ended or not.
   */
  List<StoredMessage> transcript(SessionKey session, int afterSequence, int limit);

  /**
   * Replaces the texts of messages ahead of a settlement, and renews the lease, in one transaction.
   * The state of the chain and its claims stay. Ids of messages that do not exist are ignored.
   *
   * @return false where the lease is lost: nothing was changed
   */
  boolean replaceTexts(LeaseRef ref, Duration lease, Map<UUID, String> texts);

  /**
   * Unfinished chains of all organizations, parked ones included, by organization and session:
   * those after the given one. Ids are in the order of their sixteen bytes taken as unsigned.
   *
   * @param after the last session of the page before; null for the first page
   */
  UnfinishedPage unfinished(@Nullable SessionKey after, int limit);

  /** Counts over the chains of all organizations, for health checks. */
  Backlog backlog();

  /** The same counts over the chains of one organization. */
  Backlog backlog(UUID organizationId);

  /**
   * Counts of chains.
   *
   * @param due due by the store's clock, and not leased: unfinished, or finished with a delivery
   *     that an enrichment has made due again
   * @param leased held under a lease
   * @param waiting due later
   * @param parked with a parked step and nothing left to run
   * @param oldestDue for how long the oldest of those due has been due, by the store's clock; zero
   *     where none is
   */
  record Backlog(long due, long leased, long waiting, long parked, Duration oldestDue) {}
}
