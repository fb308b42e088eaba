package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.AttemptRecord.Result;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What happened to a chain since its last settlement, to be written with the next one. */
final class PendingOutcomes {
  private final FinalizerContext context;
  private final ExecutableChain chain;
  private final SessionKey session;
  private final UUID node;

  private final List<Outcome> outcomes = new ArrayList<>();
  private ChainState base;
  private long since;

  PendingOutcomes(
      FinalizerContext context,
      ExecutableChain chain,
      SessionKey session,
      ChainState base,
      UUID node) {
    this.context = context;
    this.chain = chain;
    this.session = session;
    this.base = base;
    this.node = node;
  }

  /** An attempt with its result, the resulting progress, and how it is reported. */
  private record Outcome(
      int step,
      int attempt,
      AttemptResult result,
      Progress progress,
      Instant startedAt,
      Instant endedAt,
      Duration took,
      Duration retryIn) {

    boolean isLoss() {
      return result.kind() == Result.LOST;
    }

    List<AttemptRecord> records(String name, UUID node) {
      Result recordedAs = result.recordedAs(progress.phase());
      AttemptRecord record = record(name, node, recordedAs);
      return isLoss() && recordedAs != Result.LOST
          ? List.of(record(name, node, Result.LOST), record)
          : List.of(record);
    }

    private AttemptRecord record(String name, UUID node, Result recordedAs) {
      return new AttemptRecord(name, attempt, node, startedAt, endedAt, recordedAs, result.label());
    }

    FinalizerEvent event(SessionKey key, String name) {
      UUID organization = key.organizationId();
      UUID id = key.sessionId();
      return switch (progress.phase()) {
        case DONE, SKIPPED ->
            new FinalizerEvent.StepFinished(
                organization, id, name, attempt, progress.phase() == Phase.SKIPPED, took);
        case PENDING ->
            new FinalizerEvent.StepFailed(
                organization, id, name, attempt, result.label(), took, retryIn);
        case PARKED ->
            new FinalizerEvent.StepParked(organization, id, name, attempt, result.label(), took);
      };
    }

    Outcome with(AttemptResult other, Progress following, Duration pause) {
      return new Outcome(step, attempt, other, following, startedAt, endedAt, took, pause);
    }
  }

  /** Returns the state that the store holds. */
  ChainState base() {
    return base;
  }

  boolean isEmpty() {
    return outcomes.isEmpty();
  }

  boolean hasEffects() {
    return outcomes.stream().anyMatch(it -> it.result().hasEffects());
  }

  /** Whether these outcomes must be written before the next step runs. */
  boolean mustBeWritten(Duration longest) {
    boolean anyResult = false;
    for (Outcome it : outcomes) {
      if (!it.isLoss()) {
        anyResult = true;
        if (it.result().hasEffects()
            || !it.progress().phase().isFinished()
            || it.took().compareTo(longest) > 0) {
          return true;
        }
      }
    }
    return anyResult && context.tick() - since > longest.toNanos();
  }

  void add(ChainDecision.Loss loss) {
    Instant now = context.now();
    outcomes.add(
        new Outcome(
            loss.step(),
            loss.attempt(),
            AttemptResult.LOST,
            loss.progress(),
            now,
            now,
            Duration.ZERO,
            Duration.ZERO));
  }

  /** Adds the result of an attempt, which leads to this state. */
  void add(Attempt attempt, AttemptResult result, ChainState state, Instant storeNow) {
    if (outcomes.stream().allMatch(Outcome::isLoss)) {
      since = context.tick();
    }
    Instant now = context.now();
    Progress progress = state.steps().get(attempt.step());
    outcomes.add(
        new Outcome(
            attempt.step(),
            attempt.attempt(),
            result,
            progress,
            attempt.startedAt(),
            now.isBefore(attempt.startedAt()) ? attempt.startedAt() : now,
            attempt.took(),
            pause(progress, storeNow)));
  }

  List<Effects> effects() {
    return outcomes.stream()
        .map(it -> it.result().effects())
        .filter(effects -> !effects.isEmpty())
        .toList();
  }

  List<AttemptRecord> records() {
    return outcomes.stream()
        .flatMap(it -> it.records(chain.name(it.step()), node).stream())
        .toList();
  }

  /**
   * Clears the outcomes, all written with this state.
   *
   * @param sinceClaim how long this node has had the chain
   * @return the events to publish
   */
  List<FinalizerEvent> clear(ChainState written, Duration sinceClaim) {
    List<FinalizerEvent> events = new ArrayList<>();
    outcomes.forEach(it -> events.add(it.event(session, chain.name(it.step()))));
    if (written.isFinished() && !base.isFinished()) {
      events.add(
          new FinalizerEvent.ChainFinished(
              session.organizationId(), session.sessionId(), sinceClaim));
    }
    outcomes.clear();
    base = written;
    return events;
  }

  /** Drops all effects: their attempts failed. Returns the resulting state. */
  ChainState dropEffects(FinalizerOptions options, double random, Instant storeNow) {
    ChainState state = base;
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome it = outcomes.get(i);
      if (it.isLoss()) {
        state = state.with(it.step(), it.progress());
        continue;
      }
      AttemptResult result = it.result().hasEffects() ? AttemptResult.EFFECTS_REFUSED : it.result();
      state =
          ChainDecision.after(
              state,
              it.step(),
              it.attempt(),
              result,
              chain.options(options, it.step()),
              storeNow,
              random);
      Progress progress = state.steps().get(it.step());
      outcomes.set(i, it.with(result, progress, pause(progress, storeNow)));
    }
    return state;
  }

  private static Duration pause(Progress progress, Instant storeNow) {
    Instant notBefore = progress.notBefore();
    return notBefore == null || notBefore.isBefore(storeNow)
        ? Duration.ZERO
        : Duration.between(storeNow, notBefore);
  }
}
