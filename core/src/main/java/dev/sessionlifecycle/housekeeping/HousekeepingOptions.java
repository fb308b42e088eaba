package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;

/**
 * Options for housekeeping.
 *
 * @param every how long one that was started rests when nothing more is due: 1 ms to 1 day
 * @param batch the most sessions of a run of one that was started: 1 to 100,000
 * @param postponeBlocked how long an ended session is left alone that a hold, an unfinished chain
 *     or the archive keeps from what is due: 1 s to 30 days
 * @param purgeBatch the most sessions of one transaction that purges, anonymizes or erases: 1 to
 *     10,000; none has more than {@value #MESSAGES_PER_SESSION} times as many messages, unless it
 *     is a single session that has them
 * @param purgeTime how long such a transaction is to take: 1 ms to 10 s; after one that took longer
 *     the next is smaller, and after a shorter one larger again
 * @param purgeShare in how much of the time a sweep over ended sessions may purge or anonymize, in
 *     percent: 1 to 100; in the rest of it it rests, so that others find the database free
 */
public record HousekeepingOptions(
    Duration every,
    int batch,
    Duration postponeBlocked,
    int purgeBatch,
    Duration purgeTime,
    int purgeShare) {
  /** By how much the messages of a transaction may outnumber its sessions. */
  public static final int MESSAGES_PER_SESSION = 20;

  private static final HousekeepingOptions DEFAULTS =
      new HousekeepingOptions(
          Duration.ofSeconds(5), 1_000, Duration.ofHours(1), 500, Duration.ofMillis(5), 20);

  /** Checks the bounds. */
  public HousekeepingOptions {
    Validator validator = new Validator();
    validator.range("every", every, Duration.ofMillis(1), Duration.ofDays(1));
    validator.range("batch", batch, 1, 100_000);
    validator.range(
        "postpone_blocked", postponeBlocked, Duration.ofSeconds(1), Duration.ofDays(30));
    validator.range("purge_batch", purgeBatch, 1, 10_000);
    validator.range("purge_time", purgeTime, Duration.ofMillis(1), Duration.ofSeconds(10));
    validator.range("purge_share", purgeShare, 1, 100);
    validator.throwIfInvalid();
  }

  /**
   * Every 5 s, 1,000 sessions a run; put off for 1 h; up to 500 sessions a transaction of 5 ms, for
   * 20 % of the time.
   */
  public static HousekeepingOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a copy with another rest. */
  public HousekeepingOptions withEvery(Duration value) {
    return new HousekeepingOptions(
        value, batch, postponeBlocked, purgeBatch, purgeTime, purgeShare);
  }

  /** Returns a copy with another batch. */
  public HousekeepingOptions withBatch(int value) {
    return new HousekeepingOptions(
        every, value, postponeBlocked, purgeBatch, purgeTime, purgeShare);
  }

  /** Returns a copy with another pause before blocked sessions are checked again. */
  public HousekeepingOptions withPostponeBlocked(Duration value) {
    return new HousekeepingOptions(every, batch, value, purgeBatch, purgeTime, purgeShare);
  }

  /** Returns a copy with fewer or more sessions a transaction. */
  public HousekeepingOptions withPurgeBatch(int value) {
    return new HousekeepingOptions(every, batch, postponeBlocked, value, purgeTime, purgeShare);
  }

  /** Returns a copy with shorter or longer transactions. */
  public HousekeepingOptions withPurgeTime(Duration value) {
    return new HousekeepingOptions(every, batch, postponeBlocked, purgeBatch, value, purgeShare);
  }

  /** Returns a copy with another share of time for purging; 100 means without pauses. */
  public HousekeepingOptions withPurgeShare(int value) {
    return new HousekeepingOptions(every, batch, postponeBlocked, purgeBatch, purgeTime, value);
  }
}
