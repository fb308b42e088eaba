package dev.sessionlifecycle;

import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import java.time.Instant;

/**
 * Receives what happens to sessions through this node: single and bulk calls, owned sessions,
 * housekeeping and erasure alike. What other nodes do is not reported here. There is no event for a
 * message, nor for a {@link SessionUpdate}.
 *
 * <p>Called on the thread that made the call, before the call returns, so it must return quickly.
 * An exception it throws is logged by class name and otherwise ignored: neither the call nor
 * another listener notices.
 *
 * <p>An event is reported after its change is committed, once, and never for a change that was not
 * committed; {@link #expiring} reports no change. Work that is part of a transaction of the caller
 * is reported by {@link JoinedSessions#afterCommit}. Events of one call, and of one such
 * transaction, come in the order in which the changes were made; those of several threads in any
 * order.
 *
 * <p>An event is missed if the process dies after the commit and before the call, or if the reply
 * of the store was lost: so what is counted here is a lower bound, and work that must not be missed
 * belongs in a finalize step. No event contains a message; an {@link EndRequest} and a session have
 * texts that no step has scrubbed yet.
 */
public interface SessionListener {

  /**
   * This node has opened a session. Not reported for one that was there already. A session whose
   * end had been reported before its start has ended as it opened: {@link #ended} follows.
   */
  default void opened(Session session) {}

  /**
   * This node has moved a session to another live status. Not reported where it was in that status
   * already.
   *
   * @param session the session as it is now
   * @param from the status that it had
   */
  default void moved(Session session, SessionStatus from) {}

  /**
   * This node has ended a session: by a call, by a time limit, because its owner is gone, because
   * another session took its place, or for an erasure. Of all nodes, one reports it.
   */
  default void ended(Session session) {}

  /**
   * A call on this node came second: the session had ended, and nothing was changed. Reported for
   * each such call that asked for an end, also where the first was the same call, repeated; not for
   * the time limits and recoveries of housekeeping.
   *
   * @param session the session as the first end left it
   * @param request what the call asked for
   */
  default void endLost(Session session, EndRequest request) {}

  /**
   * This node has replaced the reason of an ended session by a more specific one ({@link
   * OrganizationSessions#enrich}), or has corrected it ({@link OrganizationSessions#correct}).
   *
   * @param before the session as it was
   * @param session the session as it is now
   */
  default void enriched(Session before, Session session) {}

  /**
   * The outcome of an ended session has become another one: its owner has written what it had held
   * back when the session ended, or the reason was replaced, and then {@link #enriched} was called
   * before.
   *
   * @param before the session as it was reported before
   * @param session the session as it is now
   */
  default void outcomeChanged(Session before, Session session) {}

  /**
   * This node has recorded how an eval run of a session stands ({@link SessionEvals#record}).
   * Reported for each report, also for one that comes twice, or too late to change anything.
   *
   * @param session the session as it is now
   * @param run the run as it was reported
   */
  default void evaluated(Session session, EvalRun run) {}

  /**
   * A time limit ends a session soon unless something happens: time to ask whether the user is
   * still there. Reported by the sweeps of the housekeeping on this node, where {@link
   * TimeLimits#withWarnBefore} is set.
   *
   * <p>At most once for each limit on each node; several nodes may report one limit if they sweep
   * at the same time. A message, or whatever else moves the limit, withdraws the event if it comes
   * before the sweep; the limit that applies from then on is reported in its turn. What comes while
   * the listener is called does not: check the session before acting.
   *
   * <p>Belongs to no commit. Missed where no sweep runs within the warning, or where the process
   * dies at that moment.
   *
   * @param session the session as the sweep found it
   * @param at when the limit passes, by the store's clock
   * @param limit which of its limits
   */
  default void expiring(Session session, Instant at, LimitKind limit) {}
}
