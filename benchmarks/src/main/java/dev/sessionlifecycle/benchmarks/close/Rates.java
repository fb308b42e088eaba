package dev.sessionlifecycle.benchmarks.close;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Ends per second of each contender in each round, in which they took turns. */
final class Rates {
  private final int rounds;
  private final Map<String, double[]> reached = new LinkedHashMap<>();

  Rates(int rounds) {
    this.rounds = rounds;
  }

  void add(String name, int round, double rate) {
    reached.computeIfAbsent(name, it -> new double[rounds])[round] = rate;
  }

  Set<String> names() {
    return reached.keySet();
  }

  double median(String name) {
    return median(of(name));
  }

  /**
   * Returns how many times as fast one was as another: the median over the rounds, since on a
   * shared machine everything that runs at about the same time is slowed down alike.
   */
  double ratio(String name, String other) {
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ratios[i] = of(name)[i] / of(other)[i];
    }
    return median(ratios);
  }

  private double[] of(String name) {
    double[] rates = reached.get(name);
    if (rates == null) {
      throw new IllegalStateException("nothing was measured of " + name);
    }
    return rates;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
