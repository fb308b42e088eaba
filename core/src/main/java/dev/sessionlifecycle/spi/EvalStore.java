package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.EvalRun;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The eval runs of sessions. They go when the session is purged or anonymized; the rollup of an
 * anonymized one stays.
 */
public interface EvalStore {

  /**
   * Records how a run stands: a new one as it is, one that is known as {@link EvalIntent#over}
   * says; and in the same transaction the session's rollup, see {@link
   * dev.sessionlifecycle.session.EvalSummary#replacing}. Nothing else of the session changes.
   */
  EvalReply record(EvalIntent intent);

  /** A run, if the session has it. */
  Optional<EvalRun> find(SessionKey session, UUID runId);

  /** Runs of a session by id ({@link IdOrder#UNSIGNED}), those after the given one. */
  List<EvalRun> list(SessionKey session, @Nullable UUID after, int limit);
}
