package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.SessionEvals;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.EvalReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Validates eval runs and records them. */
record DefaultSessionEvals(
    UUID organizationId,
    SessionStore store,
    SessionReader reading,
    LifecycleContext wiring,
    boolean writable)
    implements SessionEvals {
  private static final int SCORES = 100;

  @Override
  public Session record(UUID sessionId, EvalRun run) {
    if (!writable) {
      throw new AccessDeniedException("eval");
    }
    Validator door = new Validator();
    door.present("session_id", sessionId);
    if (door.present("run", run)) {
      check(door, run);
    }
    door.throwIfInvalid();
    EvalReply reply = store.evals().record(new EvalIntent(key(sessionId), run, MOST));
    if (reply instanceof EvalReply.Recorded done) {
      Session session = reading.complete(done.session());
      wiring.listener().evaluated(session, run);
      return session;
    } else if (reply instanceof EvalReply.Full) {
      throw new SessionConflictException(
          "eval_runs_full", "session " + sessionId + " has " + MOST + " eval runs");
    } else if (reply instanceof EvalReply.NotWritable refused) {
      throw SessionEnder.unrecognized(refused.session());
    }
    throw new SessionNotFoundException(sessionId);
  }

  private void check(Validator door, EvalRun run) {
    door.range("scores", run.scores().size(), 0, SCORES);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < Math.min(SCORES, run.scores().size()); i++) {
      EvalScore score = run.scores().get(i);
      String field = "scores[" + i + "].name";
      if (!AfterCallWork.LABEL.matcher(score.name()).matches()) {
        door.reject(field, AfterCallWork.IS_LABEL);
      } else if (!names.add(score.name())) {
        door.reject(field, "must not be given twice");
      }
      wiring.inputScrubber().refuse(door, field, score.name());
    }
  }

  @Override
  public Optional<EvalRun> find(UUID sessionId, UUID runId) {
    Validator door = new Validator();
    door.present("session_id", sessionId);
    door.present("run_id", runId);
    door.throwIfInvalid();
    Optional<EvalRun> run = store.evals().find(key(sessionId), runId);
    if (run.isEmpty()) {
      mustExist(sessionId);
    }
    return run;
  }

  @Override
  public List<EvalRun> list(UUID sessionId, @Nullable UUID after, int limit) {
    Validator door = new Validator();
    door.present("session_id", sessionId);
    door.range("limit", limit, 1, wiring.limits().pageSize());
    door.throwIfInvalid();
    List<EvalRun> runs = store.evals().list(key(sessionId), after, limit);
    if (runs.isEmpty()) {
      mustExist(sessionId);
    }
    return runs;
  }

  private void mustExist(UUID sessionId) {
    if (store.find(key(sessionId)).isEmpty()) {
      throw new SessionNotFoundException(sessionId);
    }
  }

  private SessionKey key(UUID sessionId) {
    return new SessionKey(organizationId, sessionId);
  }
}
