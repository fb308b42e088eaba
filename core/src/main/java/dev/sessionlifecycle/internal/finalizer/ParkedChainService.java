package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.AttemptRecord.Result;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lists parked chains, and replays or skips their steps. */
final class ParkedChainService {
  private static final int PAGE = 500;
  private static final int REPLAY_PAGE = 100;
  private static final int TRIES = 3;

  private final FinalizerContext context;
  private final FinalizerTotals totals;
  private final UUID node;

  ParkedChainService(FinalizerContext context, FinalizerTotals totals) {
    this.context = context;
    this.totals = totals;
    this.node = context.owners().get();
  }

  List<ParkedChain> list(UUID organization, ParkedFilter filter, @Nullable UUID after, int limit) {
    List<ParkedChain> found = new ArrayList<>();
    UUID last = after;
    List<ChainRecord> page;
    do {
      page = context.chains().parked(organization, last, PAGE);
      for (ChainRecord chain : page) {
        last = chain.session().sessionId();
        parked(chain)
            .filter(it -> it.steps().stream().anyMatch(s -> filter.lets(s.name(), s.label())))
            .ifPresent(found::add);
        if (found.size() == limit) {
          return found;
        }
      }
    } while (page.size() == PAGE);
    return found;
  }

  /** Returns the number of chains that match the filter. */
  int count(UUID organization, ParkedFilter filter) {
    return forEach(organization, filter, chain -> true);
  }

  /** Replays the parked steps of all chains that match the filter; returns the number of chains. */
  int replayAll(UUID organization, ParkedFilter filter) {
    return forEach(
        organization,
        filter,
        chain ->
            replay(
                new SessionKey(organization, chain.sessionId()),
                step -> filter.lets(step.name(), step.label())));
  }

  /** Skips the parked steps that match the filter; returns the number of chains. */
  int skipAll(UUID organization, ParkedFilter filter, String why) {
    return forEach(
        organization,
        filter,
        chain -> {
          boolean isAny = false;
          for (ParkedChain.Step step : chain.steps()) {
            if (filter.lets(step.name(), step.label())) {
              isAny |= skip(new SessionKey(organization, chain.sessionId()), step.name(), why);
            }
          }
          return isAny;
        });
  }

  private int forEach(UUID organization, ParkedFilter filter, Predicate<ParkedChain> change) {
    int changed = 0;
    UUID after = null;
    List<ParkedChain> page;
    do {
      page = list(organization, filter, after, REPLAY_PAGE);
      for (ParkedChain chain : page) {
        after = chain.sessionId();
        changed += change.test(chain) ? 1 : 0;
      }
    } while (!page.isEmpty());
    return changed;
  }

  /** Replays the matching parked steps of a chain. */
  boolean replay(SessionKey session, Predicate<ParkedChain.Step> which) {
    return revise(
            session,
            (chain, shape) -> {
              List<ParkedChain.Step> parked =
                  parked(chain).map(ParkedChain::steps).orElse(List.of());
              Set<Integer> steps = new TreeSet<>();
              for (int step : parkedSteps(chain.state())) {
                String name = shape.names().get(step);
                if (parked.stream().anyMatch(it -> it.name().equals(name) && which.test(it))) {
                  steps.add(step);
                }
              }
              return replayed(chain.state(), shape, steps);
            })
        .isPresent();
  }

  /** Replays a step and all steps that depend on it, as far as they have begun. */
  boolean replayFrom(SessionKey session, String step) {
    return revise(
            session,
            (chain, shape) -> {
              Set<Integer> steps = new TreeSet<>();
              int first = shape.names().indexOf(step);
              if (first >= 0) {
                steps.add(first);
                for (int i = first + 1; i < shape.steps().size(); i++) {
                  if (shape.steps().get(i).after().stream().anyMatch(steps::contains)) {
                    steps.add(i);
                  }
                }
                steps.removeIf(i -> isUntouched(chain.state().steps().get(i)));
                steps.removeIf(i -> chain.state().steps().get(i).isDormant());
                // What has finished stays so: of such a chain only deliveries begin again.
                steps.removeIf(
                    i -> chain.finishedAt() != null && !shape.steps().get(i).isDelivery());
              }
              return replayed(chain.state(), shape, steps);
            })
        .isPresent();
  }

