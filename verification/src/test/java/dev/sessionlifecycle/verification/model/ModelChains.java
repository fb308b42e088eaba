package dev.sessionlifecycle.verification.model;

import static java.util.Comparator.comparing;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CurrentChains;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.UnfinishedPage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chains, found by scanning all rows. */
final class ModelChains implements ChainStore {
  private final ModelStore store;
  private final Map<String, ChainDefinition> shapes = new HashMap<>();
  private CurrentChains current = CurrentChains.none();

  ModelChains(ModelStore store) {
    this.store = store;
  }

  @Override
  public void register(ChainDefinition shape) {
    synchronized (store) {
      shapes.putIfAbsent(shape.digest(), shape);
    }
  }

  @Override
  public CurrentChains makeCurrent(ChainsByType chains) {
    synchronized (store) {
      CurrentChains before = current;
      if (before.version() == 0 || !before.chains().equals(chains)) {
        chains.definitions().values().forEach(this::register);
        current = new CurrentChains(chains, before.version() + 1);
      }
      return before;
    }
  }

  @Override
  public CurrentChains current() {
    synchronized (store) {
      return current;
    }
  }

  @Override
  public Optional<ChainDefinition> shape(String digest) {
    synchronized (store) {
      return Optional.ofNullable(shapes.get(digest));
    }
  }

  @Override
  public List<ChainDefinition> shapes() {
    synchronized (store) {
      return List.copyOf(shapes.values());
    }
  }

  @Override
  public List<ChainLease> claim(ClaimRequest request) {
    synchronized (store) {
      return new ModelClaim(store, request).leases();
    }
  }

  @Override
  public List<SettleReply> settle(List<Settlement> settlements) {
    synchronized (store) {
      Set<SessionKey> seen = new HashSet<>();
      return settlements.stream()
          .map(it -> seen.add(it.ref().session()) ? settle(it) : SettleReply.STALE)
          .toList();
    }
  }

  private SettleReply settle(Settlement settlement) {
    ModelRow row = store.chainRow(settlement.ref().session());
    if (row == null
        || row.chain == null
        || !row.chain.isHeldBy(settlement.ref().token())
        || !row.chain.isAt(settlement.base())) {
      return SettleReply.STALE;
    }
    ModelEffects.apply(row, settlement.effects());
    row.chain.settle(settlement, store.now());
    stampFinished(row);
    store.forgetIfOver(row);
    return SettleReply.SETTLED;
  }

  private static void stampFinished(ModelRow row) {
    row.session = SessionBuilder.of(row.session).finalizedAt(chain(row).finishedAt).build();
  }

  @Override
  public Set<LeaseRef> renew(List<LeaseRef> leases, Duration lease) {
    synchronized (store) {
      Set<LeaseRef> renewed = new LinkedHashSet<>();
      for (LeaseRef ref : leases) {
        ModelRow row = store.chainRow(ref.session());
        if (row != null && row.chain != null && row.chain.isHeldBy(ref.token())) {
          row.chain.due = store.now().plus(lease);
          renewed.add(ref);
        }
      }
      return renewed;
    }
  }

  @Override
  public void release(List<LeaseRef> leases) {
    synchronized (store) {
      for (LeaseRef ref : leases) {
        ModelRow row = store.chainRow(ref.session());
        if (row != null && row.chain != null && row.chain.isHeldBy(ref.token())) {
          row.chain.giveBack(store.now());
        }
      }
    }
  }

  @Override
  public Optional<ChainRecord> find(SessionKey session) {
    synchronized (store) {
      ModelRow row = store.chainRow(session);
      return row == null || row.chain == null
          ? Optional.empty()
          : Optional.of(row.chain.read(session, store.now()));
    }
  }

  @Override
  public List<ChainRecord> parked(UUID organizationId, @Nullable UUID after, int limit) {
    synchronized (store) {
      return store.chainRows().stream()
          .filter(row -> row.session.organizationId().equals(organizationId))
          .filter(row -> row.chain != null && row.chain.state.parkedSteps() > 0)
          .filter(row -> after == null || IdOrder.UNSIGNED.compare(row.session.id(), after) > 0)
          .sorted(comparing(row -> row.session.id(), IdOrder.UNSIGNED))
          .limit(limit)
          .map(row -> chain(row).read(row.key(), store.now()))
          .toList();
    }
  }

  @Override
  public UnfinishedPage unfinished(@Nullable SessionKey after, int limit) {
    synchronized (store) {
      Comparator<SessionKey> order =
          Comparator.comparing(SessionKey::organizationId, IdOrder.UNSIGNED)
              .thenComparing(SessionKey::sessionId, IdOrder.UNSIGNED);
      return new UnfinishedPage(
          store.now(),
          store.chainRows().stream()
              .filter(row -> row.chain != null && !row.chain.state.isComplete())
              .filter(row -> after == null || order.compare(row.key(), after) > 0)
              .sorted(Comparator.comparing(ModelRow::key, order))
              .limit(limit)
              .map(row -> chain(row).read(row.key(), store.now()))
              .toList());
    }
  }

