package dev.sessionlifecycle.verification.model;

import static java.util.Comparator.comparing;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.IdOrder;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends reported before their session opened; the first one for each external id is kept, enriched.
 */
final class ModelEarlyEnds {
  private record Key(UUID organizationId, ExternalRef ref) {}

  private record Kept(EarlyEnd end, Instant until) {}

  private static final Comparator<Map.Entry<Key, Kept>> ORDER =
      comparing((Map.Entry<Key, Kept> it) -> it.getKey().organizationId(), IdOrder.UNSIGNED)
          .thenComparing(it -> it.getValue().until());

  private final Map<Key, Kept> kept = new HashMap<>();

  void keep(UUID organizationId, ExternalRef ref, EarlyEnd end, Instant now) {
    Key key = new Key(organizationId, ref);
    Kept there = kept.get(key);
    Instant until = now.plus(EarlyEnd.KEPT);
    if (there == null || !there.until().isAfter(now)) {
      kept.put(key, new Kept(end, until));
    } else if (there.end().reason().isUnspecific() && !end.reason().isUnspecific()) {
      EarlyEnd first = there.end();
      String reported = end.reportedReason();
      EarlyEnd enriched =
          new EarlyEnd(
              first.target(),
              end.reason(),
              end.reasonIfNeverActive(),
              reported == null ? first.reportedReason() : reported,
              first.triggeredBy(),
              first.endedAt(),
              first.at());
      kept.put(key, new Kept(enriched, until));
    }
  }

  /** Deletes expired ends, oldest first within each organization, or only counts them. */
  int forget(Instant now, int limit, boolean dryRun) {
    List<Key> old =
        kept.entrySet().stream()
            .filter(it -> !it.getValue().until().isAfter(now))
            .sorted(ORDER)
            .map(Map.Entry::getKey)
            .limit(limit)
            .toList();
    if (!dryRun) {
      old.forEach(kept::remove);
    }
    return old.size();
  }

  /** Removes the end of a session that has opened. */
  void remove(Session opened) {
    ExternalRef ref = opened.externalRef();
    if (ref != null) {
      kept.remove(new Key(opened.organizationId(), ref));
    }
  }

  /** Returns the end kept for this draft, if any. */
  @Nullable EarlyEnd find(Session draft, Instant now) {
    ExternalRef ref = draft.externalRef();
    Kept there = ref == null ? null : kept.get(new Key(draft.organizationId(), ref));
    return there != null && there.until().isAfter(now) ? there.end() : null;
  }
}