  /** Skips a parked step. */
  boolean skip(SessionKey session, String step, String why) {
    AtomicBoolean wasFinished = new AtomicBoolean();
    Optional<ChainState> written =
        revise(
            session,
            (chain, shape) -> {
              wasFinished.set(chain.state().isFinished());
              int place = shape.names().indexOf(step);
              if (place < 0 || chain.state().steps().get(place).phase() != Phase.PARKED) {
                return Optional.empty();
              }
              int attempts = chain.state().steps().get(place).attempts();
              ChainState next =
                  chain.state().with(place, new Progress(Phase.SKIPPED, attempts, null));
              return Optional.of(
                  new Revision(next, List.of(record(step, attempts, Result.SKIPPED, why))));
            });
    if (written.isPresent() && written.get().isFinished() && !wasFinished.get()) {
      new RunStats(context, totals)
          .committed(
              List.of(
                  new FinalizerEvent.ChainFinished(
                      session.organizationId(), session.sessionId(), Duration.ZERO)));
    }
    return written.isPresent();
  }

  /** A new state of a chain, with the records that document it. */
  private record Revision(ChainState next, List<AttemptRecord> records) {}

  private interface Reviser {
    /** Returns the revision; empty if there is nothing to change. */
    Optional<Revision> revise(ChainRecord chain, ChainDefinition shape);
  }

  /** Revises a chain, retrying if it changes meanwhile; returns the state that was written. */
  private Optional<ChainState> revise(SessionKey session, Reviser reviser) {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<ChainRecord> chain = context.chains().find(session);
      Optional<ChainDefinition> shape = chain.flatMap(it -> context.chains().shape(it.shape()));
      Optional<Revision> revision = shape.flatMap(it -> reviser.revise(chain.get(), it));
      if (revision.isEmpty()) {
        return Optional.empty();
      }
      ChainState next = revision.get().next();
      // Steps that wait for a time keep waiting: the next claim postpones the chain again.
      Duration dueIn = next.ready(shape.get()).isEmpty() ? null : Duration.ZERO;
      if (context.chains().revise(chain.get(), next, dueIn, revision.get().records())) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private Optional<Revision> replayed(ChainState state, ChainDefinition shape, Set<Integer> steps) {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    ChainState next = state;
    List<AttemptRecord> records = new ArrayList<>();
    for (int step : steps) {
      int attempts = next.steps().get(step).attempts();
      records.add(record(shape.names().get(step), attempts, Result.REPLAYED, null));
      next = next.with(step, new Progress(Phase.PENDING, 0, null));
    }
    return Optional.of(new Revision(next, records));
  }

  private AttemptRecord record(String step, int attempt, Result result, @Nullable String label) {
    Instant now = context.now();
    return new AttemptRecord(step, attempt, node, now, now, result, label);
  }

  private Optional<ParkedChain> parked(ChainRecord chain) {
    Optional<ChainDefinition> shape = context.chains().shape(chain.shape());
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    List<ParkedChain.Step> steps = new ArrayList<>();
    for (int step : parkedSteps(chain.state())) {
      String name = shape.get().names().get(step);
      Optional<AttemptRecord> last = context.chains().lastParked(chain.session(), name);
      steps.add(
          new ParkedChain.Step(
              name,
              chain.state().steps().get(step).attempts(),
              last.map(AttemptRecord::label).orElse(null),
              last.map(AttemptRecord::endedAt).orElse(null)));
    }
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ParkedChain(chain.session().organizationId(), chain.session().sessionId(), steps));
  }

  private static List<Integer> parkedSteps(ChainState state) {
    return IntStream.range(0, state.steps().size())
        .filter(step -> state.steps().get(step).phase() == Phase.PARKED)
        .boxed()
        .toList();
  }

  private static boolean isUntouched(Progress progress) {
    return progress.phase() == Phase.PENDING && progress.attempts() == 0;
  }
}
