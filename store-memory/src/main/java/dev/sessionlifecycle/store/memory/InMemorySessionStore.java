package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
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
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.PolicyStore;
import dev.sessionlifecycle.spi.SeriesIntent;
import dev.sessionlifecycle.spi.SessionCountsBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionSeriesBuilder;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.spi.SweepStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores sessions in the memory of this process, with the semantics of the durable stores but
 * without durability. Nothing is ever evicted.
 *
 * <p>Calls on different sessions do not block each other, except briefly if two sessions open with
 * ids that share a lock, or if finalize workers claim chains of the same organization. Session ids
 * are unique within an organization. A listing reads session by session, the newest first;
 * concurrent changes may or may not be visible.
 */
public final class InMemorySessionStore implements SessionStore {

  private final MemoryState data;
  private final SessionOpener opener;
  private final SessionCloser closer;
  private final SessionChanges changes;
  private final MemoryChains chains;
  private final MemoryOwners owners;
  private final MemoryPolicies policies;
  private final MemoryEvals evals;
  private final MemorySweeps sweeps;
  private final MemoryHolds holds;
  private final MemoryDisposals disposals;

  private InMemorySessionStore(StoreClock clock) {
    this.data = new MemoryState(clock);
    this.closer = new SessionCloser(data);
    this.opener = new SessionOpener(data, closer);
    this.changes = new SessionChanges(data);
    this.chains = new MemoryChains(data);
    this.owners = new MemoryOwners(data);
    this.policies = new MemoryPolicies(data);
    this.evals = new MemoryEvals(data);
    this.sweeps = new MemorySweeps(data);
    this.holds = new MemoryHolds(data);
    this.disposals = new MemoryDisposals(data);
  }

  /** Creates an empty store with the system clock. */
  public static InMemorySessionStore create() {
    return create(InstantSource.system());
  }

  /** Creates an empty store with this clock. */
  public static InMemorySessionStore create(InstantSource clock) {
    return create(StoreClock.of(clock));
  }

  /**
   * Creates an empty store with this clock.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException for {@link StoreClock#database()},
   *     because there is no database
   */
  public static InMemorySessionStore create(StoreClock clock) {
    if (clock == null) {
      throw new InvalidInputException(List.of(new Violation("clock", "is required")));
    }
    if (clock.now().isEmpty()) {
      throw new InvalidInputException(
          List.of(new Violation("clock", "a store in memory has no database clock")));
    }
    return new InMemorySessionStore(clock);
  }

  @Override
  public OpenResult open(OpenIntent intent) {
    return opener.open(intent);
  }

  @Override
  public AppendReply append(AppendIntent intent) {
    return changes.append(intent);
  }

  @Override
  public TransitionReply transition(TransitionIntent intent) {
    return changes.transition(intent);
  }

  @Override
  public CloseReply close(CloseIntent intent) {
    return closer.close(intent);
  }

  @Override
  public List<CloseReply> closeAll(List<CloseIntent> intents) {
    return intents.stream().map(closer::close).toList();
  }

  @Override
  public CloseReply closeExternal(ExternalRef ref, CloseIntent intent) {
    return closer.closeExternal(ref, intent);
  }

  @Override
  public EnrichReply enrich(EnrichIntent intent) {
    return changes.enrich(intent);
  }

  @Override
  public Optional<Session> find(SessionKey session) {
    return Optional.ofNullable(data.cell(session)).map(SessionCell::read);
  }

  @Override
  public Optional<Session> findByExternalRef(UUID organizationId, ExternalRef ref) {
    return data.organization(organizationId)
        .map(organization -> organization.byExternalRef.get(ref))
        .map(SessionCell::read);
  }

  @Override
  public List<Session> list(ListIntent intent) {
    return data.organization(intent.organizationId())
        .map(organization -> organization.listing.list(intent))
        .orElse(List.of());
  }

  @Override
  public SessionCounts count(UUID organizationId, SessionFilter filter) {
    return data.organization(organizationId)
        .map(organization -> organization.listing.count(filter))
        .orElseGet(() -> new SessionCountsBuilder().counts());
  }

  @Override
  public List<SessionBucket> series(SeriesIntent intent) {
    return data.organization(intent.organizationId())
        .map(organization -> organization.listing.series(intent))
        .orElseGet(() -> new SessionSeriesBuilder(intent).buckets());
  }

  @Override
  public List<StoredMessage> messages(SessionKey session, int afterSequence, int limit) {
    SessionCell cell = data.cell(session);
    return cell == null ? List.of() : cell.messages(afterSequence, limit);
  }

  @Override
  public List<HistoryEntry> history(SessionKey session, int afterSequence, int limit) {
    SessionCell cell = data.cell(session);
    return cell == null ? List.of() : cell.history(afterSequence, limit);
  }

  @Override
  public ChainStore chains() {
    return chains;
  }

  @Override
  public OwnerStore owners() {
    return owners;
  }

  @Override
  public PolicyStore policies() {
    return policies;
  }

  @Override
  public EvalStore evals() {
    return evals;
  }

  @Override
  public UpdateStore updates() {
    return changes;
  }

  @Override
  public SweepStore sweeps() {
    return sweeps;
  }

  @Override
  public HoldStore holds() {
    return holds;
  }

  @Override
  public DisposalStore disposals() {
    return disposals;
  }

  /** Does nothing; the store holds only memory. */
  @Override
  public void close() {}
}
