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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows parked chains, and lets people decide what becomes of them. */
final class ParkedDesk {
  private static final int PAGE = 500;
  private static final int TRIES = 3;

  private final EngineParts parts;
  private final Counters counters;
  private final UUID node;

  ParkedDesk(EngineParts parts, Counters counters) {
    this.parts = parts;
    this.counters = counters;
    this.node = parts.owners().get();
  }

  List<ParkedChain> list(UUID organization, ParkedFilter filter, @Nullable UUID after, int limit) {
    List<ParkedChain> found = new ArrayList<>();
    UUID last = after;
    List<ChainRecord> page;
    do {
      page = parts.chains().parked(organization, last, PAGE);
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

  /** Replays the parked steps of a chain that the filter lets through. */
  boolean replay(SessionKey session, Predicate<ParkedChain.Step> which) {
    return revise(
        session,
        (chain, shape) -> {
          Set<Integer> steps = new TreeSet<>();
          List<ParkedChain.Step> parked = parked(chain).map(ParkedChain::steps).orElse(List.of());
          for (int step : parkedSteps(chain.state())) {
            String name = shape.names().get(step);
            if (parked.stream().anyMatch(it -> it.name().equals(name) && which.test(it))) {
              steps.add(step);
            }
          }
          return steps;
        });
  }

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
          }
          return steps;
        });
  }

  boolean skip(SessionKey session, String step, String why) {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<ChainRecord> chain = parts.chains().find(session);
      Optional<ChainDefinition> shape = chain.flatMap(it -> parts.chains().shape(it.shape()));
      if (chain.isEmpty() || shape.isEmpty()) {
        return false;
      }
      int place = shape.get().names().indexOf(step);
      if (place < 0 || chain.get().state().steps().get(place).phase() != Phase.PARKED) {
        return false;
      }
      int attempts = chain.get().state().steps().get(place).attempts();
      ChainState next =
          chain.get().state().with(place, new Progress(Phase.SKIPPED, attempts, null));
      if (write(
          chain.get(), shape.get(), next, List.of(record(step, attempts, Result.SKIPPED, why)))) {
        if (next.isFinished()) {
          tellFinished(session);
        }
        return true;
      }
    }
    return false;
  }

  private void tellFinished(SessionKey session) {
    FinalizerEvent event =
        new FinalizerEvent.ChainFinished(session.organizationId(), session.sessionId());
    new Tally(parts, counters).tell(List.of(event));
  }

  private interface Choice {
    Set<Integer> steps(ChainRecord chain, ChainDefinition shape);
  }

  private boolean revise(SessionKey session, Choice choice) {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<ChainRecord> chain = parts.chains().find(session);
      Optional<ChainDefinition> shape = chain.flatMap(it -> parts.chains().shape(it.shape()));
      if (chain.isEmpty() || shape.isEmpty()) {
        return false;
      }
      Set<Integer> steps = choice.steps(chain.get(), shape.get());
      if (steps.isEmpty()) {
        return false;
      }
      ChainState next = chain.get().state();
      List<AttemptRecord> records = new ArrayList<>();
      for (int step : steps) {
        int attempts = next.steps().get(step).attempts();
        records.add(record(shape.get().names().get(step), attempts, Result.REPLAYED, null));
        next = next.with(step, new Progress(Phase.PENDING, 0, null));
      }
      if (write(chain.get(), shape.get(), next, records)) {
        return true;
      }
    }
    return false;
  }

  private boolean write(
      ChainRecord chain, ChainDefinition shape, ChainState next, List<AttemptRecord> records) {
    // Whoever waits for a time by the store's clock waits for it still: the engine looks again.
    boolean isIdle = next.ready(shape).isEmpty();
    return parts.chains().revise(chain, next, isIdle ? null : java.time.Duration.ZERO, records);
  }

  private AttemptRecord record(String step, int attempt, Result result, @Nullable String label) {
    Instant now = parts.now();
    return new AttemptRecord(step, attempt, node, now, now, result, label);
  }

  private Optional<ParkedChain> parked(ChainRecord chain) {
    Optional<ChainDefinition> shape = parts.chains().shape(chain.shape());
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    List<ParkedChain.Step> steps = new ArrayList<>();
    for (int step : parkedSteps(chain.state())) {
      String name = shape.get().names().get(step);
      Optional<AttemptRecord> last = parts.chains().lastParked(chain.session(), name);
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
    List<Integer> parked = new ArrayList<>();
    for (int step = 0; step < state.steps().size(); step++) {
      if (state.steps().get(step).phase() == Phase.PARKED) {
        parked.add(step);
      }
    }
    return parked;
  }

  private static boolean isUntouched(Progress progress) {
    return progress.phase() == Phase.PENDING && progress.attempts() == 0;
  }
}
