package dev.sessionlifecycle.benchmarks.scrub;

import dev.sessionlifecycle.steps.pii.Scrubber;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectors;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * What hostile texts cost: the worst growth of a pass of the detectors at each doubling of the text
 * from 8 Ki to 64 Ki characters, and the worst cost of a character in a scrub. In processor time of
 * the thread, each the least of several runs.
 */
public final class ScrubBenchmark {

  private static final int SHORT = 8_192;
  private static final int LONG = 65_536;
  private static final int DOUBLINGS = 3;
  private static final int SHARE = LONG / SHORT;
  private static final int RUNS = 25;
  private static final int UNITS = 200;

  private final Scrubber scrubber = Scrubber.standard();
  private final PiiDetector detector = PiiDetectors.all();
  private double worstGrowth;
  private double worstMicros;

  private ScrubBenchmark() {}

  /**
   * Runs the measurement.
   *
   * @param args optionally the seed of the random units
   */
  public static void main(String[] args) {
    Random random = new Random(args.length > 0 ? Long.parseLong(args[0]) : 1);
    Set<String> units = new LinkedHashSet<>(HostileTexts.kept());
    units.addAll(HostileTexts.atoms());
    for (int i = 0; i < UNITS; i++) {
      units.add(HostileTexts.unit(random));
    }
    ScrubBenchmark benchmark = new ScrubBenchmark();
    benchmark.warmUp(units);
    units.forEach(benchmark::measure);
    System.out.printf(Locale.ROOT, "figure scrub.worst_growth %.2f%n", benchmark.worstGrowth);
    System.out.printf(Locale.ROOT, "figure scrub.worst_us_per_char %.2f%n", benchmark.worstMicros);
  }

  private void warmUp(Set<String> units) {
    for (String unit : units) {
      scrubber.scrub(HostileTexts.text(unit, SHORT));
    }
  }

  private void measure(String unit) {
    String small = HostileTexts.text(unit, SHORT);
    String large = HostileTexts.text(unit, LONG);
    double longest = Double.MAX_VALUE;
    double shortest = Double.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) { // in turns, so that neither has the warmer machine
      longest = Math.min(longest, once(() -> detector.detect(large)));
      shortest = Math.min(shortest, once(() -> severalTimes(small)));
    }
    double growth = Math.pow(SHARE * longest / shortest, 1.0 / DOUBLINGS);
    double micros = least(() -> scrubber.scrub(large)) / 1_000 / large.length();
    if (growth > worstGrowth || micros > worstMicros) {
      String shown = unit.replace("\n", "\\n");
      System.out.printf(Locale.ROOT, "%-40s %.2f %.2f us%n", shown, growth, micros);
    }
    worstGrowth = Math.max(worstGrowth, growth);
    worstMicros = Math.max(worstMicros, micros);
  }

  /** As many characters as in the long text, so that both figures are equally exact. */
  private void severalTimes(String small) {
    for (int i = 0; i < SHARE; i++) {
      detector.detect(small);
    }
  }

  /** Returns the nanoseconds of the fastest of several runs. */
  private static double least(Runnable work) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      least = Math.min(least, once(work));
    }
    return least;
  }

  private static double once(Runnable work) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    return Math.max(1.0, (double) took);
  }
}
