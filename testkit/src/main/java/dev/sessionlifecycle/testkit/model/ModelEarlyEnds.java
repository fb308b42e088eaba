package dev.sessionlifecycle.testkit.model;

import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.spi.EarlyEnd;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends that wait for their starts, the first for each external id. */
final class ModelEarlyEnds {
  private record Key(UUID organizationId, ExternalRef ref) {}

  private record Kept(EarlyEnd end, Instant until) {}

  private final Map<Key, Kept> kept = new HashMap<>();

  void keep(UUID organizationId, ExternalRef ref, EarlyEnd end, Instant now) {
    Key key = new Key(organizationId, ref);
    Kept there = kept.get(key);
    if (there == null || !there.until().isAfter(now)) {
      kept.put(key, new Kept(end, now.plus(EarlyEnd.KEPT)));
    }
  }

  /** Takes the end that waits for this draft, if one does. */
  @Nullable EarlyEnd take(Session draft, Instant now) {
    ExternalRef ref = draft.externalRef();
    Kept there = ref == null ? null : kept.remove(new Key(draft.organizationId(), ref));
    return there != null && there.until().isAfter(now) ? there.end() : null;
  }
}
