package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.finalize.Effects;
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
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.UnfinishedPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The chains of all organizations. */
record MemoryChains(MemoryState data) implements ChainStore {
  @Override
  public void register(ChainDefinition shape) {
    data.shapes.register(shape);
  }

  @Override
  public Optional<ChainDefinition> shape(String digest) {
    return data.shapes.find(digest);
  }

  @Override
  public List<ChainDefinition> shapes() {
    return data.shapes.all();
  }

  @Override
  public CurrentChains makeCurrent(ChainsByType chains) {
    return data.shapes.makeCurrent(chains);
  }

  @Override
  public CurrentChains current() {
    return data.shapes.current();
  }

  @Override
  public List<ChainLease> claim(ClaimRequest request) {
    Instant now = data.now();
    List<ChainLease> leases = new ArrayList<>();
    for (UnfinishedChains chains : data.busyAfter(request.after())) {
      int share = Math.min(request.perOrganization(), request.limit() - leases.size());
      if (share == 0) {
        break;
      }
      leases.addAll(chains.claim(request, share, now));
    }
    return List.copyOf(leases);
  }

  @Override
  public List<SettleReply> settle(List<Settlement> settlements) {
    Set<SessionKey> seen = new HashSet<>();
    return settlements.stream()
        .map(it -> seen.add(it.ref().session()) ? settle(it) : SettleReply.STALE)
        .toList();
  }

  private SettleReply settle(Settlement settlement) {
    return data.locked(
        data.chainCell(settlement.ref().session()),
        SettleReply.STALE,
        cell -> {
          Instant now = data.now();
          ChainState next = settlement.state();
          StoredChain chain = cell.chain;
          boolean follows = chain != null && chain.follows(settlement.base());
          if (!follows
              || !changeHeld(
                  chain, settlement.ref(), it -> it.settle(next, settlement.next(), now))) {
            return SettleReply.STALE;
          }
          for (Effects effects : settlement.effects()) {
            effects.messageTexts().forEach(cell::replaceText);
            if (!effects.triggeredBy().isEmpty()) {
              cell.rename(effects.triggeredBy());
            }
          }
          cell.row =
              RowEffects.apply(
                  cell.row, settlement.effects(), isNewlyFinished(cell, next) ? now : null);
          cell.record(settlement.attempts());
          forgetIfOver(cell);
          return SettleReply.SETTLED;
        });
  }

  /** Deletes what a purge left, once nothing of it is to be tried again. */
  private void forgetIfOver(SessionCell cell) {
    StoredChain chain = cell.chain;
    if (chain != null && chain.home().look(chain, StoredChain::isOver)) {
      Session row = cell.row;
      data.organizationToWrite(row.organizationId()).purged.remove(row.id(), cell);
      chain.home().forget(chain);
      cell.chain = null;
      cell.gone = true;
    }
  }

  private static boolean isNewlyFinished(SessionCell cell, ChainState next) {
    return next.isFinished() && cell.row.finalizedAt() == null;
  }

  @Override
  public Set<LeaseRef> renew(List<LeaseRef> leases, Duration lease) {
    Instant now = data.now();
    Set<LeaseRef> held = new LinkedHashSet<>();
    for (LeaseRef ref : leases) {
      if (changeHeld(chainOf(ref.session()), ref, it -> it.renew(lease, now))) {
        held.add(ref);
      }
    }
    return Set.copyOf(held);
  }

  @Override
  public void release(List<LeaseRef> leases) {
    Instant now = data.now();
    for (LeaseRef ref : leases) {
      changeHeld(chainOf(ref.session()), ref, it -> it.release(now));
    }
  }

  @Override
  public Optional<ChainRecord> find(SessionKey session) {
    StoredChain chain = chainOf(session);
    return chain == null
        ? Optional.empty()
        : Optional.of(chain.home().look(chain, it -> it.record(data.now())));
  }

  @Override
  public List<ChainRecord> parked(UUID organizationId, @Nullable UUID after, int limit) {
    return data.organization(organizationId)
        .map(it -> it.chains.parked(after, limit, chain -> chain.record(data.now())))
        .orElse(List.of());
  }

  @Override
  public boolean revise(
      ChainRecord expected,
      ChainState next,
      @Nullable Duration dueIn,
      List<AttemptRecord> records) {
    return data.locked(
        data.chainCell(expected.session()),
        false,
        cell -> {
          StoredChain chain = cell.chain;
          Instant now = data.now();
          if (chain == null
              || !cell.row.status().isTerminal()
              || !chain.home().change(chain, it -> it.revise(expected, next, dueIn, now))) {
            return false;
          }
          if (isNewlyFinished(cell, next)) {
            cell.row = SessionBuilder.of(cell.row).finalizedAt(now).build();
          }
          cell.record(records);
          forgetIfOver(cell);
          return true;
        });
  }

  @Override
  public List<AttemptRecord> attempts(SessionKey session) {
    SessionCell cell = data.chainCell(session);
    return cell == null ? List.of() : cell.attempts();
  }

  @Override
  public Optional<AttemptRecord> lastParked(SessionKey session, String step) {
    return Optional.ofNullable(data.chainCell(session)).flatMap(cell -> cell.lastParked(step));
  }

  @Override
  public Optional<ClosedSession> session(SessionKey session) {
    return Optional.ofNullable(data.cell(session)).flatMap(SessionCell::closed);
  }

  @Override
  public List<StoredMessage> transcript(SessionKey session, int afterSequence, int limit) {
    SessionCell cell = data.cell(session);
    return cell == null ? List.of() : cell.messages(afterSequence, limit);
  }

  @Override
  public boolean replaceTexts(LeaseRef ref, Duration lease, Map<UUID, String> texts) {
    return data.locked(
        ref.session(),
        false,
        cell -> {
          Instant now = data.now();
          boolean held = changeHeld(cell.chain, ref, it -> it.renew(lease, now));
          if (held) {
            texts.forEach(cell::replaceText);
          }
          return held;
        });
  }

  @Override
  public UnfinishedPage unfinished(@Nullable SessionKey after, int limit) {
    Instant now = data.now();
    List<ChainRecord> chains = new ArrayList<>();
    for (UUID id : data.organizationsInOrder()) {
      int order = after == null ? 1 : IdOrder.compare(id, after.organizationId());
      if (order >= 0 && chains.size() < limit) {
        UUID last = after == null || order > 0 ? null : after.sessionId();
        data.organizationToWrite(id)
            .chains
            .unfinished(last, limit - chains.size())
            .forEach(it -> chains.add(it.home().look(it, chain -> chain.record(now))));
      }
    }
    return new UnfinishedPage(now, chains);
  }

  @Override
  public Backlog backlog() {
    BacklogCounter count = new BacklogCounter(data.now());
    data.organizations().forEach(it -> it.chains.forEach(count::add));
    return count.backlog();
  }

  @Override
  public Backlog backlog(UUID organizationId) {
    BacklogCounter count = new BacklogCounter(data.now());
    data.organization(organizationId).ifPresent(it -> it.chains.forEach(count::add));
    return count.backlog();
  }

  private @Nullable StoredChain chainOf(SessionKey session) {
    SessionCell cell = data.chainCell(session);
    return cell == null ? null : cell.chain();
  }

  /** Changes a chain if the lease is still current. */
  private static boolean changeHeld(
      @Nullable StoredChain chain, LeaseRef ref, Consumer<StoredChain> change) {
    return chain != null
        && chain
            .home()
            .change(
                chain,
                it -> {
                  boolean held = it.isHeldBy(ref.token());
                  if (held) {
                    change.accept(it);
                  }
                  return held;
                });
  }
}
