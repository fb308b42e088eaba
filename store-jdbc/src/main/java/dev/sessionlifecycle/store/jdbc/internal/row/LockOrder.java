package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The order in which rows of several sessions are locked, so that transactions do not deadlock.
 *
 * <p>Rows of one session are locked in this order: external id, session, detail, messages, history;
 * eval runs are only written under the lock on the session. A chain is locked before the session
 * when it is settled under its lease, or revised while no lease is held; and where it has
 * deliveries on enrichment, when the session is enriched or given a disposition. A close, and a
 * flush of an owner's buffer, lock the session first and then write a chain that has no lease yet.
 * If these do deadlock, the database rolls one of them back, and it is retried. A disposal locks
 * the organization's guard, the sessions and then their chains, and skips rows that another
 * transaction has locked.
 */
public final class LockOrder {
  public static final Comparator<SessionKey> KEYS =
      Comparator.comparing(SessionKey::organizationId, IdOrder.UNSIGNED)
          .thenComparing(SessionKey::sessionId, IdOrder.UNSIGNED);

  /** An intent and its index in the caller's list. */
  public record Placed<T>(int place, T intent) {}

  private LockOrder() {}

  public static List<LeaseRef> of(Collection<LeaseRef> refs) {
    return refs.stream().distinct().sorted(Comparator.comparing(LeaseRef::session, KEYS)).toList();
  }

  /**
   * Splits what is in lock order into what one transaction works on.
   *
   * @param isSplit whether a transaction may work on one organization only
   */
  public static <T> List<List<T>> units(
      List<T> inOrder, Function<T, UUID> organization, boolean isSplit) {
    return isSplit
        ? List.copyOf(
            inOrder.stream()
                .collect(
                    Collectors.groupingBy(organization, LinkedHashMap::new, Collectors.toList()))
                .values())
        : List.of(inOrder);
  }

  /**
   * Splits intents into batches in which every session occurs at most once, so that several intents
   * for one session take effect one after another. Each batch is in the order of {@link #KEYS}.
   */
  public static <T> List<List<Placed<T>>> batches(
      List<T> intents, Function<T, SessionKey> session) {
    Map<SessionKey, Integer> seen = new HashMap<>();
    List<List<Placed<T>>> batches = new ArrayList<>();
    for (int place = 0; place < intents.size(); place++) {
      T intent = intents.get(place);
      int batch = seen.merge(session.apply(intent), 1, Integer::sum) - 1;
      if (batch == batches.size()) {
        batches.add(new ArrayList<>());
      }
      batches.get(batch).add(new Placed<>(place, intent));
    }
    for (List<Placed<T>> batch : batches) {
      batch.sort(Comparator.comparing(placed -> session.apply(placed.intent()), KEYS));
    }
    return batches;
  }
}
