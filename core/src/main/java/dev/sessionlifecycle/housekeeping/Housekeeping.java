package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;

/**
 * What time asks for: ends sessions whose time limit has passed, recovers those whose owner is
 * gone, archives, purges and anonymizes those that have ended, and forgets ends that were reported
 * for sessions that never opened. Nothing happens until it is asked for.
 *
 * <p>Batched, fair over organizations, and safe on any number of nodes at once: whatever is done is
 * judged by the store, by its own clock, in the transaction that does it. A sweep that raced a
 * message, an end or a hold does nothing, and what was left undone comes again. Thread-safe.
 */
public interface Housekeeping {

  /**
   * Does what is due, on the thread of the caller.
   *
   * @param limit the most live sessions to look at, and the most ended ones: 1 to 100,000
   * @return what was done, and what was not done and why
   * @throws InvalidInputException for a limit out of bounds
   * @throws StoreException what was done until then stays done
   */
  HousekeepingReport runDue(int limit);

  /**
   * Reports what {@link #runDue} would do now, and changes nothing.
   *
   * @param limit as for {@link #runDue}
   */
  HousekeepingReport preview(int limit);

  /**
   * Purges by the month, where the store keeps months apart: a month that is over and in which
   * everything may be purged goes as a whole, receipts and all, instead of row by row. That is
   * judged under locks, as every purge is; a month of which one session has to stay is left alone,
   * and what may go of it goes by {@link #runDue}. Months that were emptied that way go as well.
   *
   * <p>A month goes in one transaction. Others wait for the end of it alone, and no longer than for
   * a fraction of a second: what cannot be had in that time is left for the next call.
   *
   * @param mostSessions the most sessions of a month that may go in one transaction: 1 to 100,000;
   *     10,000 is a good start
   * @return what became of each month, and why; no months where the store keeps none apart
   * @throws InvalidInputException for a number out of bounds
   * @throws StoreException the months that went until then are gone
   */
  MonthPurgeReport purgeMonths(int mostSessions);

  /**
   * Makes the next sweeps check every live session. Call it after time limits became shorter;
   * longer ones need nothing.
   *
   * @return how many sessions will be checked
   */
  int recheckLiveSessions();

  /**
   * Starts two threads, {@code session-lifecycle-housekeeping-1} for live and {@code -2} for ended
   * sessions, that do what is due until the run is closed.
   *
   * @throws IllegalStateException once the lifecycle is closed
   */
  HousekeepingRun start(HousekeepingOptions options);

  /** Starts with the options of {@link SessionLifecycleBuilder#housekeeping}. */
  HousekeepingRun start();
}
