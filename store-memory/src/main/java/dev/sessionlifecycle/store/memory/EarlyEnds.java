package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.spi.EarlyEnd;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ends of an organization that were reported before their sessions opened. Thread-safe. */
final class EarlyEnds {

  /** The position of an end in the order of expiry. */
  private record Place(Instant forgottenAt, long number) {}

  private record Kept(EarlyEnd end, Place place) {
    boolean isOld(Instant now) {
      return !now.isBefore(place.forgottenAt());
    }
  }

  private static final Comparator<Place> AGE =
      Comparator.comparing(Place::forgottenAt).thenComparing(Place::number);

  private final Map<ExternalRef, Kept> kept = new HashMap<>();

  /** Ordered by expiry, which differs from the order of arrival if the clock has run backwards. */
  private final NavigableMap<Place, ExternalRef> byAge = new TreeMap<>(AGE);

  private long number;

  /** Stores an end, or enriches the one that is there already. */
  synchronized void keep(ExternalRef ref, EarlyEnd end, Instant now) {
    EarlyEnd known = find(ref, now);
    EarlyEnd merged = known == null ? end : known.enrichedBy(end);
    if (!merged.equals(known)) {
      remove(ref);
      Place place = new Place(now.plus(EarlyEnd.KEPT), number++);
      kept.put(ref, new Kept(merged, place));
      byAge.put(place, ref);
    }
  }

  /** Returns the stored end unless it has expired. */
  synchronized @Nullable EarlyEnd find(ExternalRef ref, Instant now) {
    Kept known = kept.get(ref);
    return known == null || known.isOld(now) ? null : known.end();
  }

  /** Removes the end of an external id, once a session has opened under it. */
  synchronized void remove(ExternalRef ref) {
    Kept known = kept.remove(ref);
    if (known != null) {
      byAge.remove(known.place());
    }
  }

  /** Removes expired ends up to the limit, or only counts them, and returns their number. */
  synchronized int forget(Instant now, int limit, boolean dryRun) {
    List<ExternalRef> old =
        byAge.headMap(new Place(now, Long.MAX_VALUE), true).values().stream().limit(limit).toList();
    if (!dryRun) {
      old.forEach(this::remove);
    }
    return old.size();
  }
}
