package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CurrentChains;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.UnfinishedPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands about chains. {@code lease} counts back from the last lease that was granted. */
sealed interface ChainCommand extends StoreCommand {

  /** Claims due chains. {@code after}: an organization; none if below 0. */
  record Claim(int limit, int share, int after, int seconds) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      ClaimRequest request =
          new ClaimRequest(
              new UUID(1, 1),
              Duration.ofSeconds(seconds),
              limit,
              share,
              subject.world.claimable(),
              after < 0 ? null : subject.world.organization(after));
      return subject.store.chains().claim(request).stream()
          .map(
              it ->
                  List.of(
                      it.ref().session(),
                      subject.remember(it.ref()),
                      new ChainLease(
                          new LeaseRef(it.ref().session(), 0),
                          it.shape(),
                          it.state(),
                          it.claims(),
                          it.dueAt(),
                          it.claimedAt(),
                          it.traceParent(),
                          it.enrichments())))
          .toList();
    }
  }

  /** The outcome of a settlement. */
  enum End {
    /** Everything is done. */
    FINISH,
    /** The first step is done, and the holder continues. */
    HOLD,
    /** To be retried at once. */
    AGAIN,
    /** To be retried in a minute. */
    LATER,
    /** The first step is parked. */
    PARK,
    /** Everything is done but the deliveries, the last of which is parked. */
    DELIVER
  }

  /** Settles a lease. */
  record Settle(int lease, End end, int effects) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.chains().settle(List.of(settlement(subject)));
    }

    Settlement settlement(CommandTarget subject) {
      LeaseRef ref = subject.lease(lease);
      End outcome = outcome(subject.store.chains().find(ref.session()));
      AttemptRecord attempt =
          new AttemptRecord(
              "step",
              1 + lease,
              new UUID(1, 1),
              subject.at(-1),
              subject.at(0),
              AttemptRecord.Result.values()[end.ordinal() % AttemptRecord.Result.values().length],
              end.name());
      return new Settlement(
          ref,
          state(subject, ref, outcome),
          next(outcome),
          List.of(attempt),
          List.of(effects(subject)));
    }

    /** A chain that has finished is claimed for its deliveries alone, and stays finished. */
    private End outcome(Optional<ChainRecord> chain) {
      boolean hasFinished = chain.filter(it -> it.finishedAt() != null).isPresent();
      return hasFinished && end != End.FINISH ? End.DELIVER : end;
    }

    /** The shape for the session's type determines how many steps there are. */
    private ChainState state(CommandTarget subject, LeaseRef ref, End outcome) {
      ChainState pending =
          initial(subject, subject.store.chains().find(ref.session()))
              .enriched(Math.abs(lease) % 3);
      if (outcome == End.FINISH || outcome == End.DELIVER) {
        return all(pending, new Progress(Phase.DONE, 1, null), outcome == End.DELIVER);
      }
      Phase first = outcome == End.PARK ? Phase.PARKED : Phase.PENDING;
      return pending.steps().isEmpty()
          ? pending
          : pending.with(0, new Progress(first, 2, subject.at(60)));
    }

    private static Settlement.Next next(End outcome) {
      return switch (outcome) {
        case HOLD -> new Settlement.KeepLease(Duration.ofSeconds(45));
        case AGAIN -> new Settlement.ReleaseLease(Duration.ZERO);
        case LATER -> new Settlement.ReleaseLease(Duration.ofMinutes(1));
        case FINISH, PARK, DELIVER -> new Settlement.ReleaseLease(null);
      };
    }

    private Effects effects(CommandTarget subject) {
      return switch (effects & 3) {
        case 0 -> Effects.none();
        case 1 ->
            Effects.builder()
                .replaceMessage(subject.world.message(lease), "[scrubbed]")
                .metadata(Map.of("scrubbed", (long) lease))
                .build();
        case 2 -> Effects.builder().summary("summary " + lease).memorySynced().build();
        default ->
            Effects.builder()
                .subject("subject " + lease)
                .reportedReason("[reason]")
                .contextVariables(Map.of())
                .externalRef("shown", "as " + (lease & 1))
                .replaceTriggeredBy("api", "[name]")
                .dispositionNote("[note]")
                .build();
      };
    }
  }

  private static ChainState initial(CommandTarget subject, Optional<ChainRecord> chain) {
    return chain
        .flatMap(it -> subject.store.chains().shape(it.shape()))
        .map(ChainState::initial)
        .orElseGet(() -> new ChainState(List.of(new Progress(Phase.PENDING, 0, null))));
  }

  /** Returns a state where all steps have this progress, or all but the deliveries. */
  private static ChainState all(ChainState state, Progress progress, boolean parksDeliveries) {
    ChainState next = state;
    for (int step = 0; step < state.steps().size(); step++) {
      boolean isParked = parksDeliveries && state.steps().get(step).isDelivery();
      next = next.with(step, isParked ? new Progress(Phase.PARKED, 1, null) : progress);
    }
    return next;
  }

  /** Settles several leases in one call. */
  record SettleAll(List<Settle> settles) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject
          .store
          .chains()
          .settle(settles.stream().map(it -> it.settlement(subject)).toList());
    }
  }

  /** Renews the last two leases. */
  record Renew(int lease, int seconds) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject
          .store
          .chains()
          .renew(
              List.of(subject.lease(lease), subject.lease(lease + 1)), Duration.ofSeconds(seconds))
          .stream()
          .map(subject::place)
          .collect(Collectors.toSet());
    }
  }

  /** Replaces the text of a message of the session of a lease. */
  record ReplaceTexts(int lease, int seconds, int message) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef ref = subject.lease(lease);
      List<StoredMessage> there = subject.store.chains().transcript(ref.session(), message, 1);
      return subject
          .store
          .chains()
          .replaceTexts(
              ref,
              Duration.ofSeconds(seconds),
              there.isEmpty() ? Map.of() : Map.of(there.get(0).id(), "[ahead]"));
    }
  }

  /** Releases a lease. */
  record Release(int lease) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      subject.store.chains().release(List.of(subject.lease(lease)));
      return subject
          .store
          .chains()
          .find(subject.lease(lease).session())
          .map(CommandTarget::withoutToken);
    }
  }

  /** Replays a parked chain, or skips what is left of it. */
  record Revise(int organization, int session, boolean skip) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      Optional<ChainRecord> chain =
          subject.store.chains().find(subject.world.key(organization, session));
      if (chain.isEmpty()) {
        return "no chain";
      }
      Progress progress = new Progress(skip ? Phase.SKIPPED : Phase.PENDING, 0, null);
      ChainState next = all(chain.get().state(), progress, false);
      return subject
          .store
          .chains()
          .revise(chain.get(), next, skip ? null : Duration.ZERO, List.of());
    }
  }

  /** Lists parked chains. */
  record Parked(int organization, int limit) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      UUID id = subject.world.organization(organization);
      List<ChainRecord> first = subject.store.chains().parked(id, null, limit);
      UUID last = first.isEmpty() ? null : first.get(first.size() - 1).session().sessionId();
      return Stream.concat(first.stream(), subject.store.chains().parked(id, last, limit).stream())
          .map(CommandTarget::withoutToken)
          .toList();
    }
  }

  /** Counts chains. */
  record Backlog() implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.chains().backlog();
    }
  }

  /** Counts the chains of an organization. */
  record BacklogOf(int organization) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.chains().backlog(subject.world.organization(organization));
    }
  }

  /** Lists the unfinished chains of all organizations. */
  record Unfinished(int limit) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      UnfinishedPage page = subject.store.chains().unfinished(null, limit);
      List<ChainRecord> first = page.chains();
      SessionKey last = first.isEmpty() ? null : first.get(first.size() - 1).session();
      return Stream.concat(
              first.stream(), subject.store.chains().unfinished(last, limit).chains().stream())
          .map(CommandTarget::withoutToken)
          .toList();
    }
  }

  /** Makes other chains current, by the place of their shape. */
  record MakeCurrent(int shape) implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      ChainsByType chains = ChainsByType.of(subject.world.shapes().get(shape));
      CurrentChains before = subject.store.chains().makeCurrent(chains);
      return List.of(before, subject.store.chains().current());
    }
  }

  /** Reads which of the known shapes are stored. */
  record Shapes() implements ChainCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      Set<ChainDefinition> stored = Set.copyOf(subject.store.chains().shapes());
      return subject.world.shapes().stream().map(stored::contains).toList();
    }
  }
}
