package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which everybody locks rows of several sessions, so that nobody waits in a circle.
 */
final class LockOrder {
  static final Comparator<SessionKey> KEYS =
      Comparator.comparing(SessionKey::organizationId, IdOrder.UNSIGNED)
          .thenComparing(SessionKey::sessionId, IdOrder.UNSIGNED);

  private LockOrder() {}

  static List<LeaseRef> of(Collection<LeaseRef> refs) {
    return refs.stream().distinct().sorted(Comparator.comparing(LeaseRef::session, KEYS)).toList();
  }
}
