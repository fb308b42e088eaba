package dev.sessionlifecycle.verification.interleaving;

import java.util.ArrayList;
import java.util.List;

/** Every order of the steps of several actors that keeps each actor's own steps in order. */
final class Interleavings {
  private Interleavings() {}

  /**
   * Returns each order as the numbers of the actors: for two actors with two steps 0011, 0101,
   * 0110, …
   */
  static List<List<Integer>> of(int actors, int steps) {
    List<List<Integer>> all = new ArrayList<>();
    extend(new int[actors], steps, List.of(), all);
    return all;
  }

  private static void extend(int[] done, int steps, List<Integer> so, List<List<Integer>> all) {
    if (so.size() == done.length * steps) {
      all.add(so);
      return;
    }
    for (int actor = 0; actor < done.length; actor++) {
      if (done[actor] < steps) {
        List<Integer> longer = new ArrayList<>(so);
        longer.add(actor);
        done[actor]++;
        extend(done, steps, longer, all);
        done[actor]--;
      }
    }
  }
}
