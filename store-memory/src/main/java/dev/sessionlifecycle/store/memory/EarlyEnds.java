package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.spi.EarlyEnd;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ends of an organization that came before their starts. Thread-safe. */
final class EarlyEnds {

  private record Kept(EarlyEnd end, Instant forgottenAt) {}

  /** In the order in which they came, so that the old ones stand first. */
  private final Map<ExternalRef, Kept> kept = new LinkedHashMap<>();

  /** Keeps an end, unless there is one already. */
  synchronized void keep(ExternalRef ref, EarlyEnd end, Instant now) {
    Kept known = kept.get(ref);
    if (known == null || !now.isBefore(known.forgottenAt())) {
      kept.remove(ref);
      kept.put(ref, new Kept(end, now.plus(EarlyEnd.KEPT)));
    }
  }

  /** The end that is kept, if it is not too old. */
  synchronized @Nullable EarlyEnd find(ExternalRef ref, Instant now) {
    Kept known = kept.get(ref);
    return known == null || !now.isBefore(known.forgottenAt()) ? null : known.end();
  }

  /** A session has opened under this external id. */
  synchronized void remove(ExternalRef ref) {
    kept.remove(ref);
  }

  /** Forgets those that are too old, at most so many; or only counts them. */
  synchronized int forget(Instant now, int limit, boolean dryRun) {
    Iterator<Kept> oldest = kept.values().iterator();
    int count = 0;
    while (count < limit && oldest.hasNext() && !now.isBefore(oldest.next().forgottenAt())) {
      if (!dryRun) {
        oldest.remove();
      }
      count++;
    }
    return count;
  }
}
