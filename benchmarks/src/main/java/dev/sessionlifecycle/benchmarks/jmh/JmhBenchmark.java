package dev.sessionlifecycle.benchmarks.jmh;

import dev.sessionlifecycle.benchmarks.plot.BarChart;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link WordsBenchmark} in separate processes and compares the results. */
final class JmhBenchmark {
  private static final int FORKS = 3;

  /** Less than any object would allocate per look-up: the rest is overhead of the harness. */
  private static final double NOTHING = 0.01;

  private JmhBenchmark() {}

  /** Runs the program. No arguments. */
  public static void main(String[] args) throws RunnerException, IOException {
    Options options =
        new OptionsBuilder()
            .include(WordsBenchmark.class.getName().replace(".", "\\."))
            .forks(FORKS)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(4)
            .measurementTime(TimeValue.seconds(1))
            .jvmArgs("-Xmx512m")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .build();
    Map<String, Double> nanos = new TreeMap<>();
    Map<String, Double> bytes = new TreeMap<>();
    for (RunResult result : new Runner(options).run()) {
      String label = result.getPrimaryResult().getLabel();
      nanos.put(label, result.getPrimaryResult().getScore());
      bytes.put(label, bytes(result));
    }
    System.out.printf(Locale.ROOT, "%n%-24s %10s %10s%n", "operation", "ns", "bytes");
    nanos.forEach(
        (label, score) ->
            System.out.printf(
                Locale.ROOT, "%-24s %10.2f %10.3f%n", label, score, of(bytes, label)));
    BarChart chart = new BarChart("Transitions and reasons", "nanoseconds per call");
    nanos.forEach(
        (label, score) ->
            chart.bar(label.startsWith("transition") ? "transition" : "coercion", label, score));
    chart.writeIfAsked("jmh");
    double hashMap = of(nanos, "canonicalByHashMap");
    figure(
        "transition.vs_enummap",
        of(nanos, "transitionByLibrary") / of(nanos, "transitionByEnumMap"));
    figure("coercion.canonical.vs_hashmap", of(nanos, "canonicalByLibrary") / hashMap);
    figure("coercion.any.vs_hashmap", of(nanos, "anyByLibrary") / hashMap);
    figure("coercion.canonical.bytes", of(bytes, "canonicalByLibrary"));
    figure("coercion.any.bytes", of(bytes, "anyByLibrary"));
  }

  @SuppressWarnings("rawtypes") // JMH's own signature
  private static double bytes(RunResult run) {
    double bytes = 0;
    for (Result result : run.getSecondaryResults().values()) {
      if (result.getLabel().endsWith("gc.alloc.rate.norm")) {
        bytes = result.getScore();
      }
    }
    return bytes < NOTHING ? 0 : bytes;
  }

  private static double of(Map<String, Double> scores, String label) {
    Double score = scores.get(label);
    if (score == null) {
      throw new IllegalStateException("no result of " + label);
    }
    return score;
  }

  private static void figure(String name, double value) {
    System.out.printf(Locale.ROOT, "figure %s %.2f%n", name, value);
  }
}
