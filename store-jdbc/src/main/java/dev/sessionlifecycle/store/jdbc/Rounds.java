package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.SessionKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Parts intents for many sessions into rounds, in each of which no session comes twice, so that
 * several intents for one session count one after the other. Within a round they stand in the order
 * in which all lock sessions.
 */
final class Rounds {
  /** An intent, and its place in what the caller gave. */
  record Placed<T>(int place, T intent) {}

  private Rounds() {}

  static <T> List<List<Placed<T>>> of(List<T> intents, Function<T, SessionKey> session) {
    Map<SessionKey, Integer> seen = new HashMap<>();
    List<List<Placed<T>>> rounds = new ArrayList<>();
    for (int place = 0; place < intents.size(); place++) {
      T intent = intents.get(place);
      int round = seen.merge(session.apply(intent), 1, Integer::sum) - 1;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(new Placed<>(place, intent));
    }
    for (List<Placed<T>> round : rounds) {
      round.sort(Comparator.comparing(placed -> session.apply(placed.intent()), LockOrder.KEYS));
    }
    return rounds;
  }
}
