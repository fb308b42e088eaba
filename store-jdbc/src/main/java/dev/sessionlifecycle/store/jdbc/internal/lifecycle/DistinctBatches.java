package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Splits intents into batches in which every session occurs at most once, so that several intents
 * for one session take effect one after another. Each batch is in {@link LockOrder}.
 */
final class DistinctBatches {
  /** An intent and its index in the caller's list. */
  record Placed<T>(int place, T intent) {}

  private DistinctBatches() {}

  static <T> List<List<Placed<T>>> of(List<T> intents, Function<T, SessionKey> session) {
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
      batch.sort(Comparator.comparing(placed -> session.apply(placed.intent()), LockOrder.KEYS));
    }
    return batches;
  }
}
