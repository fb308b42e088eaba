package dev.sessionlifecycle.verification.providers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Orders in which the events of a call may arrive, as their places in the order of the provider.
 */
final class EventOrders {
  private EventOrders() {}

  /** Returns every order of so many events. */
  static List<List<Integer>> all(int events) {
    List<List<Integer>> orders = new ArrayList<>();
    permute(new ArrayList<>(), inOrder(events), orders);
    return orders;
  }

  private static void permute(
      List<Integer> chosen, List<Integer> left, List<List<Integer>> orders) {
    if (left.isEmpty()) {
      orders.add(List.copyOf(chosen));
      return;
    }
    for (Integer next : left) {
      List<Integer> rest = new ArrayList<>(left);
      rest.remove(next);
      chosen.add(next);
      permute(chosen, rest, orders);
      chosen.remove(chosen.size() - 1);
    }
  }

  /** Returns so many random orders, the same for the same seed; all if there are no more. */
  static List<List<Integer>> some(int events, int count, long seed) {
    List<List<Integer>> orders = new ArrayList<>(all(events));
    Collections.shuffle(orders, new Random(seed));
    return orders.subList(0, Math.min(count, orders.size()));
  }

  static List<Integer> inOrder(int events) {
    return IntStream.range(0, events).boxed().toList();
  }

  /** Returns an order with one event twice, at once and again at the end. */
  static List<Integer> doubled(List<Integer> order, int event) {
    List<Integer> doubled = new ArrayList<>(order);
    doubled.add(order.indexOf(event) + 1, event);
    doubled.add(event);
    return doubled;
  }

  static List<Integer> without(List<Integer> order, int event) {
    return order.stream().filter(it -> it != event).toList();
  }
}
