package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import dev.sessionlifecycle.finalizer.SessionChain.StepAttempt;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the chain of one session with what was tried. */
record SessionChainReader(ChainStore chains) {
  /** Returns the chain; empty if there is none, or its definition is of a newer version. */
  Optional<SessionChain> find(SessionKey session) {
    Optional<ChainRecord> chain = chains.find(session);
    return chain.flatMap(it -> chains.shape(it.shape()).map(shape -> read(it, shape)));
  }

  private SessionChain read(ChainRecord chain, ChainDefinition shape) {
    Map<String, List<StepAttempt>> attempts =
        chains.attempts(chain.session()).stream()
            .collect(
                Collectors.groupingBy(
                    AttemptRecord::step,
                    Collectors.mapping(SessionChainReader::attempt, Collectors.toList())));
    List<ChainStep> steps = new ArrayList<>();
    for (int i = 0; i < shape.steps().size(); i++) {
      ChainDefinition.Step step = shape.steps().get(i);
      ChainState.Progress progress = chain.state().steps().get(i);
      steps.add(
          new ChainStep(
              step.name(),
              step.after().stream().map(shape.names()::get).toList(),
              step.isDelivery(),
              SessionChain.Progress.valueOf(progress.phase().name()),
              progress.attempts(),
              progress.notBefore(),
              attempts.getOrDefault(step.name(), List.of())));
    }
    return new SessionChain(
        chain.session().organizationId(),
        chain.session().sessionId(),
        steps,
        chain.leased(),
        chain.dueAt(),
        chain.finishedAt());
  }

  private static StepAttempt attempt(AttemptRecord record) {
    return new StepAttempt(
        record.attempt(),
        record.node(),
        record.startedAt(),
        record.endedAt(),
        SessionChain.Result.valueOf(record.result().name()),
        record.label());
  }
}
