package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.spi.ChainStore;
import java.time.Duration;
import java.time.Instant;

/** Counts chains for {@link ChainStore#backlog()}. Not thread-safe. */
final class BacklogCounter {

  private final Instant now;
  private long due;
  private long leased;
  private long waiting;
  private long parked;
  private Instant oldestDue;

  BacklogCounter(Instant now) {
    this.now = now;
    this.oldestDue = now;
  }

  void add(StoredChain chain) {
    Instant dueAt = chain.dueAt();
    if (dueAt == null) {
      parked++;
    } else if (chain.isLeased(now)) {
      leased++;
    } else if (!chain.isDue(now)) {
      waiting++;
    } else {
      due++;
      oldestDue = dueAt.isBefore(oldestDue) ? dueAt : oldestDue;
    }
  }

  ChainStore.Backlog backlog() {
    return new ChainStore.Backlog(due, leased, waiting, parked, Duration.between(oldestDue, now));
  }
}
