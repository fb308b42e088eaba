package dev.sessionlifecycle.spring;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionEvals;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Eval runs, where each call finds out what transaction it is part of. */
record JoiningEvals(Supplier<OrganizationSessions> toRead, Supplier<OrganizationSessions> toWrite)
    implements SessionEvals {

  @Override
  public Session record(UUID sessionId, EvalRun run) {
    return toWrite.get().evals().record(sessionId, run);
  }

  @Override
  public Optional<EvalRun> find(UUID sessionId, UUID runId) {
    return toRead.get().evals().find(sessionId, runId);
  }

  @Override
  public List<EvalRun> list(UUID sessionId, @Nullable UUID after, int limit) {
    return toRead.get().evals().list(sessionId, after, limit);
  }
}
