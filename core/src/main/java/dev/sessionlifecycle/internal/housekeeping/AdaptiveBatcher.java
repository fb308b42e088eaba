package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.session.Session;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Cuts sessions into transactions that stay short, however long their conversations are and however
 * slow the database is, and rests between them. Thread-safe: threads that share an instance share
 * what it has learned about the size of a transaction.
 */
final class AdaptiveBatcher {
  private static final int FIRST = 50;

  private final HousekeepingOptions options;
  private final StopSignal stop;
  private final AtomicInteger size;

  AdaptiveBatcher(HousekeepingOptions options, StopSignal stop) {
    this.options = options;
    this.stop = stop;
    this.size = new AtomicInteger(Math.min(FIRST, options.purgeBatch()));
  }

  /** Returns what stops it. */
  StopSignal stopSignal() {
    return stop;
  }

  /** Does the work for all sessions, batch by batch, until it is stopped. */
  <T> void run(List<T> all, Function<T, Session> session, Consumer<List<T>> work) {
    run(all, session, batch -> batch, work);
  }

  /**
   * Does the work for all sessions, batch by batch, until it is stopped: then it returns after the
   * batch in hand, without rest.
   *
   * @param prepare called before each transaction, for as long as it takes; returns the sessions
   *     that are ready for it
   */
  <T> void run(
      List<T> all,
      Function<T, Session> session,
      UnaryOperator<List<T>> prepare,
      Consumer<List<T>> work) {
    for (int from = 0; from < all.size() && !stop.isStopped(); ) {
      int to = from + portion(all.subList(from, all.size()), session);
      List<T> ready = prepare.apply(all.subList(from, to));
      long start = System.nanoTime();
      if (!ready.isEmpty()) {
        work.accept(ready);
      }
      long took = System.nanoTime() - start;
      adapt(ready.size(), took);
      stop.rest(took * (100 - options.purgeShare()) / options.purgeShare());
      from = to;
    }
  }

  /** Returns how many of the first sessions fit into the next transaction: at least one. */
  <T> int portion(List<T> all, Function<T, Session> session) {
    int most = size.get();
    long messages = (long) most * HousekeepingOptions.MESSAGES_PER_SESSION;
    int count = 0;
    while (count < all.size() && count < most) {
      messages -= session.apply(all.get(count)).messageCount();
      if (messages < 0 && count > 0) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Halves the next batch after one that took too long; otherwise lets it grow a little. */
  void adapt(int sessions, long tookNs) {
    if (tookNs > options.purgeTime().toNanos()) {
      size.set(Math.max(1, sessions / 2));
    } else if (sessions >= size.get()) {
      size.set(Math.min(options.purgeBatch(), sessions + 1 + sessions / 4));
    }
  }
}
