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

/** The ends of an organization that came before their starts. Thread-safe. */
final class EarlyEnds {

  /** Where an end stands among all: those that are forgotten first come first. */
  private record Place(Instant forgottenAt, long number) {}

  private record Kept(EarlyEnd end, Place place) {
    boolean isOld(Instant now) {
      return !now.isBefore(place.forgottenAt());
    }
  }

  private static final Comparator<Place> AGE =
      Comparator.comparing(Place::forgottenAt).thenComparing(Place::number);

  private final Map<ExternalRef, Kept> kept = new HashMap<>();

  /** By age, which is not the order in which they came where the clock has run backwards. */
  private final NavigableMap<Place, ExternalRef> byAge = new TreeMap<>(AGE);

  private long number;

  /** Keeps an end, unless there is one already. */
  synchronized void keep(ExternalRef ref, EarlyEnd end, Instant now) {
    Kept known = kept.get(ref);
    if (known == null || known.isOld(now)) {
      remove(ref);
      Place place = new Place(now.plus(EarlyEnd.KEPT), number++);
      kept.put(ref, new Kept(end, place));
      byAge.put(place, ref);
    }
  }

  /** The end that is kept, if it is not too old. */
  synchronized @Nullable EarlyEnd find(ExternalRef ref, Instant now) {
    Kept known = kept.get(ref);
    return known == null || known.isOld(now) ? null : known.end();
  }

  /** A session has opened under this external id. */
  synchronized void remove(ExternalRef ref) {
    Kept known = kept.remove(ref);
    if (known != null) {
      byAge.remove(known.place());
    }
  }

  /** Forgets those that are too old, at most so many; or only counts them. */
  synchronized int forget(Instant now, int limit, boolean dryRun) {
    List<ExternalRef> old =
        byAge.headMap(new Place(now, Long.MAX_VALUE), true).values().stream().limit(limit).toList();
    if (!dryRun) {
      old.forEach(this::remove);
    }
    return old.size();
  }
}
