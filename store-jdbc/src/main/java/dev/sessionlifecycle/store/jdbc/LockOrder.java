package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which everybody locks rows of several sessions, so that nobody waits in a circle.
 *
 * <p>What belongs to one session is locked in this order: external id, session, detail, messages,
 * history; eval runs are only written by who has locked the session. A chain comes before the
 * session where it is settled, by who holds its lease, or revised, while nobody does; who ends the
 * session, or flushes its buffer, locks the session first and then writes a chain that nobody holds
 * yet. Where these meet after all the database undoes one of the two, and it is tried again. A
 * disposal takes the guard of the organization, the sessions and then their chains, and passes over
 * those that somebody else has locked.
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
