package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.AttemptRecord.Result;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has happened to a chain since its last settlement, and is to be written with the next. */
final class Unsettled {
  private static final String LOST = "lost";
  private static final String REFUSED = "effects_refused";

  private final EngineParts parts;
  private final BoundShape shape;
  private final SessionKey session;
  private final UUID node;

  private ChainState base;
  private final List<ChainDecision.Loss> losses = new ArrayList<>();
  private final List<Answered> answers = new ArrayList<>();
  private long since;

  private record Answered(
      Attempt attempt,
      Answer answer,
      Progress progress,
      Instant endedAt,
      Duration took,
      Duration retryIn) {}

  Unsettled(EngineParts parts, BoundShape shape, LeaseRef ref, ChainState base, UUID node) {
    this.parts = parts;
    this.shape = shape;
    this.session = ref.session();
    this.node = node;
    this.base = base;
  }

  /** The state that is written. */
  ChainState base() {
    return base;
  }

  boolean isEmpty() {
    return losses.isEmpty() && answers.isEmpty();
  }

  /** Whether the state is another than the one that is written. */
  boolean changes(ChainState state) {
    return !base.equals(state);
  }

  boolean hasEffects() {
    return answers.stream()
        .anyMatch(it -> it.answer() instanceof Answer.Done done && !done.effects().isEmpty());
  }

  /** Whether nothing behind these answers may run before they are written. */
  boolean mustBeWritten(Duration longest) {
    return hasEffects()
        || answers.stream().anyMatch(it -> !it.progress().phase().isFinished())
        || answers.stream().anyMatch(it -> it.took().compareTo(longest) > 0)
        || (!answers.isEmpty() && parts.tick() - since > longest.toNanos());
  }

  void add(ChainDecision.Loss loss) {
    losses.add(loss);
  }

  void add(Attempt attempt, Answer answer, ChainState state, Instant storeNow) {
    if (answers.isEmpty()) {
      since = parts.tick();
    }
    Instant now = parts.now();
    Instant endedAt = now.isBefore(attempt.startedAt()) ? attempt.startedAt() : now;
    Progress progress = state.steps().get(attempt.step());
    Instant notBefore = progress.notBefore();
    Duration retryIn =
        notBefore == null || notBefore.isBefore(storeNow)
            ? Duration.ZERO
            : Duration.between(storeNow, notBefore);
    answers.add(new Answered(attempt, answer, progress, endedAt, attempt.took(), retryIn));
  }

  List<Effects> effects() {
    List<Effects> effects = new ArrayList<>();
    for (Answered answered : answers) {
      if (answered.answer() instanceof Answer.Done done && !done.effects().isEmpty()) {
        effects.add(done.effects());
      }
    }
    return effects;
  }

  List<AttemptRecord> records() {
    List<AttemptRecord> records = new ArrayList<>();
    Instant now = parts.now();
    for (ChainDecision.Loss loss : losses) {
      String name = shape.name(loss.step());
      records.add(record(name, loss.attempt(), now, now, Result.LOST, LOST));
      if (loss.isParked()) {
        records.add(record(name, loss.attempt(), now, now, Result.PARKED, LOST));
      }
    }
    for (Answered it : answers) {
      records.add(
          record(
              it.attempt().stepName(),
              it.attempt().attempt(),
              it.attempt().startedAt(),
              it.endedAt(),
              result(it),
              label(it.answer())));
    }
    return records;
  }

  /** All is written; answers what is to be told. */
  List<FinalizerEvent> settled(ChainState state) {
    List<FinalizerEvent> events = new ArrayList<>();
    losses.forEach(loss -> events.add(event(loss)));
    answers.forEach(it -> events.add(event(it)));
    if (state.isFinished() && !base.isFinished()) {
      events.add(new FinalizerEvent.ChainFinished(session.organizationId(), session.sessionId()));
    }
    losses.clear();
    answers.clear();
    base = state;
    return events;
  }

  /** The state where every effect was refused: its step has failed. */
  ChainState withoutEffects(FinalizerOptions options, double random, Instant storeNow) {
    ChainState state = base;
    List<Answered> before = List.copyOf(answers);
    answers.clear();
    for (ChainDecision.Loss loss : losses) {
      state = state.with(loss.step(), loss.progress());
    }
    for (Answered it : before) {
      boolean hadEffects = it.answer() instanceof Answer.Done done && !done.effects().isEmpty();
      Answer answer = hadEffects ? new Answer.Failed(REFUSED) : it.answer();
      int step = it.attempt().step();
      state =
          ChainDecision.answered(
              state,
              step,
              it.attempt().attempt(),
              answer,
              shape.options(options, step),
              storeNow,
              random);
      add(it.attempt(), answer, state, storeNow);
    }
    return state;
  }

  private AttemptRecord record(
      String step, int attempt, Instant from, Instant to, Result result, @Nullable String label) {
    return new AttemptRecord(step, attempt, node, from, to, result, label);
  }

  private static Result result(Answered it) {
    if (it.progress().phase() == Phase.PARKED) {
      return Result.PARKED;
    } else if (it.answer() instanceof Answer.Done) {
      return Result.DONE;
    } else if (it.answer() instanceof Answer.Skipped) {
      return Result.SKIPPED;
    }
    return it.answer() instanceof Answer.Later ? Result.RETRY : Result.FAILED;
  }

  private static @Nullable String label(Answer answer) {
    if (answer instanceof Answer.Skipped it) {
      return it.label();
    } else if (answer instanceof Answer.Later it) {
      return it.label();
    } else if (answer instanceof Answer.Rejected it) {
      return it.label();
    }
    return answer instanceof Answer.Failed it ? it.label() : null;
  }

  private FinalizerEvent event(ChainDecision.Loss loss) {
    UUID organization = session.organizationId();
    String step = shape.name(loss.step());
    return loss.isParked()
        ? new FinalizerEvent.StepParked(
            organization, session.sessionId(), step, loss.attempt(), LOST)
        : new FinalizerEvent.StepFailed(
            organization, session.sessionId(), step, loss.attempt(), LOST, Duration.ZERO);
  }

  private FinalizerEvent event(Answered it) {
    UUID organization = session.organizationId();
    UUID id = session.sessionId();
    String step = it.attempt().stepName();
    int number = it.attempt().attempt();
    Phase phase = it.progress().phase();
    if (phase == Phase.PARKED) {
      return new FinalizerEvent.StepParked(organization, id, step, number, label(it.answer()));
    }
    return phase == Phase.PENDING
        ? new FinalizerEvent.StepFailed(
            organization, id, step, number, label(it.answer()), it.retryIn())
        : new FinalizerEvent.StepFinished(
            organization, id, step, number, phase == Phase.SKIPPED, it.took());
  }
}
