package dev.sessionlifecycle;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The eval runs of an organization's sessions, live or ended. Their rollup is {@link
 * Session#evalSummary()}, changed in the transaction that records a run.
 *
 * <p>Errors as in {@link OrganizationSessions}. Not meant to be implemented by users: methods may
 * be added.
 */
public interface SessionEvals {

  /** The most runs of a session: 1,000. */
  int MOST = 1_000;

  /**
   * Records how a run of a session stands. A run that is known is replaced, but for whether it is
   * critical; one that is over stays over, so that a late report that it is pending or running
   * changes nothing. {@code version} and {@code updatedAt} of the session stay.
   *
   * @return the session
   * @throws InvalidInputException for more than 100 scores, a name given twice or that is no label
   * @throws SessionConflictException {@code eval_runs_full} for a new run of a session that has
   *     1,000; {@code status_unrecognized} for a session whose status was written by a newer
   *     version
   */
  Session record(UUID sessionId, EvalRun run);

  /** A run of a session. */
  Optional<EvalRun> find(UUID sessionId, UUID runId);

  /**
   * Returns runs of a session ordered by id, comparing the sixteen bytes as unsigned.
   *
   * @param after the last one of the page before; null for the first page
   * @param limit the most runs to return: 1 to 500
   */
  List<EvalRun> list(UUID sessionId, @Nullable UUID after, int limit);
}
