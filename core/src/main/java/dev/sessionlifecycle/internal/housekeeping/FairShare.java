package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DueQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bounds how many sessions of each organization a sweep takes at a time. */
final class FairShare {
  private static final int MOST = 500;

  private FairShare() {}

  static DueQuery request(int limit, @Nullable UUID after) {
    return new DueQuery(limit, Math.min(limit, MOST), after);
  }

  /** Whether the request reached a limit, the total or that of one organization. */
  static boolean isFull(DueQuery request, List<Session> taken) {
    Map<UUID, Integer> ofEach = new HashMap<>();
    taken.forEach(it -> ofEach.merge(it.organizationId(), 1, Integer::sum));
    return taken.size() >= request.limit()
        || ofEach.values().stream().anyMatch(it -> it >= request.perOrganization());
  }

  /** The organization after which the next request begins; null for the first one. */
  static @Nullable UUID last(List<Session> taken) {
    return taken.isEmpty() ? null : taken.get(taken.size() - 1).organizationId();
  }
}
