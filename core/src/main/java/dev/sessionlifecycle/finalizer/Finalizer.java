package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs the finalize chains of ended sessions. Any number of nodes may do so on one store: a chain
 * is leased to one at a time, the effects of a step are written together with its completion, and a
 * holder that has lost its lease can write nothing more.
 *
 * <p>A failed attempt is retried after a random part of a pause that doubles; at the limit the step
 * is parked: nothing behind it runs until it is replayed or skipped. An attempt that dies with its
 * process counts.
 *
 * <p>Nothing runs unless the host calls {@link #runDue} or {@link #start}. Thread-safe. Not meant
 * to be implemented by users: methods may be added.
 */
public interface Finalizer {

  /** {@link #runDue(int, FinalizerOptions)} with the default options. */
  default FinalizerReport runDue(int limit) {
    return runDue(limit, FinalizerOptions.defaults());
  }

  /**
   * Runs chains that are due on the calling thread, until none is due or the limit is reached. For
   * hosts with a scheduler of their own. Every chain that was claimed is settled or given back when
   * the call returns.
   *
   * <p>The lease is not extended while a step runs, so chains are leased for the longest timeout of
   * a step plus the lease of the options. The options for threads and polling are ignored. An
   * interrupt is kept until the call returns, and ends it early; it never reaches the store.
   *
   * @param limit the most chains to run: 1 or more
   * @return what was done
   * @throws InvalidInputException for a limit under 1, and for options of a step that the chain
   *     does not have
   * @throws StoreException where the store cannot be asked for work; what was claimed before is
   *     left to its lease
   */
  FinalizerReport runDue(int limit, FinalizerOptions options);

  /** {@link #start(FinalizerOptions)} with the default options. */
  default FinalizerRun start() {
    return start(FinalizerOptions.defaults());
  }

  /**
   * Starts to run chains until the returned run is closed. The threads are daemons named {@code
   * session-lifecycle-finalize-…}: one looks for work, one extends leases, and as many as the
   * options say run steps, unless the options have an executor for that.
   *
   * @throws InvalidInputException for options of a step that the chain does not have
   * @throws IllegalStateException once the lifecycle is closed
   */
  FinalizerRun start(FinalizerOptions options);

  /**
   * Says that work may be due, so that a started finalizer looks at once. The library calls it
   * after each end that it commits; a host that ended a session within a transaction of its own
   * calls it after its commit. Cheap, and never needed for anything but speed.
   */
  void wake();

  /**
   * Counts for health checks and metrics: those of the store over all nodes, and those of this
   * finalizer since it was made.
   */
  FinalizerSnapshot snapshot();

  /**
   * Returns unfinished chains of all organizations, for administrators: what is parked, what is
   * due, what does not get on. By organization and session; one that changes meanwhile may be left
   * out.
   *
   * @param after the last chain of the page before; null for the first page
   * @param limit the most chains to return: 1 to 500
   */
  List<UnfinishedChain> unfinished(
      UnfinishedFilter filter, @Nullable UnfinishedChain after, int limit);

  /** The first unfinished chains of all organizations that the filter lets through. */
  default List<UnfinishedChain> unfinished(UnfinishedFilter filter) {
    return unfinished(filter, null, 50);
  }

  /**
   * Returns how many chains of an organization have not come to rest. Cheap where few have not: it
   * reads those of this organization and no others.
   */
  FinalizerBacklog backlog(UUID organizationId);

  /**
   * Returns the chain of an ended session: its definition, the state of each step, and what was
   * tried.
   *
   * @return empty where the session is live or missing, or where its chain was defined by a newer
   *     version of the library
   */
  Optional<SessionChain> chain(UUID organizationId, UUID sessionId);

  /**
   * Returns chains of an organization that have a parked step.
   *
   * @param after the session of the last chain of the page before; null for the first page
   * @param limit the most chains to return: 1 to 500
   */
  List<ParkedChain> parked(
      UUID organizationId, ParkedFilter filter, @Nullable UUID after, int limit);

  /** The first chains of an organization with a parked step. */
  default List<ParkedChain> parked(UUID organizationId) {
    return parked(organizationId, ParkedFilter.all(), null, 50);
  }

  /**
   * Lets the parked steps of a session run again, with all their attempts before them. Recorded in
   * the attempts of the session.
   *
   * @return whether there was something to replay; false also where the chain is being worked on
   */
  boolean replay(UUID organizationId, UUID sessionId);

  /**
   * Lets a step of an unfinished chain, and everything behind it, run again from this step on,
   * whether it was done, skipped or parked. Recorded in the attempts of the session. Of a chain
   * that has finished only deliveries run again: to send once more what a receiver has lost.
   *
   * @return false where there is no such chain or step, where the chain has finished and the step
   *     is no delivery, and where the chain is being worked on
   */
  boolean replayFrom(UUID organizationId, UUID sessionId, String step);

  /**
   * Returns how many chains {@link #replayAll} and {@link #skipAll} would change now. Changes
   * nothing.
   */
  int countParked(UUID organizationId, ParkedFilter filter);

  /**
   * Lets the parked steps of every chain that the filter lets through run again.
   *
   * @return how many chains there were
   */
  int replayAll(UUID organizationId, ParkedFilter filter);

  /**
   * Counts a parked step as skipped, so that what is behind it goes on. Recorded in the attempts of
   * the session.
   *
   * @param why a label: 1 to 64 of a-z 0-9 _ . : -, beginning with a letter or digit
   * @return false where there is no such parked step
   * @throws InvalidInputException where {@code why} is no label
   */
  boolean skip(UUID organizationId, UUID sessionId, String step, String why);

  /**
   * Counts the parked steps that the filter lets through as skipped, in every chain, as {@link
   * #skip} does.
   *
   * @param why a label: 1 to 64 of a-z 0-9 _ . : -, beginning with a letter or digit
   * @return how many chains there were
   * @throws InvalidInputException where {@code why} is no label
   */
  int skipAll(UUID organizationId, ParkedFilter filter, String why);
}