  @Override
  public boolean revise(
      ChainRecord expected,
      ChainState next,
      @Nullable Duration dueIn,
      List<AttemptRecord> records) {
    synchronized (store) {
      ModelRow row = store.chainRow(expected.session());
      if (row == null
          || row.chain == null
          || (row.chain.finishedAt != null && !next.isFinished())
          || (row.chain.state.isComplete() && next.isComplete())
          || row.chain.isLeased(store.now())
          || row.chain.token != expected.token()
          || !row.chain.state.equals(expected.state())) {
        return false;
      }
      row.chain.revise(next, dueIn, records, store.now());
      stampFinished(row);
      store.forgetIfOver(row);
      return true;
    }
  }

  @Override
  public List<AttemptRecord> attempts(SessionKey session) {
    synchronized (store) {
      ModelRow row = store.chainRow(session);
      return row == null || row.chain == null
          ? List.of()
          : row.chain.attempts.stream().limit(1_000).toList();
    }
  }

  @Override
  public Optional<AttemptRecord> lastParked(SessionKey session, String step) {
    synchronized (store) {
      ModelRow row = store.chainRow(session);
      return row == null || row.chain == null
          ? Optional.empty()
          : row.chain.attempts.stream()
              .filter(it -> it.step().equals(step) && it.result() == AttemptRecord.Result.PARKED)
              .reduce((earlier, later) -> later);
    }
  }

  @Override
  public Optional<ClosedSession> session(SessionKey session) {
    synchronized (store) {
      ModelRow row = store.row(session);
      return row == null || !row.session.isEnded() ? Optional.empty() : Optional.of(closed(row));
    }
  }

  @Override
  public List<StoredMessage> transcript(SessionKey session, int afterSequence, int limit) {
    return store.messages(session, afterSequence, limit);
  }

  @Override
  public boolean replaceTexts(LeaseRef ref, Duration lease, Map<UUID, String> texts) {
    synchronized (store) {
      boolean held = !renew(List.of(ref), lease).isEmpty();
      if (held) {
        ModelEffects.replace(Objects.requireNonNull(store.row(ref.session())), texts);
      }
      return held;
    }
  }

  @Override
  public Backlog backlog() {
    return backlog(row -> true);
  }

  @Override
  public Backlog backlog(UUID organizationId) {
    return backlog(row -> row.session.organizationId().equals(organizationId));
  }

  private Backlog backlog(Predicate<ModelRow> counted) {
    synchronized (store) {
      Instant now = store.now();
      List<ModelChain> open =
          store.chainRows().stream()
              .filter(row -> row.chain != null && row.chain.isOpen())
              .filter(counted)
              .map(ModelChains::chain)
              .toList();
      return new Backlog(
          open.stream().filter(it -> it.isDue(now)).count(),
          open.stream().filter(it -> it.isLeased(now)).count(),
          open.stream().filter(it -> it.due != null && !it.isDue(now) && !it.held).count(),
          open.stream().filter(it -> it.due == null).count(),
          open.stream()
              .filter(it -> it.isDue(now))
              .map(it -> Duration.between(Objects.requireNonNull(it.due), now))
              .max(Duration::compareTo)
              .orElse(Duration.ZERO));
    }
  }

  private static ModelChain chain(ModelRow row) {
    return Objects.requireNonNull(row.chain);
  }

  private static ClosedSession closed(ModelRow row) {
    Session session = row.session;
    ExternalRef ref = session.externalRef();
    return new ClosedSession(
        session.organizationId(),
        session.id(),
        session.endUserId(),
        session.channel(),
        session.sessionType(),
        session.status(),
        Objects.requireNonNull(session.reason()),
        session.reportedReason(),
        Objects.requireNonNull(session.outcome()),
        session.startedAt(),
        Objects.requireNonNull(session.endedAt()),
        Objects.requireNonNull(session.durationMs()),
        session.messageCount(),
        session.subject(),
        session.metadata(),
        session.contextVariables(),
        session.summary(),
        ref == null ? null : ref.source(),
        ref == null ? null : ref.id(),
        Stream.concat(
                row.history.stream().map(HistoryEntry::triggeredBy),
                Stream.ofNullable(session.disposition()).map(Disposition::by))
            .collect(Collectors.toSet()),
        session.storing() != Storing.FACTS_ONLY,
        session.disposition() == null ? null : session.disposition().note(),
        session.previousSessionId(),
        session.finalizedAt(),
        session.disposition() == null ? null : session.disposition().code(),
        Stream.of(
                session.updatedAt(),
                session.disposition() == null ? session.updatedAt() : session.disposition().at())
            .max(Instant::compareTo)
            .orElseThrow());
  }
}
